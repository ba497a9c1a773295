// What a run tells: while it goes on (hooks) and when it is over (the report).
//
// Ownership: plain values; the views in a Progress live only for the call.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "simulator/base/error.h"
#include "simulator/migration/foreign_keys.h"
#include "simulator/migration/migration_file.h"
#include "simulator/migration/row_changes.h"
#include "simulator/migration/status.h"

namespace simulator::migration {

struct AppliedMigration {
  std::string version;
  std::string name;
  std::int64_t execution_ms = 0;
  std::int64_t statements = 0;
  std::vector<TableChanges> rows = {};  ///< what became of rows, cascades among it
  std::vector<KeyAction> spared = {};   ///< what dropping a table would have done to its children's rows had
                                        ///< foreign keys been on, as under tools that leave them on
};

/// What a run did. `failure` empty: everything asked for holds now.
struct RunReport {
  Direction direction = Direction::up;
  std::vector<AppliedMigration> applied;    ///< for down: taken back, in that order
  std::vector<std::string> done_by_others;  ///< versions another process ran while this one waited
  std::optional<base::Error> failure;  ///< codes: migration.failed (a statement; native has SQLite's code),
                                       ///< migration.refused (see problems), migration.foreign-keys,
                                       ///< migration.busy, migration.cancelled,
                                       ///< migration.unknown-version, migration.foreign-history,
                                       ///< migration.in-transaction, migration.no-down,
                                       ///< migration.left-open (the file began a transaction and did not end
                                       ///< it), migration.history-changed (Atlas, on resuming), sandbox.* as
                                       ///< hooks.explain made them, or those of MigrationFile::broken
  std::string failed_version;          ///< empty when no file was at fault
  std::vector<TableChanges> failed_rows;  ///< of that file: what stayed although it failed
  Explanation explain;                    ///< of a failure in a file: what the tool did, and what now; where
                                          ///< nothing was to do: what the tool passed over without a word
  std::vector<Problem> problems;          ///< why it was refused
  base::Diagnostics notes;
};

/// A moment of a run, for somebody who watches.
struct Progress {
  enum class Kind { file_started, statement_started, file_done };
  Kind kind = Kind::file_started;
  Direction direction = Direction::up;
  std::string_view version;
  std::string_view name;
  std::size_t file_index = 0;  ///< of file_count, from 0
  std::size_t file_count = 0;
  std::size_t statement_index = 0;  ///< of statement_count, from 0
  std::size_t statement_count = 0;
  base::Position at;  ///< of the statement
  std::string_view sql;
  std::int64_t elapsed_ms = 0;  ///< since the file started; when it is done, as the history has it
};

/// All optional.
struct RunHooks {
  /// Called around the statements of every file, never around the Runner's own (BEGIN, history row, COMMIT,
  /// PRAGMA foreign_keys): where the World puts the connection's Sandbox into mode `migration` and back.
  std::function<void()> enter_script;
  std::function<void()> leave_script;
  std::function<void(const Progress&)> progress;
  /// Turns what SQLite said about a statement of a file into what a person should hear (Sandbox::explain).
  std::function<base::Error(base::Error)> explain;
};

}  // namespace simulator::migration

// Brings one database forward or back by the migrations of a folder.
//
// The promises, and how they are kept:
// - A file and its history row are one transaction (BEGIN IMMEDIATE): a statement that fails leaves schema,
//   rows and history exactly as before that file; the files before it stay applied.
// - Nothing runs twice, also with two processes on one file: the write lock is taken and the history read
//   again inside it, if another connection committed since, before each file.
// - A table rebuild cannot cascade: foreign_keys is OFF from before the first BEGIN until after the last
//   COMMIT, then as it was (the transaction model of Atlas' SQLite driver). Where a script could break a key
//   (script.h says when), foreign_key_check runs before COMMIT; violations that were not there before
//   the file fail it.
// - A file that cannot be run inside one transaction (BEGIN, COMMIT, VACUUM, ...) is refused before anything
//   of the run happens. `PRAGMA foreign_keys = ...` has no effect inside a transaction and is not needed: it
//   is passed over with a warning.
// - `up` refuses when an applied file was edited or is missing, and, unless asked, when a pending file is
// older
//   than an applied one.
// Looking (status, plan, verify) writes nothing, not even the history table.
//
// These are the promises for a set in driftwood's own layout. A set that was read in another tool's layout
// (MigrationSet::tool) is run by that tool's rules, which promise less: profile_of() says what is different,
// RunReport::explain what came of it. Under them foreign_keys stays as the connection has it (ToolProfile),
// and a lock between processes is the caller's: these tools take none on SQLite.
//
// Ownership: nothing is owned; the database, the set and the clock must outlive the Runner. Not thread-safe.
#pragma once

#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "simulator/base/clock.h"
#include "simulator/base/error.h"
#include "simulator/migration/choice.h"
#include "simulator/migration/migration_set.h"
#include "simulator/migration/run_report.h"
#include "simulator/migration/status.h"

namespace simulator::sql {
class Database;
}

namespace simulator::migration {

struct PlannedStatement {
  base::Position at;
  std::string sql;
};

struct PlannedMigration {
  std::string version;
  std::string name;
  std::string path;
  bool transaction = true;  ///< the tool runs it in one
  std::size_t already = 0;  ///< statements that ran before: it goes on behind them, and they are not listed
  std::vector<PlannedStatement> statements;
};

struct Plan {
  Direction direction = Direction::up;
  std::vector<PlannedMigration> migrations;  ///< in the order in which they would run
  std::vector<Problem> problems;             ///< with any, up() or down() would refuse and run nothing
  base::Diagnostics notes;                   ///< warnings about statements
  Explanation passed_over = {};              ///< as Choice has it
};

class Runner {
 public:
  Runner(sql::Database& database, const MigrationSet& set, const base::Clock& clock, RunHooks hooks = {});

  /// Codes of all Results: migration.foreign-history, migration.unknown-version, sqlite.*.
  [[nodiscard]] base::Result<std::vector<StatusRow>> status();
  [[nodiscard]] base::Result<Plan> plan(Direction direction, const Target& target);
  /// Everything that does not hold: edited, missing, out of order, and pending files that would be refused.
  [[nodiscard]] base::Result<std::vector<Problem>> verify();

  /// `stop` is looked at between statements; for those that take long see Database::interrupt_when.
  /// `before`: what was applied earlier in the same run, as the report and its messages shall have it.
  [[nodiscard]] RunReport up(const Target& target, std::stop_token stop = {},
                             std::vector<AppliedMigration> before = {});
  /// Takes applied migrations back, highest version first. Files that were edited since may be taken back
  /// (with a note); a missing or not reversible one is an error before anything runs.
  [[nodiscard]] RunReport down(const Target& target, std::stop_token stop = {});

  /// As migration::mark_applied (amendment.h).
  [[nodiscard]] base::Result<void> mark_applied(std::string_view version);

 private:
  sql::Database& database_;
  const MigrationSet& set_;
  const base::Clock& clock_;
  RunHooks hooks_;
};

}  // namespace simulator::migration

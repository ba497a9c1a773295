// One part of a migration run on a Shadow, with what every statement did: the facts that all rules judge by.
//
// Ownership: a Replay points into the MigrationFile, which must outlive it.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "simulator/base/error.h"
#include "simulator/lint/change.h"
#include "simulator/lint/finding.h"
#include "simulator/lint/shadow.h"
#include "simulator/migration/migration_file.h"

namespace simulator::lint {

/// How the tool that will run the folder treats a file.
struct RunRules {
  bool one_transaction = true;  ///< it opens one around the file
  bool keys_off = true;         ///< foreign keys are off while the file runs
};

/// A "name" that SQLite takes for the string 'name', because there is nothing of that name.
struct QuotedString {
  std::size_t offset = 0;  ///< in the statement
  std::size_t length = 0;
};

struct Step {
  std::string_view text;
  Range range;  ///< in MigrationFile::text
  StatementUse use;
  std::optional<base::Error> error;
  bool skipped = false;  ///< failed or was left out, and the ones behind it were run all the same: it needs a
                         ///< newer SQLite, is a setting, or begins or ends a transaction of its own
  SchemaPointer before;
  SchemaPointer after;
  std::vector<Change> changes;
  std::vector<QuotedString> quoted_strings;
  std::vector<std::string> doubled_columns;  ///< of the views it made: "a:1" beside "a"
  bool in_transaction = false;               ///< when the statement began
  bool own_transaction = false;              ///< ... one that the file itself opened
  std::string stops_alter_after{};  ///< what every ALTER TABLE fails with from here on; empty: nothing
};

struct Replay {
  const migration::MigrationFile* file = nullptr;
  migration::Direction direction = migration::Direction::up;
  SchemaPointer before;
  SchemaPointer after;
  std::vector<Step> steps;                        ///< up to the one that failed
  bool failed = false;                            ///< then the shadow is as it was before the file
  std::string stops_alter_before;                 ///< what every ALTER TABLE fails with before the file
  std::map<std::string, std::string> mismatches;  ///< table: why SQLite cannot check its keys, after the file
  std::vector<ObjectText> objects_before;         ///< indexes, triggers and views

  /// The file that the part stands in.
  [[nodiscard]] const std::string& text() const { return file->text; }
  [[nodiscard]] const std::string& path() const { return file->path; }
};

/// Codes: SQLite's, for what is not the file's fault (memory, a cancelled run).
[[nodiscard]] base::Result<Replay> replay(Shadow& shadow, const migration::MigrationFile& file,
                                          migration::Direction direction, const RunRules& rules);

/// Runs the up part and looks at nothing. False: it failed, and the shadow is as it was before.
[[nodiscard]] base::Result<bool> run_past(Shadow& shadow, const migration::MigrationFile& file,
                                          const RunRules& rules);

/// Lower-case names of the tables whose definition, indexes or triggers a statement changed, also under their
/// earlier names.
[[nodiscard]] std::set<std::string> touched_tables(const Replay& replay);

/// What ALTER TABLE would fail with in this database because of a view or trigger that names something that
/// is not there; empty when nothing does. (SQLite reads all of them at every RENAME and DROP COLUMN.)
[[nodiscard]] std::string what_stops_alter(Shadow& shadow);

}  // namespace simulator::lint

// The statements of one part of a migration, and what the Runner must know of them before it runs any.
//
// When can a script leave a row whose foreign key points nowhere? Keys are off while it runs, so SQLite
// checks nothing itself. The first words of each statement decide (SQLite 3.40; a generous answer is only
// slow, a narrow one would be wrong):
//   INSERT INTO t              only rows of t can be wrong: `foreign_key_check(t)` is enough
//   ALTER TABLE t ADD          with a REFERENCES inside: rows of t; without: nothing
//   INSERT OR .., REPLACE, UPDATE, DELETE, WITH, upserts, DROP TABLE, DROP INDEX, other ALTER TABLE
//                              rows anywhere: the whole database
//   everything else            (CREATE, SELECT, PRAGMA, DROP VIEW, ...) moves no row and no key: nothing
// An INSERT reaches further where triggers or conflict clauses REPLACE exist; and where neither the database
// nor the script has the word REFERENCES, there are no keys at all. Both are looked up as bare words, also
// in comments and strings (a script may write sqlite_schema): again generous, never narrow.
//
// Ownership: a Script points into its MigrationFile, which must outlive it.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "simulator/base/error.h"
#include "simulator/migration/migration_file.h"
#include "simulator/migration/tool_profile.h"

namespace simulator::migration {

struct ScriptStatement {
  std::string_view text;
  std::size_t offset = 0;    ///< in MigrationFile::text_of(direction)
  bool passed_over = false;  ///< `PRAGMA foreign_keys = ...`: has no effect in a transaction, is not run
  std::string drops;         ///< the table of a DROP TABLE
};

/// Which rows could end up with a key that points nowhere.
struct KeyReach {
  bool everywhere = false;
  std::vector<std::string> tables;  ///< when not everywhere: rows of these, no name twice
  [[nodiscard]] bool nothing() const { return !everywhere && tables.empty(); }
};

struct Script {
  std::vector<ScriptStatement> statements;
  bool transaction = true;           ///< the tool runs this part in one
  std::vector<base::Error> refused;  ///< statements that cannot run inside the file's transaction, with
                                     ///< places: migration.own-transaction, migration.not-in-transaction
  base::Diagnostics notes;  ///< warnings: migration.foreign-keys-pragma; under tools that let such statements
                            ///< pass, also migration.own-transaction and migration.not-in-transaction
  KeyReach reach;           ///< supposing that no trigger and no REPLACE widens it
  bool mentions_keys = false;      ///< the word REFERENCES occurs
  bool mentions_widening = false;  ///< the word TRIGGER or REPLACE occurs
};

/// Statements are cut by the tool's rule (StatementRule, MigrationFile::delimiter) and then by SQLite's.
[[nodiscard]] Script read_script(const MigrationFile& file, Direction direction,
                                 const ToolProfile& profile = profile_of(Tool::driftwood));

/// What the reach becomes in a database where an INSERT may fire triggers or replace rows.
[[nodiscard]] KeyReach widened(KeyReach reach);

}  // namespace simulator::migration

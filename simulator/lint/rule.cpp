#include "simulator/lint/rule.h"

#include <algorithm>
#include <array>

namespace simulator::lint {
namespace {

constexpr std::string_view alter_table = "https://www.sqlite.org/lang_altertable.html";
constexpr std::string_view foreign_keys = "https://www.sqlite.org/foreignkeys.html";
constexpr std::string_view quirks = "https://www.sqlite.org/quirks.html";
constexpr std::string_view types = "https://www.sqlite.org/datatype3.html";
constexpr std::string_view transactions = "https://www.sqlite.org/lang_transaction.html";

constexpr auto every_rule = std::to_array<Rule>({
    // What does not run.
    {"fails", Level::error, "The statement fails on the schema that the files before it make",
     "The folder was replayed from an empty database, and SQLite refused this statement. It would fail for "
     "everybody who sets up a new database.",
     "Mend the statement; what SQLite said is in the message.", ""},
    {"fails-on-rows", Level::error, "The statement passes on empty tables and fails on this database",
     "Rows decide whether a constraint holds, so a migration that passes on a laptop can fail in production.",
     "Mend the rows first, in a migration before this one, or take the change in smaller steps.", ""},
    {"newer-sqlite", Level::error, "The statement needs a newer SQLite than the one at hand",
     "ALTER TABLE learned to add and drop NOT NULL and CHECK with SQLite 3.53.0 (April 2026). Every SQLite "
     "before that calls it a syntax error, and the database belongs to the oldest program that opens it.",
     "Rebuild the table: make the new one, copy the rows, drop the old one, rename.",
     "https://www.sqlite.org/changes.html"},
    {"not-in-transaction", Level::error, "The statement cannot run inside a transaction",
     "VACUUM is refused inside a transaction, and journal_mode and synchronous are settings of the file and "
     "the connection that no rollback takes back.",
     "Run it by itself, outside of the migrations.", transactions},
    {"down-fails", Level::error, "The down part fails after its own up part",
     "A way back that was never tried is found broken when it is needed most.",
     "Mend the down part, or leave it out and say that the migration cannot be taken back.", ""},
    {"down-differs", Level::warning, "Up and then down does not bring back the schema there was before",
     "After a rollback the next run starts from a schema that nobody has tested.",
     "Undo in the down part what the up part does.", ""},
    {"out-of-order", Level::warning, "The file is older than one that was applied already",
     "Other databases ran these files in another order, and some tools skip the late one without a word.",
     "Give the file a version above all that are applied anywhere.", ""},

    // Foreign keys.
    {"foreign-keys-pragma", Level::warning, "PRAGMA foreign_keys has no effect inside a transaction",
     "SQLite ignores it there without an error, so keys stay as they were: where they are on, dropping the "
     "old "
     "table of a rebuild fires ON DELETE CASCADE and the child rows are gone when it commits.",
     "Let the runner switch keys off before it begins; driftwood does. Take the statement out.",
     foreign_keys},
    {"defer-foreign-keys", Level::warning, "Deferring foreign keys does not save a rebuild",
     "Deferring waits with the check, not with the actions: ON DELETE CASCADE still deletes at the DROP "
     "TABLE, "
     "and without an action the COMMIT fails with `FOREIGN KEY constraint failed`.",
     "Switch foreign keys off before the transaction begins.", foreign_keys},
    {"cascades", Level::error, "Where foreign keys are on, this takes rows of other tables along",
     "DROP TABLE deletes every row first when foreign keys are on, and ON DELETE CASCADE or SET NULL acts on "
     "each of them, also when a new table of the same name follows.",
     "Switch foreign keys off before the transaction begins, and check them before it commits.",
     foreign_keys},
    {"foreign-key-mismatch", Level::error, "A foreign key refers to columns that are neither key nor unique",
     "SQLite accepts the definition and fails later, at the first INSERT or DELETE, with `foreign key "
     "mismatch`.",
     "Make the parent's columns the primary key or UNIQUE.", foreign_keys},
    {"missing-parent", Level::warning, "A foreign key refers to a table that is not there",
     "With foreign keys on, every INSERT into the table then fails with `no such table`.",
     "Make the parent first, or in the same file.", foreign_keys},

    // Rebuilding a table.
    {"rebuild-loses-objects", Level::error,
     "A rebuild drops indexes or triggers and does not make them again",
     "Indexes and triggers belong to the old table and go with it. Nothing fails: queries get slow, a UNIQUE "
     "index stops guarding, a trigger stops acting.",
     "Make them again after the new table has its name.", alter_table},
    {"rename-old-away", Level::error, "A rebuild renames the old table away first",
     "RENAME rewrites the foreign keys, views and triggers of other tables to the name it gives, so they "
     "follow the old table; when that is dropped, they point nowhere (`no such table: main.a_old`).",
     "Make the new table under another name, copy, drop the old one, and rename the new one last.",
     alter_table},
    {"view-blocks-rebuild", Level::error, "A view or trigger of the table stops the rebuild's last step",
     "RENAME reads every view and trigger first; between DROP and RENAME they name a table that is not "
     "there, and SQLite refuses: `error in view v: no such table: main.t`.",
     "Drop the view before the old table and make it again behind the rename.", alter_table},
    {"broken-view", Level::error, "A view or trigger is left naming something that is not there",
     "It fails when it is used; and as long as it is there, every later RENAME and DROP COLUMN in the "
     "database fails too, on whatever table.",
     "Drop or rewrite it in the same file.", alter_table},
    {"blocked-by-view", Level::error, "A broken view or trigger elsewhere stops this ALTER TABLE",
     "ALTER TABLE reads every view and trigger of the database, also those that have nothing to do with "
     "the table.",
     "Drop or mend the broken one before this statement.", alter_table},
    {"insert-select-star", Level::warning, "Rows are copied by the order of columns, not by their names",
     "INSERT ... SELECT * pairs columns by place. When the two tables list them in another order, values "
     "land in the wrong columns without an error.",
     "Name the columns on both sides.", ""},
    {"autoincrement-lost", Level::warning, "A rebuild forgets the highest AUTOINCREMENT number",
     "The number lives in sqlite_sequence under the old table's name; the new table starts from the largest "
     "id that was copied. If newer rows had been deleted, their ids are given out again.",
     "Copy the number over before the old table is dropped.", "https://www.sqlite.org/autoinc.html"},

    // What running programs notice.
    {"drop-table", Level::error, "A table and its rows are dropped",
     "Programs that still use it fail with `no such table`, and the rows are gone for good.",
     "Deploy code that no longer uses it, wait until the old code is gone, keep a backup, then drop.", ""},
    {"drop-column", Level::error, "A column and its values are dropped",
     "Programs that still name it fail with `no such column`, an INSERT without column names gets one value "
     "too many, and the values are gone for good.",
     "Deploy code that neither reads nor writes it, wait until the old code is gone, then drop.", ""},
    {"rename-table", Level::warning, "A table gets another name",
     "Code that is running knows only the old name and fails at once.",
     "Leave a view with the old name (with INSTEAD OF triggers if it is written to), or move in small steps.",
     alter_table},
    {"rename-column", Level::warning, "A column gets another name",
     "Code that is running knows only the old name and fails at once.",
     "Add the new column, write both, copy, move the readers, and drop the old one at last.", alter_table},
    {"change-type", Level::warning, "A column gets another affinity",
     "The same comparison can give another answer: `age >= 18` is true for every text. Values that do not "
     "fit "
     "stay as they are, except in a STRICT table, which refuses them.",
     "Add a new column, write both, copy and convert, move the readers.", types},
    {"set-not-null", Level::warning, "A column that could be empty must be filled now",
     "The copy fails on a row with NULL, and running code that writes none fails with `NOT NULL constraint "
     "failed`.",
     "Let all running code write it, fill the rows that have none, and only then forbid NULL.", ""},
    {"drop-not-null", Level::warning, "A column that was always filled may be empty now",
     "Code that reads it has never met NULL.", "Deploy readers that expect NULL first.", ""},
    {"add-unique", Level::warning, "Values that could repeat must be unique now",
     "One pair of equal values makes the migration fail with `UNIQUE constraint failed`; afterwards running "
     "code that writes duplicates fails.",
     "Look for duplicates, merge them, let the code check first.", ""},
    {"add-check", Level::warning, "Rows must satisfy a new CHECK",
     "One row that does not makes the copy fail; afterwards running code that writes such values fails.",
     "Stop writing such values, mend the rows, then add the constraint.", ""},
    {"add-foreign-key", Level::warning, "A foreign key is added to a table with rows",
     "SQLite does not look at the rows that are there: one that points nowhere stays, and fails later.",
     "Run PRAGMA foreign_key_check before and after.", foreign_keys},
    {"drop-foreign-key", Level::warning, "A foreign key is given up",
     "Nothing keeps a reference from pointing nowhere any more, and ON DELETE no longer cleans up.",
     "If that is meant, say so with driftwood:ignore.", foreign_keys},
    {"breaks-live-version", Level::error, "A query of a running version no longer works after this file",
     "The query was prepared by SQLite against the schema before the file and against the one after it.",
     "Deploy a version without this query and wait until no node runs the old one; then migrate.", ""},
    {"changes-live-version", Level::warning, "A query of a running version silently answers something else",
     "It still runs, but no longer reads a column it read before: SELECT * has lost one, or a double-quoted "
     "name is now taken for a string.",
     "Deploy a version that does not need the column; then migrate.", ""},
    {"narrows-live-version", Level::warning, "A running version writes to what this file restricts",
     "What it writes was fine before and can be refused now.",
     "Deploy a version whose writes satisfy the new constraint; then migrate.", ""},

    // Columns.
    {"add-required-column", Level::warning, "ADD COLUMN NOT NULL without a default fails when there are rows",
     "On an empty table it passes, so it passes in development. With one row SQLite says `Cannot add a NOT "
     "NULL column with default value NULL`.",
     "Add it without NOT NULL, or with a constant DEFAULT.", alter_table},
    {"non-constant-default", Level::warning, "ADD COLUMN with a computed default fails when there are rows",
     "On an empty table it passes. With one row SQLite says `Cannot add a column with non-constant default`: "
     "CURRENT_TIMESTAMP and expressions in parentheses are not constant.",
     "Add the column without the default, and fill it with an UPDATE.", alter_table},
    {"add-stored-column", Level::warning, "ADD COLUMN ... STORED fails when there are rows",
     "On an empty table it passes. With one row SQLite says `cannot add a STORED column`.",
     "Make it VIRTUAL: the same values, computed when they are read; an index on it stores them.",
     alter_table},
    {"reference-with-default", Level::warning,
     "ADD COLUMN ... REFERENCES with a default fails where keys are on and there are rows",
     "Every row would refer to the default's row at once. With foreign keys on SQLite says `Cannot add a "
     "REFERENCES column with non-NULL default value`; with keys off it passes unchecked.",
     "Add it without a default, then fill it with an UPDATE.", alter_table},
    {"surprising-type", Level::note, "The declared type does not do what it says",
     "SQLite looks for a few letters in a type's name and takes NUMERIC when it finds none: in a STRING or "
     "DATETIME column the text '0123' becomes the number 123. A length like VARCHAR(3) is never enforced.",
     "Declare INTEGER, REAL, TEXT, BLOB or NUMERIC, and add a CHECK where a length matters.", types},

    // Text that means something else.
    {"double-quoted-string", Level::warning, "A \"name\" that names nothing is taken for a string",
     "Double quotes are for names. Where SQLite finds no such name it takes the word as a string, without a "
     "word of warning, so a misspelt or dropped column turns into a constant.",
     "Write strings in single quotes.", quirks},
    {"duplicate-assignment", Level::warning, "A column is named twice",
     "SQLite accepts it: of two assignments in an UPDATE the last one counts, of two columns in an INSERT "
     "the "
     "first, and a view's second column gets a name like \"a:1\".",
     "Name each column once.", ""},
    {"insert-without-columns", Level::warning,
     "INSERT without column names depends on their number and order",
     "With one column more, SQLite says `table users has 5 columns but 4 values were supplied`; with another "
     "order, values land in the wrong columns.",
     "Name the columns.", ""},

    // Transactions.
    {"transaction-nesting", Level::error, "The file begins or ends a transaction it does not own",
     "The runner has opened one around the file and its history row. BEGIN then fails with `cannot start a "
     "transaction within a transaction`; a lone COMMIT ends it halfway, so a later failure is not rolled "
     "back.",
     "Take BEGIN and COMMIT out of the file.", transactions},
    {"uncommitted-transaction", Level::error, "BEGIN without COMMIT",
     "When the connection closes, everything since BEGIN is rolled back, and nothing says so.",
     "End with COMMIT.", transactions},
    {"partial-failure", Level::warning, "Without a transaction a failure leaves half of the file behind",
     "ALTER TABLE has no IF NOT EXISTS: after a failure in the middle the file cannot be run again "
     "(`duplicate column name`), and cannot be rolled back either.",
     "Put one transaction around the statements.", transactions},
    {"lock-wait", Level::note, "The transaction does not wait for the write lock",
     "BEGIN takes no lock until the first write. If another connection wrote in between, SQLite gives up at "
     "once with `database is locked`, whatever busy_timeout says; and with a busy_timeout of 0 it never "
     "waits.",
     "BEGIN IMMEDIATE takes the lock at the start, and waits for it.", transactions},

    // Cost.
    {"cost", Level::note, "The statement reads or rewrites every row while everybody else waits",
     "Measured with a million rows: ADD COLUMN 0.2 ms, RENAME below 1 ms, ADD COLUMN with CHECK 131 ms, "
     "UPDATE "
     "of all rows 244 ms, DROP COLUMN 297 ms, CREATE INDEX 914 ms. SQLite has one writer, who waits for the "
     "end.",
     "Fine for small tables; for large ones choose the hour, or change rows in batches.", ""},

    // The comments themselves.
    {"unused-ignore", Level::warning, "A driftwood:ignore comment hides nothing",
     "What it was written for is gone, and it would hide the next finding unseen.", "Remove the comment.",
     ""},
    {"unknown-rule", Level::warning, "A driftwood:ignore comment names no rule", "It has no effect.",
     "Correct the name; `driftwoodctl lint --explain all` lists them.", ""},
});

}  // namespace

std::span<const Rule> rules() { return every_rule; }

const Rule* find_rule(std::string_view id) {
  const auto found =
      std::find_if(every_rule.begin(), every_rule.end(), [&](const Rule& rule) { return rule.id == id; });
  return found != every_rule.end() ? &*found : nullptr;
}

std::vector<std::string> rule_ids() {
  std::vector<std::string> ids;
  for (const Rule& rule : every_rule) ids.emplace_back(rule.id);
  return ids;
}

}  // namespace simulator::lint

// What the rules say about SQLite, asked of SQLite itself.
#include <gtest/gtest.h>

#include <ostream>

#include "simulator/sql/database.h"

namespace simulator::lint {
namespace {

struct Fact {
  const char* name;
  const char* before;
  const char* statement;  ///< the last one of the script may fail
  const char* error;      ///< "" when it passes
  const char* question = "";
  const char* answer = "";
};

void PrintTo(const Fact& fact, std::ostream* out) { *out << fact.name; }

class LintFacts : public testing::TestWithParam<Fact> {};

TEST_P(LintFacts, AreTrue) {
  const Fact& fact = GetParam();
  auto opened = sql::Database::open({.path = ":memory:", .vfs = {}, .read_only = false, .create = true});
  sql::Database& on = *opened;
  const auto begun = on.execute(fact.before);
  ASSERT_TRUE(begun) << begun.error().message;
  const auto ran = on.execute(fact.statement);
  EXPECT_EQ(ran ? "" : ran.error().message, fact.error);
  if (*fact.question == '\0') return;
  const auto answer = on.query(fact.question);
  ASSERT_TRUE(answer) << answer.error().message;
  std::string told;
  for (const auto& row : answer->rows)
    for (const auto& cell : row) told += (told.empty() ? "" : "|") + sql::to_display(cell);
  EXPECT_EQ(told, fact.answer);
}

constexpr const char* family =
    "PRAGMA foreign_keys = ON; CREATE TABLE a (id INTEGER PRIMARY KEY); INSERT INTO a VALUES (1);"
    "CREATE TABLE b (a_id INTEGER REFERENCES a (id) ON DELETE CASCADE); INSERT INTO b VALUES (1);";
constexpr const char* plain_family =
    "PRAGMA foreign_keys = ON; CREATE TABLE a (id INTEGER PRIMARY KEY); INSERT INTO a VALUES (1);"
    "CREATE TABLE b (a_id INTEGER REFERENCES a (id)); INSERT INTO b VALUES (1);";
constexpr const char* one_row = "CREATE TABLE t (id INTEGER PRIMARY KEY); INSERT INTO t VALUES (1);";

INSTANTIATE_TEST_SUITE_P(
    Of, LintFacts,
    testing::Values(
        Fact{"pragma_in_transaction_cascades", family,
             "BEGIN; PRAGMA foreign_keys = OFF; CREATE TABLE n (id INTEGER PRIMARY KEY); INSERT INTO n "
             "SELECT id "
             "FROM a; DROP TABLE a; ALTER TABLE n RENAME TO a; COMMIT",
             "", "SELECT count(*) FROM b", "0"},
        Fact{"deferring_still_cascades", family,
             "BEGIN; PRAGMA defer_foreign_keys = ON; CREATE TABLE n (id INTEGER PRIMARY KEY); INSERT INTO n "
             "SELECT "
             "id FROM a; DROP TABLE a; ALTER TABLE n RENAME TO a; COMMIT",
             "", "SELECT count(*) FROM b", "0"},
        Fact{"deferring_without_action_fails", plain_family,
             "BEGIN; PRAGMA defer_foreign_keys = ON; CREATE TABLE n (id INTEGER PRIMARY KEY); INSERT INTO n "
             "SELECT "
             "id FROM a; DROP TABLE a; ALTER TABLE n RENAME TO a; COMMIT",
             "FOREIGN KEY constraint failed"},
        Fact{"key_mismatch",
             "PRAGMA foreign_keys = ON; CREATE TABLE p (e TEXT); CREATE TABLE k (e TEXT REFERENCES p (e))",
             "INSERT INTO k VALUES (1)", "foreign key mismatch - \"k\" referencing \"p\""},
        Fact{"missing_parent", "PRAGMA foreign_keys = ON; CREATE TABLE k (e TEXT REFERENCES p (e))",
             "INSERT INTO k VALUES (1)", "no such table: main.p"},
        Fact{"rename_rewrites_keys", plain_family,
             "PRAGMA foreign_keys = OFF; ALTER TABLE a RENAME TO a_old; CREATE TABLE a (id INTEGER PRIMARY "
             "KEY); "
             "DROP TABLE a_old; PRAGMA foreign_keys = ON; INSERT INTO b VALUES (1)",
             "no such table: main.a_old"},
        Fact{"view_stops_the_rename", "CREATE TABLE t (a); CREATE VIEW v AS SELECT a FROM t",
             "CREATE TABLE n (a); DROP TABLE t; ALTER TABLE n RENAME TO t",
             "error in view v: no such table: main.t"},
        Fact{"broken_view_stops_any", "CREATE TABLE t (a); CREATE VIEW v AS SELECT nosuch FROM x",
             "ALTER TABLE t RENAME COLUMN a TO b", "error in view v: no such table: main.x"},
        Fact{"broken_view_does_not_stop_add", "CREATE TABLE t (a); CREATE VIEW v AS SELECT nosuch FROM x",
             "ALTER TABLE t ADD COLUMN b", ""},
        Fact{"required_column", one_row, "ALTER TABLE t ADD COLUMN a TEXT NOT NULL",
             "Cannot add a NOT NULL column with default value NULL"},
        Fact{"required_column_empty", "CREATE TABLE t (id)", "ALTER TABLE t ADD COLUMN a TEXT NOT NULL", ""},
        Fact{"computed_default", one_row, "ALTER TABLE t ADD COLUMN a TEXT DEFAULT CURRENT_TIMESTAMP",
             "Cannot add a column with non-constant default"},
        Fact{"computed_default_empty", "CREATE TABLE t (id)",
             "ALTER TABLE t ADD COLUMN a TEXT DEFAULT CURRENT_TIMESTAMP", ""},
        Fact{"stored_column", one_row, "ALTER TABLE t ADD COLUMN a AS (id) STORED",
             "cannot add a STORED column"},
        Fact{"stored_column_empty", "CREATE TABLE t (id)", "ALTER TABLE t ADD COLUMN a AS (id) STORED", ""},
        Fact{"reference_with_default",
             "PRAGMA foreign_keys = ON; CREATE TABLE t (id INTEGER PRIMARY KEY); INSERT INTO t VALUES (1)",
             "ALTER TABLE t ADD COLUMN r INTEGER DEFAULT 9 REFERENCES t (id)",
             "Cannot add a REFERENCES column with non-NULL default value"},
        Fact{"reference_with_default_keys_off", one_row,
             "ALTER TABLE t ADD COLUMN r INTEGER DEFAULT 9 REFERENCES t (id)", ""},
        Fact{"nested_begin", "BEGIN", "BEGIN", "cannot start a transaction within a transaction"},
        Fact{"vacuum", "BEGIN", "VACUUM", "cannot VACUUM from within a transaction"},
        Fact{"no_if_not_exists", "CREATE TABLE t (id); ALTER TABLE t ADD COLUMN b",
             "ALTER TABLE t ADD COLUMN b", "duplicate column name: b"},
        Fact{"last_assignment_counts", "CREATE TABLE t (a); INSERT INTO t VALUES (0)",
             "UPDATE t SET a = 1, a = 2", "", "SELECT a FROM t", "2"},
        Fact{"first_listed_value_counts", "CREATE TABLE t (a)", "INSERT INTO t (a, a) VALUES (1, 2)", "",
             "SELECT a FROM t", "1"},
        Fact{"doubled_view_column", "CREATE TABLE t (a)", "CREATE VIEW v AS SELECT a, a FROM t", "",
             "SELECT group_concat(name) FROM pragma_table_info('v')", "a,a:1"},
        Fact{"insert_counts_columns", "CREATE TABLE users (a, b, c, d, e)",
             "INSERT INTO users VALUES (1, 2, 3, 4)", "table users has 5 columns but 4 values were supplied"},
        Fact{"string_type", "CREATE TABLE t (a STRING, b DATETIME, c POINT, d VARCHAR(3))",
             "INSERT INTO t VALUES ('0123', '20260514', '0123', 'abcdef')", "", "SELECT a, b, c, d FROM t",
             "123|20260514|123|abcdef"},
        Fact{"text_is_at_least_18", "CREATE TABLE t (age TEXT); INSERT INTO t VALUES ('x')", "SELECT 1", "",
             "SELECT count(*) FROM t WHERE age >= CAST(18 AS INTEGER)", "1"},
        Fact{"quoted_name_is_a_string", "CREATE TABLE t (a); INSERT INTO t VALUES (1)",
             "DELETE FROM t WHERE \"email\" IS NOT NULL", "", "SELECT count(*) FROM t", "0"},
        Fact{"newer_syntax", one_row, "ALTER TABLE t ALTER COLUMN id SET NOT NULL",
             "near \"ALTER\": syntax error"}),
    [](const auto& fact) { return fact.param.name; });

}  // namespace
}  // namespace simulator::lint

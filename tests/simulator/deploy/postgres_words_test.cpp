#include "simulator/deploy/postgres_words.h"

#include <gtest/gtest.h>

#include "simulator/schema/read.h"
#include "simulator/sql/database.h"

namespace simulator::deploy {
namespace {

constexpr std::string_view tables =
    "CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT NOT NULL UNIQUE, age INT,"
    "  CONSTRAINT total_pos CHECK (age >= 0), CHECK (age < 200));"
    "CREATE TABLE orders (id INT PRIMARY KEY, user_id BIGINT REFERENCES users (id));"
    "CREATE UNIQUE INDEX ud ON orders (user_id);"
    "CREATE TABLE pairs (a INT, b INT, UNIQUE (a, b));"
    "CREATE TABLE twice (a INT); INSERT INTO twice VALUES (1), (1);"
    "CREATE VIEW v AS SELECT id, email FROM users;"
    "CREATE VIEW vd AS SELECT DISTINCT id, email FROM users;"
    "CREATE VIEW vt AS SELECT u.id FROM users u, orders o;"
    "CREATE VIEW va AS SELECT max(id) AS id FROM users;"
    "INSERT INTO users (email, age) VALUES ('a', 1), ('b', 2);"
    "INSERT INTO orders VALUES (1, 1);";

/// Makes the mistake on SQLite, and asks for PostgreSQL's words for what SQLite then really says.
class PostgresWords : public ::testing::Test {
 protected:
  PostgresWords() {
    EXPECT_TRUE(database_.execute("PRAGMA foreign_keys = ON"));
    EXPECT_TRUE(database_.execute(tables));
  }

  std::string says(const std::string& sql, bool with_schema = true) {
    const auto ran = database_.execute(sql);
    if (ran) return "SQLite does it";
    const schema::Schema schema = schema::read_schema(database_).value();
    return postgres_says(ran.error(), sql, with_schema ? &schema : nullptr).value_or("");
  }

  sql::Database database_ = sql::Database::open({}).value();
};

struct Case {
  const char* sql;
  const char* postgres;
};

// Measured with the same tables and statements on PostgreSQL 15.18.
constexpr Case cases[] = {
    {"SELECT phone FROM users", "column \"phone\" does not exist"},
    {"SELECT Phone FROM users", "column \"phone\" does not exist"},
    {"SELECT u.phone FROM users u", "column u.phone does not exist"},
    {"SELECT u.\"Phone\" FROM users u", "column u.Phone does not exist"},
    {"SELECT users.phone FROM users", "column users.phone does not exist"},
    {"SELECT nosuch.phone FROM users", "missing FROM-clause entry for table \"nosuch\""},
    {"UPDATE users SET phone = 'x'", "column \"phone\" of relation \"users\" does not exist"},
    {"UPDATE users SET phone = phone || 'x'", "column \"phone\" does not exist"},
    {"UPDATE users SET email = 'c' WHERE phone = 'x'", "column \"phone\" does not exist"},
    {"DELETE FROM users WHERE phone = 1", "column \"phone\" does not exist"},
    {"INSERT INTO users (email, phone) VALUES ('x', 'y')",
     "column \"phone\" of relation \"users\" does not exist"},
    {"INSERT INTO Users (Phone) VALUES (1)", "column \"phone\" of relation \"users\" does not exist"},
    {"INSERT INTO users (email) VALUES ('a') ON CONFLICT (email) DO UPDATE SET phone = 1",
     "column \"phone\" of relation \"users\" does not exist"},
    {"INSERT INTO users (email) VALUES ('a') ON CONFLICT (email) DO UPDATE SET age = excluded.phone",
     "column excluded.phone does not exist"},
    {"ALTER TABLE users DROP COLUMN phone", "column \"phone\" of relation \"users\" does not exist"},
    {"ALTER TABLE users RENAME COLUMN phone TO p", "column \"phone\" does not exist"},
    {"CREATE INDEX ix ON users (phone)", "column \"phone\" does not exist"},
    {"SELECT * FROM nosuch", "relation \"nosuch\" does not exist"},
    {"SELECT * FROM \"No Such\"", "relation \"No Such\" does not exist"},
    {"UPDATE nosuch SET a = 1", "relation \"nosuch\" does not exist"},
    {"CREATE INDEX ix ON nosuch (a)", "relation \"nosuch\" does not exist"},
    {"DROP TABLE nosuch", "table \"nosuch\" does not exist"},
    {"DROP VIEW nosuch", "view \"nosuch\" does not exist"},
    {"DROP INDEX nosuch", "index \"nosuch\" does not exist"},
    {"INSERT INTO users VALUES (1, 'a', 2, 3, 4)", "INSERT has more expressions than target columns"},
    {"INSERT INTO users (email) VALUES ('x', 2)", "INSERT has more expressions than target columns"},
    {"INSERT INTO users (email, age) VALUES ('x')", "INSERT has more target columns than expressions"},
    {"INSERT INTO users (email, age) VALUES ('x', 1) ON CONFLICT (age) DO NOTHING",
     "there is no unique or exclusion constraint matching the ON CONFLICT specification"},
    {"INSERT INTO users (email) VALUES ('a')",
     "duplicate key value violates unique constraint \"users_email_key\""},
    {"INSERT INTO users VALUES (1, 'z', 1)", "duplicate key value violates unique constraint \"users_pkey\""},
    {"INSERT INTO orders VALUES (3, 1)", "duplicate key value violates unique constraint \"ud\""},
    {"INSERT INTO pairs VALUES (1, 1), (1, 1)",
     "duplicate key value violates unique constraint \"pairs_a_b_key\""},
    {"CREATE UNIQUE INDEX ut ON twice (a)", "could not create unique index \"ut\""},
    {"INSERT INTO users (email) VALUES (NULL)",
     "null value in column \"email\" of relation \"users\" violates not-null constraint"},
    {"INSERT INTO users (email, age) VALUES ('q', -1)",
     "new row for relation \"users\" violates check constraint \"total_pos\""},
    {"INSERT INTO orders VALUES (2, 99)",
     "insert or update on table \"orders\" violates foreign key constraint \"orders_user_id_fkey\""},
    {"UPDATE orders SET user_id = 99",
     "insert or update on table \"orders\" violates foreign key constraint \"orders_user_id_fkey\""},
    {"DELETE FROM users WHERE id = 1",
     "update or delete on table \"users\" violates foreign key constraint \"orders_user_id_fkey\" on table "
     "\"orders\""},
    {"UPDATE users SET id = 99 WHERE id = 1",
     "update or delete on table \"users\" violates foreign key constraint \"orders_user_id_fkey\" on table "
     "\"orders\""},
    {"DROP TABLE users", "cannot drop table users because other objects depend on it"},
    {"INSERT INTO vd VALUES (1, 'x')", "cannot insert into view \"vd\""},
    {"UPDATE vd SET email = 'x'", "cannot update view \"vd\""},
    {"DELETE FROM vd", "cannot delete from view \"vd\""},
    {"UPDATE vt SET id = 1", "cannot update view \"vt\""},
    {"UPDATE va SET id = 1", "cannot update view \"va\""},
    {"ALTER TABLE users ADD COLUMN phone TEXT NOT NULL",
     "column \"phone\" of relation \"users\" contains null values"},
    {"ALTER TABLE users ADD email TEXT", "column \"email\" of relation \"users\" already exists"},
    {"ALTER TABLE users RENAME COLUMN age TO email", "column \"email\" of relation \"users\" already exists"},
    {"CREATE TABLE x (a INT, a INT)", "column \"a\" specified more than once"},
    {"CREATE TABLE users (id INT)", "relation \"users\" already exists"},
    {"CREATE VIEW users AS SELECT 1", "relation \"users\" already exists"},
    {"CREATE INDEX ud ON users (age)", "relation \"ud\" already exists"},
    {"ALTER TABLE users RENAME TO orders", "relation \"orders\" already exists"},
    {"SELECT id FROM users, orders", "column reference \"id\" is ambiguous"},
    {"SELECT 1 UNION ALL SELECT 1, 2", "each UNION query must have the same number of columns"},
};

TEST_F(PostgresWords, AreThoseThatWereMeasured) {
  for (const Case& each : cases) EXPECT_EQ(says(each.sql), each.postgres) << each.sql;
}

TEST_F(PostgresWords, AViewThatReadsAColumnKeepsItThere) {
  ASSERT_TRUE(database_.execute("CREATE VIEW vtwice AS SELECT a FROM twice; ALTER TABLE twice ADD b"));
  EXPECT_EQ(says("ALTER TABLE twice DROP COLUMN a"),
            "cannot drop column a of table twice because other objects depend on it");
}

TEST_F(PostgresWords, AreMissingWherePostgresqlWouldNotRefuseOrNobodyMeasured) {
  EXPECT_EQ(says("INSERT INTO users VALUES (9, 'zz')"), "") << "missing columns get their defaults";
  EXPECT_EQ(says("UPDATE v SET email = 'x'"), "") << "a plain view is written through";
  EXPECT_EQ(says("ALTER TABLE users DROP COLUMN email"), "") << "its index goes with it";
  EXPECT_EQ(says("BEGIN; BEGIN"), "");
  EXPECT_EQ(says("SELEC 1"), "");
}

TEST_F(PostgresWords, ConstraintsWithoutAKnownNameAreLeftOpen) {
  EXPECT_EQ(says("INSERT INTO users (email) VALUES ('a')", false),
            "duplicate key value violates unique constraint \"...\"");
  EXPECT_EQ(says("INSERT INTO users (email, age) VALUES ('q', 200)"),
            "new row for relation \"users\" violates check constraint \"...\"");
  EXPECT_EQ(says("INSERT INTO orders VALUES (2, 99)", false),
            "insert or update on table \"orders\" violates foreign key constraint \"...\"");
  EXPECT_EQ(says("UPDATE orders SET user_id = 99", false), "") << "child or parent?";
}

TEST_F(PostgresWords, SpeakOfTheStatementThatFailed) {
  EXPECT_EQ(says("UPDATE users SET age = 3; UPDATE users SET phone = 1"),
            "column \"phone\" of relation \"users\" does not exist");
  base::Error error;
  error.message = "CHECK constraint failed: total_pos";
  EXPECT_EQ(postgres_says(error, "BEGIN; SELECT 1; UPDATE users SET age = -1; COMMIT"),
            "new row for relation \"users\" violates check constraint \"total_pos\"");
  EXPECT_EQ(postgres_says(error, "UPDATE users SET age = -1; UPDATE orders SET id = -1"), std::nullopt);
}

TEST_F(PostgresWords, UnderstandNewerSqlites) {
  base::Error error;
  error.message = "no such column: \"phone\" - should this be a string literal in single-quotes?";
  EXPECT_EQ(postgres_says(error, "SELECT \"phone\" FROM users"), "column \"phone\" does not exist");
}

}  // namespace
}  // namespace simulator::deploy

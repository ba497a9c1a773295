#include "simulator/deploy/postgres_words.h"

#include <gtest/gtest.h>

#include "simulator/schema/read.h"
#include "simulator/sql/database.h"
#include "tests/simulator/deploy/postgres_cases.h"

namespace simulator::deploy {
namespace {

/// Makes the mistake on SQLite, and asks for PostgreSQL's words for what SQLite then really says.
class PostgresWords : public ::testing::Test {
 protected:
  PostgresWords() {
    EXPECT_TRUE(database_.execute("PRAGMA foreign_keys = ON"));
    EXPECT_TRUE(database_.execute(sqlite_tables));
    EXPECT_TRUE(database_.execute(postgres_rows));
  }

  std::string says(const std::string& sql, bool with_schema = true) {
    const auto ran = database_.execute(sql);
    if (ran) return "SQLite does it";
    const schema::Schema schema = schema::read_schema(database_).value();
    return postgres_says(ran.error(), sql, with_schema ? &schema : nullptr).value_or("");
  }

  sql::Database database_ = sql::Database::open({}).value();
};

TEST_F(PostgresWords, AreThoseThatWereMeasured) {
  for (const PostgresCase& each : postgres_cases) EXPECT_EQ(says(each.sql), each.postgres) << each.sql;
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

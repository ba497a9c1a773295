#include "simulator/migration/foreign_keys.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "simulator/base/random.h"
#include "tests/simulator/migration/world_of_files.h"

namespace simulator::migration {
namespace {

using namespace testing_support;
using testing::HasSubstr;

class ForeignKeysTest : public testing::Test {
 protected:
  void SetUp() override {
    execute(
        database,
        "CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT);"
        "CREATE TABLE posts (id INTEGER PRIMARY KEY, author_id INTEGER REFERENCES users (id) ON DELETE "
        "CASCADE);"
        "CREATE TABLE notes (id INTEGER PRIMARY KEY, user_id INTEGER REFERENCES users ON DELETE SET NULL);"
        "INSERT INTO users VALUES (1, 'a'), (2, 'b');"
        "INSERT INTO posts VALUES (10, 1), (11, 2); INSERT INTO notes VALUES (20, 1)");
  }
  RunReport up(const std::string& script) {
    const auto set = files({{"001_a", script}});
    return Runner(database, set, clock).up({});
  }

  base::ManualClock clock;
  sql::Database database = open();
};

TEST_F(ForeignKeysTest, RebuildingATableKeepsItsChildren) {
  const auto report =
      up("PRAGMA foreign_keys = OFF;\n"
         "CREATE TABLE new_users (id INTEGER PRIMARY KEY, email TEXT NOT NULL);\n"
         "INSERT INTO new_users SELECT id, email FROM users;\n"
         "DROP TABLE users;\n"
         "ALTER TABLE new_users RENAME TO users;\n");
  EXPECT_FALSE(report.failure) << base::to_string(*report.failure);
  ASSERT_EQ(report.notes.size(), 2U);  // the PRAGMA without effect, and what dropping users would have done
  EXPECT_EQ(report.notes[1].what.code, "migration.would-cascade");
  EXPECT_EQ(rows(database, "SELECT * FROM posts"), "10|1;11|2");
  EXPECT_EQ(rows(database, "SELECT * FROM notes"), "20|1");
  EXPECT_EQ(rows(database, "PRAGMA foreign_keys"), "1");
}

TEST_F(ForeignKeysTest, KeysAreAsBeforeAlsoAfterAFailure) {
  EXPECT_TRUE(up("SELECT * FRM users").failure);
  EXPECT_EQ(rows(database, "PRAGMA foreign_keys"), "1");
  execute(database, "PRAGMA foreign_keys = OFF");
  EXPECT_TRUE(up("SELECT * FRM users").failure);
  EXPECT_EQ(rows(database, "PRAGMA foreign_keys"), "0");
}

TEST_F(ForeignKeysTest, ARowLeftWithoutItsParentFailsTheFile) {
  const auto before = picture(database);
  const auto report = up("DELETE FROM users WHERE id = 1;");
  ASSERT_TRUE(report.failure);
  EXPECT_EQ(report.failure->code, "migration.foreign-keys");
  EXPECT_THAT(report.failure->message, HasSubstr("posts row 10: author_id -> users(id) finds no such row"));
  EXPECT_THAT(report.failure->message, HasSubstr("notes row 20: user_id -> users finds no such row"));
  EXPECT_EQ(report.failure->file, "m/001_a.sql");
  EXPECT_EQ(picture(database), before);
}

TEST_F(ForeignKeysTest, EveryStatementThatCanBreakAKeyIsCaught) {
  for (const auto* script :
       {"INSERT INTO posts VALUES (12, 99)", "INSERT OR REPLACE INTO posts VALUES (10, 99)",
        "REPLACE INTO posts VALUES (10, 99)", "UPDATE posts SET author_id = 99 WHERE id = 10",
        "UPDATE users SET id = 3 WHERE id = 1", "DELETE FROM users", "DROP TABLE users",
        "WITH n AS (SELECT 99 AS x) INSERT INTO posts SELECT 12, x FROM n",
        "INSERT INTO posts VALUES (10, 1) ON CONFLICT (id) DO UPDATE SET author_id = 99",
        "ALTER TABLE posts ADD COLUMN second INTEGER DEFAULT 99 REFERENCES users (id)",
        "CREATE TABLE likes (who REFERENCES users (id)); INSERT INTO likes VALUES (99)",
        "CREATE TABLE slots (k UNIQUE ON CONFLICT REPLACE, id INTEGER PRIMARY KEY, u REFERENCES slots (id));"
        "INSERT INTO slots VALUES (1, 1, NULL), (2, 2, 1), (1, 3, NULL)",
        "CREATE TRIGGER t AFTER INSERT ON notes BEGIN DELETE FROM users; END; INSERT INTO notes VALUES (21, "
        "NULL)",
        "CREATE TABLE teams (name TEXT); CREATE UNIQUE INDEX by_name ON teams (name);"
        "CREATE TABLE members (team REFERENCES teams (name)); INSERT INTO members VALUES (NULL); DROP INDEX "
        "by_name",
        "PRAGMA defer_foreign_keys = ON; DELETE FROM users"}) {
    const auto before = picture(database);
    const auto report = up(script);
    ASSERT_TRUE(report.failure) << script;
    EXPECT_EQ(report.failure->code, "migration.foreign-keys") << script << "\n"
                                                              << base::to_string(*report.failure);
    EXPECT_EQ(picture(database), before) << script;
  }
}

TEST_F(ForeignKeysTest, ViolationsOfBeforeDoNotFailAFileButNewOnesDo) {
  execute(database, "PRAGMA foreign_keys = OFF; INSERT INTO posts VALUES (12, 98); PRAGMA foreign_keys = ON");
  const auto set = files({{"001_a", "UPDATE posts SET author_id = 2 WHERE id = 10;"},
                          {"002_b", "INSERT INTO posts VALUES (13, 1);"},
                          {"003_c", "INSERT INTO posts VALUES (14, 99);"}});
  const auto report = Runner(database, set, clock).up({});
  EXPECT_EQ(versions(report), "001 002");
  ASSERT_TRUE(report.failure);
  EXPECT_EQ(report.failed_version, "003");
  EXPECT_THAT(report.failure->message, HasSubstr("posts row 14"));
  EXPECT_THAT(report.failure->message, testing::Not(HasSubstr("row 12")));
}

TEST_F(ForeignKeysTest, ARunThatIsRepeatedToCompareRunsItsStatementsOnce) {
  execute(database, "PRAGMA foreign_keys = OFF; INSERT INTO posts VALUES (12, 98); PRAGMA foreign_keys = ON");
  const auto report = up("INSERT INTO posts (author_id) VALUES (1);");
  EXPECT_FALSE(report.failure) << base::to_string(*report.failure);
  EXPECT_EQ(rows(database, "SELECT count(*) FROM posts"), "4");
  EXPECT_EQ(rows(database, "SELECT count(*) FROM schema_migrations"), "1");
}

TEST_F(ForeignKeysTest, AKeyThatCouldNeverBeCheckedIsNoNewProblem) {
  execute(database,
          "CREATE TABLE odd (x REFERENCES users (email)); CREATE TABLE \"o'd\" (x REFERENCES users (email))");
  EXPECT_FALSE(up("UPDATE users SET email = 'c' WHERE id = 2;").failure);
  const auto found = find_violations(database, {});
  ASSERT_TRUE(found) << base::to_string(found.error());
  EXPECT_EQ(found->size(), 2U);
  EXPECT_THAT(describe(*found), HasSubstr("neither primary key nor unique"));
}

TEST_F(ForeignKeysTest, TablesWithoutRowidAndCompoundKeysAreNamed) {
  execute(database,
          "CREATE TABLE p (a, b, PRIMARY KEY (a, b)); "
          "CREATE TABLE c (k TEXT PRIMARY KEY, x, y, FOREIGN KEY (x, y) REFERENCES p (a, b)) WITHOUT ROWID");
  const auto report = up("INSERT INTO c VALUES ('k', 1, 2);");
  ASSERT_TRUE(report.failure);
  EXPECT_THAT(report.failure->message, HasSubstr("a row of c: x, y -> p(a, b) finds no such row"));
}

// Model: random scripts over random rows; the runner lets a script through exactly when a full comparison of
// before and after finds nothing new.
TEST(ForeignKeysModel, TheCheapTestMissesNothing) {
  base::Random random(7);
  base::ManualClock clock;
  const std::vector<std::string> statements = {"INSERT INTO p VALUES (NULL, %)",
                                               "INSERT INTO c VALUES (NULL, %)",
                                               "DELETE FROM p WHERE id = %",
                                               "DELETE FROM c WHERE id = %",
                                               "UPDATE c SET p_id = % WHERE id % 2",
                                               "UPDATE p SET id = id + 10 WHERE id = %",
                                               "INSERT INTO d VALUES (NULL, %)",
                                               "ALTER TABLE c ADD COLUMN q% DEFAULT % REFERENCES p (id)",
                                               "ALTER TABLE c RENAME COLUMN p_id TO p_id",
                                               "INSERT OR IGNORE INTO c VALUES (%, %)",
                                               "SELECT %",
                                               "CREATE TABLE IF NOT EXISTS e% (x REFERENCES p (id))"};
  int passed = 0;
  int failed = 0;
  for (int round = 0; round < 400; ++round) {
    std::string start =
        "CREATE TABLE p (id INTEGER PRIMARY KEY, v); CREATE TABLE c (id INTEGER PRIMARY KEY, p_id REFERENCES "
        "p (id));"
        "CREATE TABLE d (id INTEGER PRIMARY KEY, c_id REFERENCES c (id));"
        "INSERT INTO p VALUES (1, 0), (2, 0), (3, 0); INSERT INTO c VALUES (1, 1), (2, 2); INSERT INTO d "
        "VALUES (1, 1);";
    if (random.below(3) == 0)
      start += "CREATE TRIGGER t AFTER INSERT ON d BEGIN DELETE FROM p WHERE id = 3; END;";
    if (random.below(3) == 0) start += "INSERT INTO c VALUES (3, 77);";
    std::string script;
    for (auto n = 1 + random.below(3); n > 0; --n) {
      for (const char c : statements[random.below(statements.size())])
        c == '%' ? script += std::to_string(1 + random.below(4)) : script += c;
      script += ";\n";
    }
    sql::Database model = open();
    sql::Database real = open();
    for (auto* database : {&model, &real}) {
      execute(*database, "PRAGMA foreign_keys = OFF");
      execute(*database, start);
    }
    const auto before = find_violations(model, {});
    const bool runs = model.execute("BEGIN;\n" + script).has_value();
    const auto after = find_violations(model, {});
    ASSERT_TRUE(before && after);
    const bool holds = runs && new_violations(*before, *after).empty();
    const auto set = files({{"001_a", script}});
    const auto report = Runner(real, set, clock).up({});
    EXPECT_EQ(!report.failure, holds) << start << "\n" << script;
    ++(holds ? passed : failed);
  }
  EXPECT_GT(passed, 50);
  EXPECT_GT(failed, 50);
}

}  // namespace
}  // namespace simulator::migration

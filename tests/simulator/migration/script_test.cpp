#include "simulator/migration/script.h"

#include <gtest/gtest.h>

namespace simulator::migration {
namespace {

struct Read {
  MigrationFile file;
  Script script;
};

Read read_text(const std::string& text) {
  base::Diagnostics diagnostics;
  Read out{read_migration_file({"001_a.sql", text}, "m/001_a.sql", diagnostics), {}};
  out.script = read_script(out.file, Direction::up);
  return out;
}

std::string reach(const std::string& text) {
  const auto script = read_text(text).script;
  if (script.reach.everywhere) return "everywhere";
  std::string out;
  for (const auto& table : script.reach.tables) out += (out.empty() ? "" : " ") + table;
  return out.empty() ? "nothing" : out;
}

TEST(Script, StatementsThatControlTheTransactionAreRefusedWithTheirPlace) {
  for (const auto* statement : {"BEGIN", "begin immediate", "COMMIT", "END TRANSACTION", "ROLLBACK",
                                "SAVEPOINT a", "RELEASE a", "ROLLBACK TO a"}) {
    const auto made =
        read_text("CREATE TABLE a (x);\n  /* now */ " + std::string(statement) + ";\nSELECT 1;\n");
    ASSERT_EQ(made.script.refused.size(), 1U) << statement;
    EXPECT_EQ(made.script.refused[0].code, "migration.own-transaction") << statement;
    EXPECT_EQ(made.script.refused[0].at, (base::Position{2, 13})) << statement;
    EXPECT_NE(made.script.refused[0].excerpt.find('^'), std::string::npos);
  }
}

TEST(Script, StatementsThatCannotRunInATransactionAreRefused) {
  for (const auto* statement :
       {"VACUUM", "vacuum into 'x'", "PRAGMA journal_mode = WAL", "PRAGMA main.synchronous(1)"}) {
    const auto made = read_text(statement);
    ASSERT_EQ(made.script.refused.size(), 1U) << statement;
    EXPECT_EQ(made.script.refused[0].code, "migration.not-in-transaction") << statement;
  }
}

TEST(Script, WordsInTriggersStringsAndNamesAreNotStatements) {
  const auto made = read_text(
      "CREATE TABLE \"begin\" (x DEFAULT 'COMMIT;');\n"
      "CREATE TRIGGER t AFTER INSERT ON \"begin\" BEGIN SELECT CASE WHEN 1 THEN 2 END; DELETE FROM a; END;\n"
      "-- COMMIT;\nPRAGMA user_version = 3; PRAGMA journal_mode; SELECT 'VACUUM';");
  EXPECT_TRUE(made.script.refused.empty());
  EXPECT_EQ(made.script.statements.size(), 5U);
}

TEST(Script, SettingForeignKeysIsPassedOverWithANote) {
  const auto made =
      read_text("PRAGMA foreign_keys=OFF;\nPRAGMA Main . \"foreign_keys\" (1);\nPRAGMA foreign_keys;\n");
  EXPECT_TRUE(made.script.refused.empty());
  EXPECT_EQ(made.script.notes.size(), 2U);
  ASSERT_EQ(made.script.statements.size(), 3U);
  EXPECT_TRUE(made.script.statements[0].passed_over);
  EXPECT_TRUE(made.script.statements[1].passed_over);
  EXPECT_FALSE(made.script.statements[2].passed_over);
}

TEST(Script, ReachSaysWhichRowsCanLoseTheirParent) {
  EXPECT_EQ(reach("CREATE TABLE a (x REFERENCES b ON DELETE CASCADE); CREATE INDEX i ON a (x); SELECT 1;"),
            "nothing");
  EXPECT_EQ(reach("ALTER TABLE a ADD COLUMN y; ALTER TABLE a ADD z"), "nothing");
  EXPECT_EQ(reach("ALTER TABLE \"a b\" ADD COLUMN y DEFAULT 3 REFERENCES b (x)"), "a b");
  EXPECT_EQ(reach("INSERT INTO a VALUES (1); insert into A values (2); INSERT INTO b SELECT * FROM a"),
            "a b");
  EXPECT_EQ(reach("INSERT INTO a VALUES (1); DELETE FROM c; INSERT INTO b VALUES (1)"), "everywhere");
  for (const auto* statement :
       {"INSERT OR REPLACE INTO a VALUES (1)", "REPLACE INTO a VALUES (1)", "UPDATE a SET x = 1",
        "DELETE FROM a", "WITH n AS (SELECT 1) INSERT INTO a SELECT * FROM n",
        "INSERT INTO main.a VALUES (1)", "INSERT INTO a VALUES (1) ON CONFLICT DO UPDATE SET x = 2",
        "DROP TABLE a", "drop index i", "ALTER TABLE a RENAME TO b", "ALTER TABLE a RENAME COLUMN x TO y",
        "ALTER TABLE a DROP COLUMN x"})
    EXPECT_EQ(reach(statement), "everywhere") << statement;
  EXPECT_EQ(reach("DROP VIEW v; DROP TRIGGER t; CREATE VIEW v AS SELECT 1; PRAGMA user_version = 1"),
            "nothing");
  EXPECT_TRUE(read_text("CREATE TABLE a (x ReFerences b)").script.mentions_keys);
  EXPECT_TRUE(read_text("CREATE TABLE a (x UNIQUE ON CONFLICT REPLACE)").script.mentions_widening);
  EXPECT_FALSE(read_text("CREATE TABLE a (x)").script.mentions_keys);
}

}  // namespace
}  // namespace simulator::migration

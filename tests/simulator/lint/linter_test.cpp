#include "simulator/lint/linter.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/simulator/lint/linted.h"

namespace simulator::lint {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::vector<std::string> rules_of(const LintResult& result) {
  std::vector<std::string> out;
  for (const Finding& finding : result.findings) out.push_back(finding.rule);
  return out;
}

LintResult lint_files(const std::vector<migration::SourceFile>& files, LintOptions options = {}) {
  options.trust = Trust::own;
  return lint_case({folder_of(files), options});
}

TEST(Linter, AnEmptyFolderIsFine) {
  const LintResult result = lint_files({});
  EXPECT_THAT(result.findings, IsEmpty());
  EXPECT_EQ(result.judged, 0U);
}

TEST(Linter, KnowsATableMadeThreeFilesAgo) {
  const LintResult result = lint_files({{"1_t.sql", "CREATE TABLE t (a TEXT);"},
                                        {"2_u.sql", "CREATE TABLE u (a TEXT);"},
                                        {"3_rename.sql", "ALTER TABLE u RENAME TO w;"},
                                        {"4_index.sql",
                                         "CREATE UNIQUE INDEX i ON t (a); CREATE TABLE x (a TEXT); "
                                         "CREATE UNIQUE INDEX j ON x (a);"}});
  EXPECT_THAT(rules_of(result), ElementsAre("rename-table", "cost", "add-unique"));
}

TEST(Linter, SettledFilesAreReplayedAndNotJudged) {
  LintOptions options;
  options.settled = {"1", "2"};
  const LintResult result = lint_files({{"1_t.sql", "CREATE TABLE t (a STRING, b TEXT);"},
                                        {"2_drop.sql", "ALTER TABLE t DROP COLUMN b;"},
                                        {"3_add.sql", "ALTER TABLE t ADD COLUMN c TEXT NOT NULL;"}},
                                       options);
  EXPECT_THAT(rules_of(result), ElementsAre("add-required-column"));
  EXPECT_EQ(result.judged, 1U);
}

TEST(Linter, AFailingFileLeavesNothingBehindAndEndsTheSearch) {
  const LintResult result = lint_files(
      {{"1_t.sql", "CREATE TABLE t (a TEXT); CREATE TABLE t (a TEXT);"}, {"2_u.sql", "DROP TABLE t;"}});
  EXPECT_THAT(rules_of(result), ElementsAre("fails"));
  EXPECT_EQ(result.not_judged, 1U);
}

TEST(Linter, AFileThatCommitsHalfwayIsTakenBackWhole) {
  const LintResult result =
      lint_files({{"1_t.sql", "CREATE TABLE t (a TEXT); COMMIT; CREATE TABLE t (a TEXT);"}});
  EXPECT_THAT(rules_of(result), ElementsAre("transaction-nesting", "fails"));
}

TEST(Linter, NothingItRunsReachesAFile) {
  const LintResult result =
      lint_files({{"1_attach.sql", "ATTACH DATABASE '/nonexistent/lint.db' AS other;"}});
  ASSERT_THAT(rules_of(result), ElementsAre("fails"));
  EXPECT_THAT(result.findings[0].message, HasSubstr("not authorized"));
}

TEST(Linter, AStatementWithoutEndIsStoppedInTheSandbox) {
  GoldenCase golden{folder_of({{"1_loop.sql",
                                "CREATE TABLE t (a);\nINSERT INTO t WITH RECURSIVE n (i) AS (SELECT 1 "
                                "UNION ALL SELECT i + 1 FROM n) SELECT i FROM n;"}}),
                    {}};
  const LintResult result = lint_case(golden);
  ASSERT_THAT(rules_of(result), ElementsAre("fails"));
  EXPECT_THAT(result.findings[0].message, HasSubstr("stopped after"));
}

TEST(Linter, CanBeCancelled) {
  std::stop_source stop;
  stop.request_stop();
  LintOptions options;
  options.stop = stop.get_token();
  const auto result = lint(folder_of({{"1_t.sql", "CREATE TABLE t (a);"}}), options);
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, "lint.stopped");
}

TEST(Linter, RowsAreACopy) {
  auto database = sql::Database::open({.path = ":memory:", .vfs = {}, .read_only = false, .create = true});
  ASSERT_TRUE(database->execute("CREATE TABLE t (a TEXT); INSERT INTO t VALUES (1), (1)"));
  LintOptions options;
  options.settled = {"1"};
  options.rows = *Shadow::image_of(*database);
  const LintResult result = lint_files(
      {{"1_t.sql", "CREATE TABLE t (a TEXT);"}, {"2_all.sql", "DELETE FROM t; DROP TABLE t;"}}, options);
  EXPECT_THAT(rules_of(result), ElementsAre("drop-table"));
  EXPECT_EQ(sql::to_display(database->query("SELECT count(*) FROM t")->rows[0][0]), "2");
}

TEST(Linter, WhatNoSqliteKnowsIsNotSaidToNeedANewerOne) {
  const std::vector<std::pair<std::string, std::string>> forms = {
      {"ADD CONSTRAINT one UNIQUE (a)", "CREATE UNIQUE INDEX guards the same"},
      {"ADD UNIQUE (a)", "CREATE UNIQUE INDEX guards the same"},
      {"ADD CONSTRAINT k FOREIGN KEY (a) REFERENCES u (a)", "rebuild the table with it"},
      {"ADD PRIMARY KEY (a)", "rebuild the table with it"},
      {"ALTER COLUMN a TYPE INTEGER", "No SQLite changes the type or the default"},
      {"ALTER a SET DEFAULT 1", "No SQLite changes the type or the default"},
      {"ADD COLUMN IF NOT EXISTS c TEXT", "SQLite has no IF NOT EXISTS for columns"}};
  for (const auto& [form, help] : forms) {
    const LintResult result =
        lint_files({{"1_t.sql", "CREATE TABLE t (a TEXT);"}, {"2_alter.sql", "ALTER TABLE t " + form + ";"}});
    ASSERT_THAT(rules_of(result), ElementsAre("fails")) << form;
    EXPECT_THAT(result.findings[0].help, HasSubstr(help)) << form;
  }
}

TEST(Linter, KnowsTheTools) {
  EXPECT_TRUE(rules_of_tool("driftwood")->keys_off);
  EXPECT_FALSE(rules_of_tool("dbmate")->keys_off);
  EXPECT_FALSE(rules_of_tool("prisma")->one_transaction);
  EXPECT_FALSE(rules_of_tool("nobody"));
}

}  // namespace
}  // namespace simulator::lint

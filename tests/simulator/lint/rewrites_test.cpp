// What the edits promise, run: the files as they were and as --fix leaves them, on a database with rows.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "simulator/schema/difference.h"
#include "simulator/schema/read.h"
#include "tests/simulator/lint/linted.h"

namespace simulator::lint {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

struct Outcome {
  std::string error;
  std::vector<std::string> answers;
};

sql::Database database() {
  auto opened = sql::Database::open({.path = ":memory:", .vfs = {}, .read_only = false, .create = true});
  return std::move(*opened);
}

std::vector<std::string> rows_of(sql::Database& on, const std::string& query) {
  std::vector<std::string> out;
  const auto found = on.query(query);
  if (!found) return {found.error().message};
  for (const auto& row : found->rows) {
    std::string line;
    for (const auto& cell : row) line += (line.empty() ? "" : "|") + sql::to_display(cell);
    out.push_back(line);
  }
  return out;
}

/// The first file, then rows, then the other files, each in one transaction with keys off; then a question.
Outcome run(const migration::MigrationSet& set, const std::string& rows, const std::string& question,
            bool keys_on = false) {
  sql::Database on = database();
  EXPECT_TRUE(on.execute(keys_on ? "PRAGMA foreign_keys = ON" : "PRAGMA foreign_keys = OFF"));
  EXPECT_TRUE(on.execute(set.files.front().script(migration::Direction::up)));
  const auto filled = on.execute(rows);
  EXPECT_TRUE(filled) << filled.error().message;
  Outcome outcome;
  for (std::size_t i = 1; i < set.files.size() && outcome.error.empty(); ++i) {
    static_cast<void>(on.execute("BEGIN"));
    const auto ran = on.execute(set.files[i].script(migration::Direction::up));
    if (!ran) outcome.error = ran.error().message;
    static_cast<void>(on.execute(ran ? "COMMIT" : "ROLLBACK"));
  }
  outcome.answers = rows_of(on, question);
  return outcome;
}

struct Both {
  migration::MigrationSetResult was;
  migration::MigrationSetResult now;
};

/// A golden folder before and after its edits.
Both both(const std::string& name) {
  GoldenCase golden = read_case(name);
  return {golden.folder, fixed(golden.folder, lint_case(golden))};
}

TEST(LintRewrites, KeyPragmasHadNoEffect) {
  const Both files = both("foreign_keys_pragma");
  const std::string rows = "INSERT INTO users VALUES (1, 'a'); INSERT INTO posts VALUES (1, 1, 't')";
  for (const bool keys_on : {false, true}) {
    const Outcome was = run(files.was.set, rows, "SELECT count(*) FROM posts", keys_on);
    const Outcome now = run(files.now.set, rows, "SELECT count(*) FROM posts", keys_on);
    EXPECT_EQ(was.answers, now.answers);
    EXPECT_THAT(now.answers, ElementsAre(keys_on ? "0" : "1")) << "what the rule warns of";
    EXPECT_EQ(now.error, "");
  }
}

TEST(LintRewrites, ARebuildKeepsItsIndexAndTrigger) {
  const Both files = both("rebuild_loses");
  const std::string names = "SELECT name FROM sqlite_schema WHERE type IN ('index', 'trigger') ORDER BY 1";
  auto was = files.was.set;
  auto now = files.now.set;
  was.files.pop_back();  // drops the table that the trigger writes to
  now.files.pop_back();
  EXPECT_THAT(run(was, "SELECT 1", names).answers, IsEmpty());
  const Outcome kept = run(now, "SELECT 1", names);
  EXPECT_EQ(kept.error, "");
  EXPECT_THAT(kept.answers, ElementsAre("users_email", "users_log"));
}

TEST(LintRewrites, TheNewTableFirstKeepsForeignKeysWhereTheyPoint) {
  const Both files = both("rename_old_away");
  const std::string rows = "INSERT INTO users VALUES (1, 'a'); INSERT INTO posts VALUES (1, 1, 't')";
  const std::string question =
      "SELECT (SELECT \"table\" FROM pragma_foreign_key_list('posts')), (SELECT group_concat(\"table\") FROM "
      "pragma_foreign_key_list('users')), (SELECT email FROM users), (SELECT count(*) FROM sqlite_schema)";
  EXPECT_THAT(run(files.was.set, rows, question).answers, ElementsAre("users_old|users|a|3"));
  const Outcome now = run(files.now.set, rows, question);
  EXPECT_EQ(now.error, "");
  EXPECT_THAT(now.answers, ElementsAre("users|users|a|3"));
}

TEST(LintRewrites, ViewsComeBackBehindTheRebuild) {
  const Both files = both("view_blocks_rebuild");
  const std::string rows = "INSERT INTO users VALUES (1, 'a')";
  EXPECT_THAT(run(files.was.set, rows, "SELECT 1").error, testing::HasSubstr("error in view emails"));
  const Outcome now = run(files.now.set, rows,
                          "SELECT group_concat(name), (SELECT email FROM short) FROM (SELECT name FROM "
                          "sqlite_schema WHERE type IN ('view', 'trigger') ORDER BY 1)");
  EXPECT_EQ(now.error, "");
  EXPECT_THAT(now.answers, ElementsAre("emails,emails_in,short|a"));
}

TEST(LintRewrites, StarsBecomeNamesAndValuesKeepTheirColumns) {
  const Both files = both("insert_select_star");
  const std::string rows = "INSERT INTO t (a, b) VALUES ('A', 'B')";
  EXPECT_THAT(run(files.was.set, rows, "SELECT a, b FROM t").answers, ElementsAre("B|A"));
  EXPECT_THAT(run(files.now.set, rows, "SELECT a, b FROM t").answers, ElementsAre("A|B"));
}

TEST(LintRewrites, AutoincrementGoesOn) {
  Both files = both("autoincrement_lost");
  files.was.set.files.resize(2);
  files.now.set.files.resize(2);
  const std::string rows = "INSERT INTO t (a) VALUES (1), (2), (3); DELETE FROM t WHERE id = 3";
  const std::string next = "INSERT INTO t (a) VALUES (4) RETURNING id";
  EXPECT_THAT(run(files.was.set, rows, next).answers, ElementsAre("3"));
  EXPECT_THAT(run(files.now.set, rows, next).answers, ElementsAre("4"));
  const std::string none_left = "INSERT INTO t (a) VALUES (1), (2), (3); DELETE FROM t";
  EXPECT_THAT(run(files.now.set, none_left, next).answers, ElementsAre("4"));
}

TEST(LintRewrites, AVirtualColumnHasTheValuesOfTheStoredOne) {
  const std::vector<migration::SourceFile> files = {
      {"1_t.sql", "CREATE TABLE t (a TEXT);"},
      {"2_add.sql", "ALTER TABLE t ADD COLUMN u TEXT AS (upper(a)) STORED;"}};
  const GoldenCase golden{folder_of(files), {}};
  const auto now = fixed(golden.folder, lint_case(golden));
  const Outcome before = run(golden.folder.set, "INSERT INTO t VALUES ('x')", "SELECT a FROM t");
  EXPECT_EQ(before.error, "cannot add a STORED column");
  const Outcome after = run(now.set, "INSERT INTO t VALUES ('x')", "SELECT u FROM t");
  EXPECT_EQ(after.error, "");
  EXPECT_THAT(after.answers, ElementsAre("X"));
}

// Edits that must change nothing at all: the schema is the same, apart from what no statement can tell.
TEST(LintRewrites, TheOthersLeaveSchemaAndRowsAsTheyWere) {
  for (const std::string name : {"types", "quotes", "insert_without_columns", "transactions",
                                 "fails_drop_refused", "partial_failure", "lock_wait", "transactions_own"}) {
    SCOPED_TRACE(name);
    const Both files = both(name);
    sql::Database was = database();
    sql::Database now = database();
    for (std::size_t i = 0; i < files.was.set.files.size(); ++i) {
      static_cast<void>(was.execute(files.was.set.files[i].script(migration::Direction::up)));
      const auto ran = now.execute(files.now.set.files[i].script(migration::Direction::up));
      EXPECT_TRUE(ran || name.starts_with("transactions")) << ran.error().message;
    }
    if (name == "fails_drop_refused") continue;  // it did not run before
    const auto schema_was = schema::read_schema(was);
    const auto schema_now = schema::read_schema(now);
    ASSERT_TRUE(schema_was && schema_now);
    EXPECT_FALSE(schema::any_behavioural(schema::difference(*schema_was, *schema_now)));
    for (const schema::Table& table : schema_was->tables)
      EXPECT_EQ(rows_of(was, "SELECT * FROM " + table.name), rows_of(now, "SELECT * FROM " + table.name));
  }
}

}  // namespace
}  // namespace simulator::lint

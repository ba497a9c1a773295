// Each tool's rules as its own users know them: what it records, row for row, and how it fails.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "simulator/migration/amendment.h"
#include "tests/simulator/migration/tool_test.h"

namespace simulator::migration {
namespace {

using namespace testing_support;
using testing::HasSubstr;

std::string dbmate_file(const std::string& up, const std::string& down = "") {
  return "-- migrate:up\n" + up + "\n-- migrate:down\n" + down + "\n";
}

TEST_F(ToolTest, DbmateKeepsVersionsAndNothingElse) {
  const auto set = layout(Tool::dbmate, {{"9_a.sql", dbmate_file("CREATE TABLE a (x);", "DROP TABLE a;")},
                                         {"10_b.sql", dbmate_file("CREATE TABLE b (x);", "DROP TABLE b;")}});
  EXPECT_EQ(versions(up(set)), "10 9");
  EXPECT_EQ(all("schema_migrations"), "10;9");
  EXPECT_EQ(rows(database, "SELECT sql FROM sqlite_schema WHERE name = 'schema_migrations'"),
            "CREATE TABLE \"schema_migrations\" (version varchar(128) primary key)");
  EXPECT_EQ(versions(down(set)), "9");  // the last file name, whatever was applied last
  EXPECT_EQ(all("schema_migrations"), "10");
}

TEST_F(ToolTest, DbmateRunsALateFileUnlessStrict) {
  const auto early = layout(Tool::dbmate, {{"1_a.sql", dbmate_file("CREATE TABLE a (x);")},
                                           {"3_c.sql", dbmate_file("CREATE TABLE c (x);")}});
  EXPECT_EQ(versions(up(early)), "1 3");
  const auto set = layout(Tool::dbmate, {{"1_a.sql", dbmate_file("CREATE TABLE a (x);")},
                                         {"2_b.sql", dbmate_file("CREATE TABLE b (x);")},
                                         {"3_c.sql", dbmate_file("CREATE TABLE c (x);")}});
  const auto strict = up(set, {.strict = true});
  ASSERT_TRUE(strict.failure);
  EXPECT_EQ(
      strict.explain.said,
      "migration `2` is out of order with already applied migrations, the version number has to be higher "
      "than the applied migration `3` in --strict mode");
  EXPECT_THAT(strict.explain.next, HasSubstr("leave --strict out"));
  EXPECT_THAT(strict.failure->help, HasSubstr("leave --strict out"));
  const auto looked = Runner(database, set, clock).verify();
  ASSERT_EQ(looked->size(), 1U);
  EXPECT_THAT(looked->front().what.help, HasSubstr("dbmate runs it all the same."));
  EXPECT_EQ(looked->front().explain.said, "");
  EXPECT_THAT(looked->front().explain.did, HasSubstr("dbmate runs 2 (b) all the same, after 3"));
  EXPECT_THAT(looked->front().explain.driftwood, HasSubstr("It stops, unless"));
  const auto report = up(set);
  EXPECT_FALSE(report.failure);
  EXPECT_EQ(versions(report), "2");
  ASSERT_EQ(report.notes.size(), 1U);
  EXPECT_EQ(report.notes[0].what.code, "migration.out-of-order");
}

TEST_F(ToolTest, DbmateTakesTheSecondFileOfAVersionToBeAppliedWithoutRunningIt) {
  const auto set = layout(Tool::dbmate, {{"1_a.sql", dbmate_file("CREATE TABLE a (x);")},
                                         {"1_b.sql", dbmate_file("CREATE TABLE b (x);")}});
  const auto first = up(set);
  ASSERT_TRUE(first.failure);
  EXPECT_THAT(first.failure->message, HasSubstr("UNIQUE constraint failed: schema_migrations.version"));
  EXPECT_THAT(first.explain.did, HasSubstr("could not record it: the history has version 1 already"));
  EXPECT_EQ(
      first.explain.state,
      "Nothing of 1_b is in the database; the history has its version all the same, so from now on it counts "
      "as applied, and never runs.");
  EXPECT_THAT(first.explain.next, HasSubstr("a version of its own"));
  EXPECT_EQ(first.explain.driftwood, "It runs nothing of a folder in which a version is there twice.");
  EXPECT_FALSE(has_table("b"));
  const auto second = up(set);
  EXPECT_FALSE(second.failure);
  EXPECT_EQ(versions(second), "");
  EXPECT_EQ(states(set), "1 applied, 1 applied");
  EXPECT_FALSE(has_table("b"));
}

TEST_F(ToolTest, ALoneCommitPassesForDbmateAndItsRowStays) {
  const auto set = layout(Tool::dbmate, {{"1_a.sql", dbmate_file("CREATE TABLE a (x);\nCOMMIT;")}});
  const auto report = up(set);
  ASSERT_TRUE(report.failure);
  EXPECT_THAT(report.failure->message, HasSubstr("cannot commit - no transaction is active"));
  EXPECT_THAT(report.explain.state,
              HasSubstr("All 2 statements of 1_a took effect and stay, and the history row"));
  EXPECT_TRUE(has_table("a"));
  EXPECT_EQ(all("schema_migrations"), "1");
}

TEST_F(ToolTest, DbmateReportsItsFailedRollbackInsteadOfWhatWentWrong) {
  const auto set = layout(
      Tool::dbmate, {{"1_a.sql", dbmate_file("CREATE TABLE a (x);\nCOMMIT;\nINSERT INTO nope VALUES (1);")}});
  EXPECT_EQ(up(set).explain.said,
            "Applying: 1_a.sql\nApplied: 1_a.sql\nError: cannot rollback - no transaction is active");
}

TEST_F(ToolTest, DbmateTakesTheSeveralPartsOfAFileBackTogetherAndInTheirOrder) {
  const auto set = layout(Tool::dbmate, {{"1_a.sql", dbmate_file("CREATE TABLE a (x);", "DROP TABLE a;") +
                                                         dbmate_file("SELECT 1;", "CREATE TABLE b (x);")}});
  EXPECT_TRUE(up(set).failure);  // the second part's row is there already
  EXPECT_EQ(versions(down(set)), "1 1");
  EXPECT_FALSE(has_table("a"));
  EXPECT_TRUE(has_table("b"));
  EXPECT_EQ(all("schema_migrations"), "");
}

TEST_F(ToolTest, DbmateReadsOptionsAsWholeWords) {
  const auto set = layout(
      Tool::dbmate, {{"1_a.sql", "-- migrate:up notransaction:false\nCREATE TABLE a (x);\n-- migrate:down\n"},
                     {"2_b.sql", "-- migrate:up x:y\ttransaction:false\nSELECT 1;\n-- migrate:down\n"}});
  EXPECT_TRUE(set.files[0].up.transaction);
  EXPECT_FALSE(set.files[1].up.transaction);
}

TEST_F(ToolTest, DbmateWithoutTransactionKeepsWhatRan) {
  const auto set =
      layout(Tool::dbmate, {{"1_a.sql",
                             "-- migrate:up transaction:false\nCREATE TABLE a (x);\nCREATE TABLE b (;\n"
                             "-- migrate:down\n"}});
  const auto report = up(set);
  ASSERT_TRUE(report.failure);
  EXPECT_EQ(report.failure->at.line, 3);
  EXPECT_THAT(report.explain.state, HasSubstr("The first statement of 1_a took effect and stays"));
  EXPECT_TRUE(has_table("a"));
  EXPECT_EQ(all("schema_migrations"), "");
  const auto again = up(set);
  EXPECT_THAT(again.failure->message, HasSubstr("table a already exists"));
  EXPECT_THAT(again.failure->help,
              HasSubstr("It is there already: an earlier file makes it, a way back left it"));
  EXPECT_THAT(
      again.explain.state,
      HasSubstr("Nothing of 1_a took effect in this run; what an earlier attempt left of it is still there"));
  EXPECT_THAT(again.explain.did,
              HasSubstr("dbmate stopped: the first statement, on line 2, failed: table a"));
  EXPECT_THAT(again.explain.next, HasSubstr("Undo by hand what an earlier attempt left"));
}

TEST_F(ToolTest, ABrokenFileStopsDbmateOnlyWhenItComesToIt) {
  const auto set = layout(Tool::dbmate, {{"1_a.sql", dbmate_file("CREATE TABLE a (x);")},
                                         {"2_b.sql", "-- migrate:up\nCREATE TABLE b (x);\n"}});
  const auto report = up(set);
  ASSERT_TRUE(report.failure);
  EXPECT_EQ(report.failure->code, "migration.missing-down");
  EXPECT_EQ(versions(report), "1");
  EXPECT_THAT(report.explain.did,
              HasSubstr("dbmate reads a file when it comes to it, and stopped at 2_b.sql"));
  EXPECT_THAT(report.explain.state, HasSubstr("Applied before it in this run: 1."));
  EXPECT_THAT(report.explain.driftwood, HasSubstr("runs nothing while a file has a mistake"));
}

std::vector<SourceFile> golang_files() {
  return {{"1_a.up.sql", "CREATE TABLE a (x);"},
          {"1_a.down.sql", "DROP TABLE a;"},
          {"3_c.up.sql", "CREATE TABLE c (x);"},
          {"3_c.down.sql", "DROP TABLE c;"}};
}

TEST_F(ToolTest, GolangMigrateSkipsALateFileWithoutAWord) {
  EXPECT_EQ(versions(up(layout(Tool::golang_migrate, golang_files()))), "1 3");
  auto files = golang_files();
  files.push_back({"2_b.up.sql", "CREATE TABLE b (x);"});
  files.push_back({"2_b.down.sql", "DROP TABLE b;"});
  const auto set = layout(Tool::golang_migrate, files);
  const auto report = up(set);
  EXPECT_FALSE(report.failure);
  EXPECT_EQ(versions(report), "");
  EXPECT_FALSE(has_table("b"));
  EXPECT_EQ(report.explain.said, "no change");
  EXPECT_THAT(report.explain.did,
              HasSubstr("keeps one number, 3, and takes every file below it to have run: here "
                        "1_a, 2_b."));
  EXPECT_THAT(report.explain.next, HasSubstr("A file that never ran needs a version above 3."));
  EXPECT_THAT(report.explain.driftwood, HasSubstr("a row for every file"));
  EXPECT_EQ(states(set), "1 applied, 2 applied, 3 applied");
  const auto status = Runner(database, set, clock).status();
  EXPECT_TRUE((*status)[1].by_mark);
  EXPECT_FALSE((*status)[2].by_mark);
  // ... and on the way back its down file runs although its up file never did.
  const auto back = down(set, {.to = "1"});
  ASSERT_TRUE(back.failure);
  EXPECT_EQ(versions(back), "3");
  EXPECT_THAT(back.failure->message, HasSubstr("no such table: b"));
  EXPECT_EQ(all("schema_migrations"), "1|1");
}

TEST_F(ToolTest, GolangMigrateIsDirtyAlthoughAllWasRolledBack) {
  auto files = golang_files();
  files.push_back({"4_d.up.sql", "CREATE TABLE d (x);\nINSERT INTO nope VALUES (1);"});
  const auto set = layout(Tool::golang_migrate, files);
  const auto report = up(set);
  ASSERT_TRUE(report.failure);
  EXPECT_EQ(all("schema_migrations"), "4|1");
  EXPECT_FALSE(has_table("d"));
  EXPECT_EQ(report.explain.said,
            "error: no such table: nope in line 0: CREATE TABLE d (x);\nINSERT INTO nope VALUES (1);");
  EXPECT_THAT(report.explain.state,
              HasSubstr("Nothing of 4_d is in the database; the history says version 4, dirty"));
  EXPECT_THAT(report.explain.driftwood, HasSubstr("Nothing would be dirty"));
  for (const auto& refused : {up(set), down(set)}) {
    ASSERT_TRUE(refused.failure);
    EXPECT_EQ(refused.explain.said, "Dirty database version 4. Fix and force version.");
  }
  EXPECT_EQ(repair(database, set, clock).error().code, "migration.no-repair");
  const auto forced = force(database, set, clock, "3");
  ASSERT_TRUE(forced) << base::to_string(forced.error());
  EXPECT_THAT(forced->not_checked, HasSubstr("Nothing was compared"));
  EXPECT_EQ(all("schema_migrations"), "3|0");
  EXPECT_EQ(versions(down(set, {.to = "0"})), "3 1");
  EXPECT_EQ(all("schema_migrations"), "");
}

TEST_F(ToolTest, ALoneCommitPassesForGolangMigrateAndLeavesItDirty) {
  const auto set = layout(Tool::golang_migrate, {{"1_a.up.sql", "CREATE TABLE a (x); COMMIT;"}});
  const auto report = up(set);
  ASSERT_TRUE(report.failure);
  EXPECT_EQ(
      report.explain.said,
      "error: transaction commit failed in line 0:  (details: cannot commit - no transaction is active)");
  EXPECT_TRUE(has_table("a"));
  EXPECT_EQ(all("schema_migrations"), "1|1");
}

TEST_F(ToolTest, GolangMigrateStopsOnlyWhenTheCurrentFileIsMissing) {
  const auto set = layout(Tool::golang_migrate, golang_files());
  up(set);
  EXPECT_FALSE(up(layout(Tool::golang_migrate, {golang_files()[2], golang_files()[3]})).failure);
  const auto report = up(layout(Tool::golang_migrate, {golang_files()[0], golang_files()[1]}));
  ASSERT_TRUE(report.failure);
  EXPECT_EQ(report.explain.said,
            "no migration found for version 3: read down for version 3 .: file does not exist");
  // A dirty version is what it looks at first.
  execute(database, "UPDATE schema_migrations SET dirty = 1");
  EXPECT_EQ(up(layout(Tool::golang_migrate, {golang_files()[0], golang_files()[1]})).explain.said,
            "Dirty database version 3. Fix and force version.");
}

TEST_F(ToolTest, AFailedFirstDownOfGolangMigrateIsMinusOne) {
  const auto set = layout(Tool::golang_migrate,
                          {{"1_a.up.sql", "CREATE TABLE a (x);"}, {"1_a.down.sql", "DROP TABLE nope;"}});
  up(set);
  const auto report = down(set);
  EXPECT_TRUE(report.failure);
  EXPECT_THAT(report.explain.state, HasSubstr("Nothing of the way back of 1_a took effect"));
  EXPECT_EQ(all("schema_migrations"), "-1|1");
  EXPECT_EQ(states(set), "1 pending, -1 failed");
  EXPECT_TRUE(up(set).failure);
  EXPECT_TRUE(force(database, set, clock, "1"));
  EXPECT_EQ(all("schema_migrations"), "1|0");
  EXPECT_TRUE(force(database, set, clock, "-1"));
  EXPECT_EQ(all("schema_migrations"), "");
  EXPECT_THAT(up(set).failure->message, HasSubstr("table a already exists"));
}

TEST_F(ToolTest, AFileThatIsDoneAndCouldNotBeRecordedIsSaidToBeThere) {
  const std::string refuse =
      "CREATE TRIGGER refuse BEFORE INSERT ON schema_migrations WHEN NEW.dirty = 0 BEGIN SELECT RAISE(ABORT, "
      "'no more rows'); END;";
  const auto set = layout(Tool::golang_migrate, {{"1_a.up.sql", "CREATE TABLE a (x);\n" + refuse}});
  const auto report = up(set);
  ASSERT_TRUE(report.failure);
  EXPECT_TRUE(has_table("a"));
  EXPECT_EQ(all("schema_migrations"), "1|1");
  EXPECT_THAT(report.explain.did,
              HasSubstr("ran every statement, and then could not write so in its history"));
  EXPECT_THAT(report.explain.state, HasSubstr("All 2 statements of 1_a took effect and stay"));
  EXPECT_THAT(report.explain.next, HasSubstr("say so with `force 1`"));
}

// What the whole exercise is about: the same rebuild of a table with children, foreign keys on.
TEST_F(ToolTest, ARebuildCascadesUnderToolsThatLeaveKeysOnAndOnlyThere) {
  const std::string made =
      "CREATE TABLE users (id INTEGER PRIMARY KEY);\nCREATE TABLE posts (id INTEGER PRIMARY KEY, user_id "
      "INTEGER "
      "REFERENCES users(id) ON DELETE CASCADE);\n";
  const std::string rebuilt =
      "PRAGMA foreign_keys = OFF;\nCREATE TABLE new_users (id INTEGER PRIMARY KEY, name TEXT);\nINSERT INTO "
      "new_users (id) SELECT id FROM users;\nDROP TABLE users;\nALTER TABLE new_users RENAME TO users;\n";
  const std::string fill = "INSERT INTO users VALUES (1); INSERT INTO posts VALUES (1, 1), (2, 1)";
  struct Rebuild {
    Tool tool;
    std::vector<SourceFile> files;
    std::string posts;
  };
  const std::vector<Rebuild> cases{
      {Tool::dbmate, {{"1_a.sql", dbmate_file(made)}, {"2_b.sql", dbmate_file(rebuilt)}}, "0"},
      {Tool::golang_migrate, {{"1_a.up.sql", made}, {"2_b.up.sql", rebuilt}}, "0"},
      {Tool::goose, {{"1_a.sql", "-- +goose Up\n" + made}, {"2_b.sql", "-- +goose Up\n" + rebuilt}}, "0"},
      {Tool::prisma, {{"1_a", made}, {"2_b", rebuilt}}, "2"},  // no transaction: the PRAGMA works
      {Tool::atlas, {{"1_a.sql", made}, {"2_b.sql", rebuilt}}, "2"},
      {Tool::driftwood, {{"001_a.sql", made}, {"002_b.sql", rebuilt}}, "2"},
  };
  for (const auto& one : cases) {
    database = open();
    const auto set = layout(one.tool, one.files);
    ASSERT_FALSE(up(set, {.steps = 1}).failure) << to_string(one.tool);
    execute(database, fill);
    const auto report = up(set);
    ASSERT_FALSE(report.failure) << to_string(one.tool) << base::to_string(*report.failure);
    EXPECT_EQ(rows(database, "SELECT count(*) FROM posts"), one.posts) << to_string(one.tool);
    ASSERT_EQ(report.applied.size(), 1U);
    const std::string changes = describe(report.applied[0].rows);
    EXPECT_THAT(changes, HasSubstr("users: 1 row gone with the dropped table")) << to_string(one.tool);
    const std::string lost = "posts: 2 rows deleted by ON DELETE actions or triggers";
    if (one.posts == "0") {
      EXPECT_THAT(changes, HasSubstr(lost)) << to_string(one.tool);
      EXPECT_THAT(base::to_string(report.notes.back()), HasSubstr("migration.cascaded"));
    } else {
      EXPECT_THAT(changes, testing::Not(HasSubstr("posts"))) << to_string(one.tool);
    }
    if (one.tool == Tool::driftwood) {
      ASSERT_EQ(report.applied[0].spared.size(), 1U);
      EXPECT_EQ(report.applied[0].spared[0], (KeyAction{"users", "posts", "CASCADE", 2}));
    }
  }
}

TEST_F(ToolTest, AnotherToolsTableIsLeftAlone) {
  execute(database, "CREATE TABLE schema_migrations (version uint64,dirty bool)");
  const auto set = layout(Tool::dbmate, {{"1_a.sql", dbmate_file("CREATE TABLE a (x);")}});
  const auto report = up(set);
  ASSERT_TRUE(report.failure);
  EXPECT_EQ(report.failure->code, "migration.foreign-history");
  EXPECT_THAT(report.failure->help, HasSubstr("--tool golang-migrate"));
}

}  // namespace
}  // namespace simulator::migration

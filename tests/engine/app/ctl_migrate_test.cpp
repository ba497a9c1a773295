#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <future>
#include <nlohmann/json.hpp>

#include "tests/engine/app/program.h"

namespace engine::app {
namespace {

using ::testing::HasSubstr;
using ::testing::MatchesRegex;
using Json = nlohmann::json;

class Migrate : public ::testing::Test {
 protected:
  void SetUp() override {
    folder.write(
        "m/001_users.sql",
        "-- migrate:up\nCREATE TABLE users (id INTEGER PRIMARY KEY);\n-- migrate:down\nDROP TABLE users;\n");
    folder.write("m/002_phone.sql", "ALTER TABLE users ADD COLUMN phone TEXT;\n");
  }
  testing::Ran migrate(std::vector<std::string> words) {
    words.insert(words.begin(), "migrate");
    words.insert(words.end(), {"--dir", folder.path("m")});
    if (words[1] != "new") words.insert(words.end(), {"--db", folder.path("app.db")});
    return testing::run(words);
  }
  Json json(std::vector<std::string> words, int exit = 0) {
    words.emplace_back("--json");
    const auto ran = migrate(std::move(words));
    EXPECT_EQ(ran.exit, exit) << ran.err;
    return Json::parse(ran.out, nullptr, false);
  }
  bool database_exists() { return std::filesystem::exists(folder.path("app.db")); }

  testing::TemporaryFolder folder;
};

TEST_F(Migrate, LookingMakesNoDatabase) {
  for (const auto* verb : {"status", "plan", "verify", "down"}) {
    const auto ran = migrate({verb});
    EXPECT_EQ(ran.exit, 0) << verb << ran.err;
    EXPECT_THAT(ran.err, HasSubstr("there is no such file"));
    EXPECT_FALSE(database_exists()) << verb;
  }
  EXPECT_EQ(migrate({"up", "--dry-run"}).exit, 0);
  EXPECT_FALSE(database_exists());
}

TEST_F(Migrate, UpStatusAndDown) {
  const auto up = migrate({"up"});
  EXPECT_EQ(up.exit, 0) << up.err;
  EXPECT_THAT(up.out, MatchesRegex("applied     001_users  [0-9]+ ms\napplied     002_phone  [0-9]+ ms\n"
                                   "2 migrations applied.\n"));
  EXPECT_THAT(up.err, MatchesRegex("tool: driftwood \\(the files have `-- migrate:up`.*\\)\n"));
  EXPECT_THAT(migrate({"status"}).out,
              MatchesRegex("VERSION  NAME   STATE    APPLIED .UTC.        TOOK\n"
                           "001      users  applied  [-0-9]+ [:0-9]+  [0-9]+ ms\n"
                           "002      phone  applied  [-0-9]+ [:0-9]+  [0-9]+ ms\n\n2 applied\n"));
  EXPECT_EQ(migrate({"verify"}).exit, 0);
  EXPECT_EQ(migrate({"up"}).out, "Nothing to do: the database has every migration that was asked for.\n");
  const auto down = migrate({"down"});
  EXPECT_EQ(down.exit, 1);
  EXPECT_THAT(down.err, HasSubstr("has no `-- migrate:down` part"));
}

TEST_F(Migrate, AFailedRunIsExitOneWithPlaceCaretAndState) {
  folder.write("m/003_bad.sql", "CREATE TABLE a (x);\nINSERT INTO nope VALUES (1);\n");
  const auto up = migrate({"up"});
  EXPECT_EQ(up.exit, 1);
  EXPECT_THAT(up.err,
              HasSubstr("m/003_bad.sql:2:13: error[migration.failed]: 003_bad failed: no such table: nope\n"
                        "   2 | INSERT INTO nope VALUES (1);\n"
                        "     |             ^\n"));
  EXPECT_THAT(up.err, HasSubstr("Applied before it in this run: 001, 002."));
  EXPECT_EQ(json({"status"})["migrations"][2]["state"], "pending");
  const Json again = json({"up"}, 1);
  EXPECT_EQ(again["failure"]["line"], 2);
  EXPECT_EQ(again["failed_version"], "003");
}

TEST_F(Migrate, ARunThatKeepsNothingLeavesNoFile) {
  folder.write("m/001_users.sql", "CREATE TABLE users (;\n");
  EXPECT_EQ(migrate({"up"}).exit, 1);
  EXPECT_FALSE(database_exists());
}

TEST_F(Migrate, PlanShowsStatementsWithTheirPlaces) {
  EXPECT_THAT(migrate({"plan"}).out,
              HasSubstr("001_users\n     2  CREATE TABLE users (id INTEGER PRIMARY KEY);\n"));
  const Json plan = json({"plan", "--to", "1"});
  ASSERT_EQ(plan["migrations"].size(), 1U);
  EXPECT_EQ(plan["migrations"][0]["statements"][0]["line"], 2);
}

TEST_F(Migrate, VerifyNamesEditedMissingAndOutOfOrder) {
  ASSERT_EQ(migrate({"up"}).exit, 0);
  folder.write("m/001_users.sql", "-- edited\n");
  std::filesystem::remove(folder.path("m/002_phone.sql"));
  folder.write("m/000_late.sql", "SELECT 1;\n");
  const auto verify = migrate({"verify"});
  EXPECT_EQ(verify.exit, 1);
  for (const auto* code : {"migration.edited", "migration.missing", "migration.out-of-order"})
    EXPECT_THAT(verify.err, HasSubstr(code));
  const Json problems = json({"verify"}, 1);
  EXPECT_EQ(problems["ok"], false);
  EXPECT_EQ(problems["problems"].size(), 3U);
  EXPECT_EQ(migrate({"up", "--out-of-order"}).exit, 1);
}

TEST_F(Migrate, MarkAppliedRecordsOnly) {
  folder.database("app.db", "CREATE TABLE users (id INTEGER PRIMARY KEY, by_hand)");
  EXPECT_EQ(migrate({"mark-applied", "001"}).exit, 0);
  const Json status = json({"status"});
  EXPECT_EQ(status["migrations"][0]["state"], "applied");
  EXPECT_EQ(status["migrations"][0]["marked"], true);
  EXPECT_EQ(status["migrations"][0]["execution_ms"], nullptr);
  EXPECT_EQ(migrate({"mark-applied", "001"}).exit, 1);
  EXPECT_EQ(migrate({"mark-applied", "009"}).exit, 2);
}

TEST_F(Migrate, WhatCannotBeReadIsExitTwo) {
  folder.write("app.db", "this is no database, only a text that is long enough to be looked at");
  for (const auto* verb : {"status", "plan", "up", "down", "verify"})
    EXPECT_EQ(migrate({verb}).exit, 2) << verb;
  EXPECT_EQ(json({"status"}, 2)["error"]["code"], "sqlite.notadb");
  EXPECT_EQ(
      testing::run({"migrate", "status", "--dir", folder.path("none"), "--db", folder.path("app.db")}).exit,
      2);
  EXPECT_EQ(testing::run({"migrate", "status", "--dir", folder.path("m")}).exit, 2);
  EXPECT_EQ(testing::run({"migrate"}).exit, 2);
}

TEST_F(Migrate, WrongWordsAreToldWithTheRightOnes) {
  const auto wrong = testing::run({"migrate", "verfy"});
  EXPECT_EQ(wrong.exit, 2);
  EXPECT_THAT(wrong.err,
              HasSubstr("driftwoodctl migrate: there is no verb verfy. There are: status plan verify"));
  EXPECT_THAT(testing::run({"migrate"}).err,
              HasSubstr("driftwoodctl migrate: which verb? There are: status"));
  EXPECT_THAT(testing::run({}).err, HasSubstr("driftwoodctl: which verb? There are: migrate schema"));
  const auto steps = testing::run({"migrate", "up", "--dir", "m", "--db", "a.db", "--steps", "0"});
  EXPECT_EQ(steps.exit, 2);
  EXPECT_THAT(steps.err, HasSubstr("wants a whole number above 0, not 0"));
  EXPECT_THAT(testing::run({"migrate", "--help"}).out, HasSubstr("golang-migrate  one number"));
}

TEST_F(Migrate, AnEmptyFolderAndAFolderForADatabaseAreToldAsWhatTheyAre) {
  std::filesystem::create_directory(folder.path("empty"));
  const auto empty =
      testing::run({"migrate", "up", "--dir", folder.path("empty"), "--db", folder.path("app.db")});
  EXPECT_EQ(empty.exit, 0);
  EXPECT_THAT(empty.err, HasSubstr("warning[migration.empty-folder]: there is no migration in this folder"));
  const auto swapped =
      testing::run({"migrate", "status", "--dir", folder.path("empty"), "--db", folder.path("empty")});
  EXPECT_EQ(swapped.exit, 2);
  EXPECT_THAT(swapped.err, HasSubstr("this is a folder, and no database file"));
}

TEST_F(Migrate, ADatabaseThatMayNotBeWrittenIsNoMistakeOfAFile) {
  namespace fs = std::filesystem;
  folder.write("m/001_a.sql", "CREATE TABLE a (x);\n");
  folder.database("app.db", "CREATE TABLE b (x)");
  const std::string program = folder.path("driftwoodctl");
  fs::copy_file(DRIFTWOODCTL, program);
  fs::permissions(folder.path("app.db"), fs::perms::owner_read | fs::perms::others_read);
  fs::permissions(folder.root(), fs::perms::owner_read | fs::perms::owner_exec | fs::perms::others_read |
                                     fs::perms::others_exec);
  // Root may write everything: it runs as somebody else then, who may not look into where this was built.
  std::vector<std::string> words;
  if (::geteuid() == 0) words = {"setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"};
  const auto as_other = [&](std::vector<std::string> more) {
    more.insert(more.begin(), words.begin(), words.end());
    return programs::run(more);
  };
  ASSERT_EQ(as_other({program, "--version"}).exit, 0);
  const auto ran =
      as_other({program, "migrate", "up", "--dir", folder.path("m"), "--db", folder.path("app.db")});
  EXPECT_EQ(ran.exit, 2);
  EXPECT_THAT(ran.err,
              HasSubstr("error[files.unwritable]: this database may be read and not written by you"));
  EXPECT_EQ(
      as_other({program, "migrate", "status", "--dir", folder.path("m"), "--db", folder.path("app.db")}).exit,
      0);
  fs::permissions(folder.root(), fs::perms::owner_all);
}

TEST_F(Migrate, AnotherToolsHistoryIsExitTwoAndLeftAlone) {
  folder.database("app.db", "CREATE TABLE schema_migrations (version varchar(128) primary key)");
  const auto up = migrate({"up", "--tool", "driftwood"});
  EXPECT_EQ(up.exit, 2);
  EXPECT_THAT(up.err, HasSubstr("dbmate"));
}

TEST_F(Migrate, ADryRunSaysWhatItWouldDoAndWhatWouldStopIt) {
  folder.write("m/002_phone.sql", "-- migrate:up\nCREATE TABLE p (x);\n-- migrate:down\nDROP TABLE p;\n");
  EXPECT_EQ(migrate({"up"}).exit, 0);
  EXPECT_THAT(migrate({"redo", "--dry-run"}).out, HasSubstr("Then 002 would run again"));
  EXPECT_EQ(json({"redo", "--dry-run"})["again"], "002");
  EXPECT_THAT(migrate({"goto", "001", "--dry-run"}).out, HasSubstr("1 migration would be taken back."));
  folder.write("m/001_users.sql", "CREATE TABLE users (id INTEGER PRIMARY KEY);\n");
  const auto stopped = migrate({"goto", "0", "--dry-run"});
  EXPECT_EQ(stopped.exit, 1);
  EXPECT_THAT(stopped.err, HasSubstr("As things are, none of this would run."));

  const auto would = migrate({"new", "add email", "--dry-run"});
  EXPECT_EQ(would.out, "would write " + folder.path("m/003_add_email.sql") + "\n");
  EXPECT_EQ(json({"new", "add email", "--dry-run"})["dry_run"], true);
  EXPECT_FALSE(std::filesystem::exists(folder.path("m/003_add_email.sql")));
}

TEST_F(Migrate, ARedoTellsTheRowsThatItsWayBackTookAlong) {
  folder.write(
      "m/002_phone.sql",
      "-- migrate:up\nCREATE TABLE p (x);\nINSERT INTO p VALUES (1);\n-- migrate:down\nDROP TABLE p;\n");
  EXPECT_EQ(migrate({"up"}).exit, 0);
  const auto redo = migrate({"redo"});
  EXPECT_EQ(redo.exit, 0) << redo.err;
  EXPECT_THAT(redo.out, HasSubstr("rows of 002_phone: p: 1 row gone with the dropped table\n"
                                  "rows of 002_phone: p: 1 row inserted\n1 migration applied.\n"));
  const auto told = json({"redo"});
  EXPECT_EQ(told["taken_back"][0]["rows"][0]["dropped"], 1);
  EXPECT_EQ(told["applied"][0]["rows"][0]["inserted"], 1);
  EXPECT_FALSE(json({"up"}).contains("taken_back"));
}

TEST_F(Migrate, NewFollowsTheFolderAndNeverOverwrites) {
  const auto made = migrate({"new", "add email"});
  EXPECT_EQ(made.exit, 0) << made.err;
  EXPECT_EQ(made.out, folder.path("m/003_add_email.sql") + "\n");
  EXPECT_TRUE(std::filesystem::exists(folder.path("m/003_add_email.sql")));
  EXPECT_EQ(migrate({"new", "add email"}).out, folder.path("m/004_add_email.sql") + "\n");
  EXPECT_EQ(migrate({"new", "../x"}).exit, 2);
}

TEST_F(Migrate, TwoProcessesAtOnceRunEverythingOnce) {
  std::string log = "CREATE TABLE log (version TEXT);\n";
  for (int i = 3; i < 10; ++i)
    folder.write("m/00" + std::to_string(i) + "_t.sql",
                 (i == 3 ? log : "") + "INSERT INTO log VALUES (" + std::to_string(i) + ");\n");
  for (int round = 0; round < 5; ++round) {
    std::filesystem::remove(folder.path("app.db"));
    auto other = std::async(std::launch::async, [&] { return json({"up"}); });
    const Json mine = json({"up"});
    const Json theirs = other.get();
    EXPECT_EQ(mine["applied"].size() + theirs["applied"].size(), 9U);
    EXPECT_EQ(json({"verify"})["ok"], true);
  }
}

}  // namespace
}  // namespace engine::app

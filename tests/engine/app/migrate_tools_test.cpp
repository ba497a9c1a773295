// driftwoodctl migrate on other tools' folders, as someone would use it at work.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <nlohmann/json.hpp>

#include "simulator/base/files.h"
#include "tests/engine/app/program.h"

namespace engine::app {
namespace {

using ::testing::HasSubstr;
using Json = nlohmann::json;

class MigrateTools : public ::testing::Test {
 protected:
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
  std::string text_of(const std::string& name) {
    const auto text = simulator::base::read_file(folder.path(name));
    return text ? *text : to_string(text.error());
  }

  testing::TemporaryFolder folder;
};

TEST_F(MigrateTools, TheFolderSaysWhichToolAndWhy) {
  folder.write("m/1_a.up.sql", "CREATE TABLE a (x);\n");
  const auto ran = migrate({"up"});
  EXPECT_EQ(ran.exit, 0) << ran.err;
  EXPECT_THAT(ran.err, HasSubstr("tool: golang-migrate (the folder has 1_a.up.sql)"));
  const Json status = json({"status"});
  EXPECT_EQ(status["tool"], "golang-migrate");
  EXPECT_EQ(status["tool_why"], "the database has the table schema_migrations with golang-migrate's columns");
}

TEST_F(MigrateTools, OurOwnRulesAreNotTakenInSilenceEither) {
  folder.write("m/1_a.sql", "CREATE TABLE a (x);\n");
  EXPECT_THAT(migrate({"status"}).err,
              HasSubstr("tool: driftwood (nothing in the folder or the database says otherwise)\n"));
  folder.write("m/1_a.sql", "-- migrate:up\nCREATE TABLE a (x);\n");
  EXPECT_THAT(migrate({"status"}).err, HasSubstr("--tool dbmate follows dbmate's rules instead)\n"));
  EXPECT_THAT(migrate({"status", "--tool", "driftwood"}).err, ::testing::Not(HasSubstr("tool:")));
}

TEST_F(MigrateTools, WhatHasNothingToDoSaysWhatItLeftUnchecked) {
  folder.write("m/1_a.sql", "-- +goose Up\nCREATE TABLE a (x);\n");
  ASSERT_EQ(migrate({"up"}).exit, 0);
  const auto forced = migrate({"force", "1"});
  EXPECT_EQ(forced.exit, 0) << forced.err;
  EXPECT_THAT(forced.out, HasSubstr("There was nothing to do.\nNothing was compared with anything"));
  const auto repaired = migrate({"repair"});
  EXPECT_THAT(repaired.out,
              HasSubstr("There was nothing to do.\nThe history of goose has nothing that could be "
                        "repaired"));
}

TEST_F(MigrateTools, AFileBelowTheMarkIsPassedOverWithAWord) {
  folder.write("m/1_a.up.sql", "CREATE TABLE a (x);\n");
  folder.write("m/3_c.up.sql", "CREATE TABLE c (x);\n");
  EXPECT_THAT(migrate({"up"}).err, ::testing::Not(HasSubstr("no change")));
  folder.write("m/2_b.up.sql", "CREATE TABLE b (x);\n");
  for (const std::string verb : {"up", "plan"}) {
    const auto ran = migrate({verb});
    EXPECT_EQ(ran.exit, 0);
    EXPECT_THAT(ran.err, HasSubstr("golang-migrate says: no change\n")) << verb;
    EXPECT_THAT(ran.err, HasSubstr("takes every file below it to have run: here 1_a, 2_b.")) << verb;
    EXPECT_THAT(std::string(json({verb})["explain"]["driftwood"]), HasSubstr("a row for every file")) << verb;
  }
}

TEST_F(MigrateTools, ThePlanGoesOnWhereAtlasWould) {
  folder.write("m/atlas.sum", "h1:x\n");
  folder.write("m/1_a.sql", "-- atlas:txmode none\n\nCREATE TABLE a (x);\nINSERT INTO b VALUES (1);\n");
  ASSERT_EQ(migrate({"repair"}).exit, 0);
  ASSERT_EQ(migrate({"up"}).exit, 1);
  const auto plan = migrate({"plan"});
  EXPECT_THAT(plan.out,
              HasSubstr("(goes on behind 1 statement that ran before)\n     4  INSERT INTO b VALUES (1);"));
  EXPECT_THAT(plan.out, ::testing::Not(HasSubstr("CREATE TABLE a")));
  const Json told = json({"plan"});
  EXPECT_EQ(told["migrations"][0]["already"], 1);
  EXPECT_EQ(told["migrations"][0]["statements"].size(), 1U);
}

TEST_F(MigrateTools, TwoPossibleAnswersAreNone) {
  folder.write("m/1_a.up.sql", "CREATE TABLE a (x);\n");
  folder.write("m/V1__a.sql", "CREATE TABLE a (x);\n");
  const auto ran = migrate({"status"});
  EXPECT_EQ(ran.exit, 2);
  EXPECT_THAT(ran.err, HasSubstr("migration.ambiguous-tool"));
  EXPECT_THAT(ran.err, HasSubstr("--tool"));
  EXPECT_EQ(migrate({"status", "--tool", "flyway"}).exit, 0);
  folder.database("app.db",
                  "CREATE TABLE _prisma_migrations (id, checksum, finished_at, migration_name, logs, "
                  "rolled_back_at, started_at, applied_steps_count)");
  std::filesystem::remove(folder.path("m/V1__a.sql"));
  const auto disagree = migrate({"status"});
  EXPECT_EQ(disagree.exit, 2);
  EXPECT_THAT(disagree.err, HasSubstr("prisma"));
  EXPECT_THAT(disagree.err, HasSubstr("golang-migrate"));
}

TEST_F(MigrateTools, ToolsWhoseRulesAreNotFollowedAreNamedAndLeftAlone) {
  folder.write("m/1_a.sql", "CREATE TABLE a (x);\n");
  for (const auto& [name, sql] : std::vector<std::pair<std::string, std::string>>{
           {"Alembic", "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)"},
           {"Rails",
            "CREATE TABLE schema_migrations (version varchar NOT NULL PRIMARY KEY); CREATE TABLE "
            "ar_internal_metadata (key varchar, value varchar, created_at, updated_at)"},
           {"sqitch", "CREATE TABLE changes (change_id, script_hash, change, project, note)"}}) {
    folder.database("app.db", sql);
    for (const std::string verb : {"status", "up", "down"}) {
      const auto ran = migrate({verb});
      EXPECT_EQ(ran.exit, 2) << ran.out;
      EXPECT_THAT(ran.err,
                  HasSubstr("error[migration.tool-not-followed]: the history in this database is " + name));
      EXPECT_THAT(ran.err, HasSubstr("--tool"));
    }
    EXPECT_EQ(migrate({"status", "--tool", "flyway"}).exit, 0);
    std::filesystem::remove(folder.path("app.db"));
  }
  for (const auto& [name, file] : std::vector<std::pair<std::string, std::string>>{
           {"sqitch", "sqitch.plan"}, {"Rails", "20260101_make_users.rb"}, {"Alembic", "env.py"}}) {
    std::filesystem::remove_all(folder.path("m"));
    folder.write("m/" + file, "");
    if (name == "Alembic") folder.write("m/versions/a.py", "");
    const auto ran = migrate({"up"});
    EXPECT_EQ(ran.exit, 2);
    EXPECT_THAT(ran.err, HasSubstr("this folder is " + name + "'s (it has " + file + ")"));
    EXPECT_FALSE(std::filesystem::exists(folder.path("app.db")));
  }
}

TEST_F(MigrateTools, SchemaAndDriftReadAnyToolsFolderAndLeaveItsHistoryOut) {
  const auto drift = [&] { return testing::run({"drift", folder.path("m"), folder.path("app.db")}); };
  for (const auto& [tool, file] :
       std::vector<std::pair<std::string, std::string>>{{"golang-migrate", "1_a.up.sql"},
                                                        {"goose", "1_a.sql"},
                                                        {"flyway", "V1__a.sql"},
                                                        {"prisma", "1_a/migration.sql"}}) {
    std::filesystem::remove_all(folder.path("m"));
    std::filesystem::remove(folder.path("app.db"));
    folder.write("m/" + file,
                 (tool == "goose" ? "-- +goose Up\n" : "") + std::string("CREATE TABLE a (x);\n"));
    ASSERT_EQ(migrate({"up"}).exit, 0) << tool;
    const auto same = drift();
    EXPECT_EQ(same.out, "No difference.\n") << tool;
    EXPECT_THAT(same.err, HasSubstr("read as " + tool + "'s (the folder has "));
    folder.database("app.db", "CREATE TABLE b (y)");
    EXPECT_EQ(drift().exit, 1) << tool;
  }
  folder.database("strangers.db", "CREATE TABLE alembic_version (version_num); CREATE TABLE a (x)");
  EXPECT_EQ(testing::run({"schema", folder.path("strangers.db")}).out, "CREATE TABLE a (\n  x\n);\n");
}

TEST_F(MigrateTools, AFailureIsExplainedWithTheToolsWordsAndWhatNow) {
  folder.write("m/1_a.up.sql", "CREATE TABLE a (x);\nINSERT INTO nope VALUES (1);\n");
  folder.write("m/1_a.down.sql", "DROP TABLE a;\n");
  const auto ran = migrate({"up"});
  EXPECT_EQ(ran.exit, 1);
  EXPECT_THAT(ran.err,
              HasSubstr("m/1_a.up.sql:2:13: error[migration.failed]: 1_a failed: no such table: nope"));
  EXPECT_THAT(ran.err, HasSubstr("golang-migrate says: error: no such table: nope in line 0:"));
  EXPECT_THAT(
      ran.err,
      HasSubstr("how things are: Nothing of 1_a is in the database; the history says version 1, dirty"));
  EXPECT_THAT(ran.err, HasSubstr("driftwood instead:"));
  const Json again = json({"up"}, 1);
  EXPECT_EQ(again["explain"]["tool_says"], "Dirty database version 1. Fix and force version.");
  EXPECT_EQ(again["problems"][0]["code"], "migration.failed-before");
  EXPECT_EQ(migrate({"repair"}).exit, 2);
  const auto dry = migrate({"force", "0", "--dry-run"});
  EXPECT_THAT(dry.out, HasSubstr("This would be done:"));
  EXPECT_EQ(migrate({"up"}).exit, 1);
  const auto forced = migrate({"force", "0"});
  EXPECT_EQ(forced.exit, 0) << forced.err;
  EXPECT_THAT(forced.out, HasSubstr("Nothing was compared with anything"));
  folder.write("m/1_a.up.sql", "CREATE TABLE a (x);\n");
  EXPECT_EQ(migrate({"up"}).exit, 0);
  EXPECT_EQ(migrate({"redo"}).exit, 0);
  EXPECT_EQ(json({"goto", "0"})["direction"], "down");
  EXPECT_EQ(json({"goto", "1"})["direction"], "up");
}

TEST_F(MigrateTools, EditVerifyRepairDownAndBaseline) {
  folder.write("m/V1__users.sql",
               "CREATE TABLE users (id INTEGER PRIMARY KEY, note TEXT DEFAULT '${note}');\n");
  folder.write("m/U1__users.sql", "DROP TABLE users;\n");
  EXPECT_EQ(migrate({"up"}).exit, 1);  // the placeholder has no value
  const std::vector<std::string> value{"--placeholder", "note=none"};
  const auto with = [&](std::vector<std::string> words) {
    words.insert(words.end(), value.begin(), value.end());
    return migrate(std::move(words));
  };
  EXPECT_EQ(with({"up"}).exit, 0);
  folder.write("m/V1__users.sql",
               "CREATE TABLE users (id INTEGER PRIMARY KEY, note TEXT DEFAULT '${note}'); \n");
  const auto verify = with({"verify"});
  EXPECT_EQ(verify.exit, 1);
  EXPECT_THAT(verify.err, HasSubstr("Migration checksum mismatch for migration version 1"));
  const auto repair = with({"repair"});
  EXPECT_THAT(repair.out, HasSubstr("never the schema"));
  EXPECT_EQ(with({"verify"}).exit, 0);
  EXPECT_EQ(with({"down"}).exit, 0);
  EXPECT_EQ(with({"baseline", "1"}).exit, 1);  // something is recorded already
}

TEST_F(MigrateTools, AtlasSumIsWatchedAndRenewed) {
  folder.write("m/atlas.sum", "h1:x\n");
  const auto made = migrate({"new", "users"});
  EXPECT_EQ(made.exit, 0) << made.err;
  const std::string path = made.out.substr(0, made.out.size() - 1);
  EXPECT_EQ(migrate({"verify"}).exit, 0);
  ASSERT_TRUE(simulator::base::write_file_atomically(path, "CREATE TABLE users (id);\n"));
  const auto edited = migrate({"up"});
  EXPECT_EQ(edited.exit, 1);
  EXPECT_THAT(edited.err, HasSubstr("was edited"));
  EXPECT_THAT(migrate({"repair"}).out,
              HasSubstr("atlas.sum has the sums of the files as they are now.\n"
                        "Neither the history nor the schema of any database was changed"));
  EXPECT_THAT(migrate({"repair"}).out,
              HasSubstr("There was nothing to do.\nThe history of atlas has nothing"));
  EXPECT_EQ(migrate({"up"}).exit, 0);
}

TEST_F(MigrateTools, NewFollowsEachToolsLayout) {
  const auto made = [&](const std::string& tool) {
    const auto ran = migrate({"new", "add phone", "--tool", tool});
    EXPECT_EQ(ran.exit, 0) << ran.err;
    return ran.out;
  };
  folder.write("m/0007_a.up.sql", "");
  EXPECT_EQ(made("golang-migrate"),
            folder.path("m/0008_add_phone.up.sql") + "\n" + folder.path("m/0008_add_phone.down.sql") + "\n");
  std::filesystem::remove_all(folder.path("m"));
  folder.write("m/V1.9__a.sql", "");
  EXPECT_EQ(made("flyway"), folder.path("m/V1.10__add_phone.sql") + "\n");
  std::filesystem::remove_all(folder.path("m"));
  EXPECT_THAT(made("prisma"), HasSubstr("_add_phone/migration.sql"));
  std::filesystem::remove_all(folder.path("m"));
  folder.write("m/00003_a.sql", "-- +goose Up\n");
  EXPECT_EQ(made("goose"), folder.path("m/00004_add_phone.sql") + "\n");
  EXPECT_THAT(text_of("m/00004_add_phone.sql"), HasSubstr("-- +goose Down"));
}

TEST_F(MigrateTools, ALossOfRowsIsReportedWhereItHappensAndWhereItWasSpared) {
  const std::string rebuild =
      "-- migrate:up\nPRAGMA foreign_keys=OFF;\nCREATE TABLE n (id INTEGER PRIMARY KEY);\nINSERT INTO n "
      "SELECT id FROM "
      "users;\nDROP TABLE users;\nALTER TABLE n RENAME TO users;\n-- migrate:down\n";
  const std::string data =
      "CREATE TABLE users (id INTEGER PRIMARY KEY); CREATE TABLE posts (id INTEGER PRIMARY KEY, u REFERENCES "
      "users "
      "ON DELETE CASCADE); INSERT INTO users VALUES (1); INSERT INTO posts VALUES (1, 1), (2, 1);";
  folder.write("m/1_rebuild.sql", rebuild);
  folder.database("app.db", data);
  const auto lost = migrate({"up", "--tool", "dbmate", "--foreign-keys"});
  EXPECT_EQ(lost.exit, 0) << lost.err;
  EXPECT_THAT(lost.out, HasSubstr("posts: 2 rows deleted by ON DELETE actions or triggers"));
  EXPECT_THAT(lost.err, HasSubstr("warning[migration.cascaded]: 1_rebuild deleted 2 rows of posts"));
  std::filesystem::remove(folder.path("app.db"));
  folder.database("app.db", data);
  const auto spared = migrate({"up", "--tool", "driftwood"});
  EXPECT_EQ(spared.exit, 0) << spared.err;
  EXPECT_THAT(spared.err, HasSubstr("2 rows of posts would be deleted (ON DELETE CASCADE)"));
}

TEST_F(MigrateTools, DiffFindsWhatWasDoneByHandAndWritesItDown) {
  folder.write("m/001_users.sql", "-- migrate:up\nCREATE TABLE users (id INTEGER PRIMARY KEY);\n");
  ASSERT_EQ(migrate({"up"}).exit, 0);
  EXPECT_EQ(migrate({"diff"}).exit, 0);
  folder.database("app.db",
                  "ALTER TABLE users ADD COLUMN phone TEXT; CREATE INDEX by_phone ON users (phone); CREATE "
                  "TABLE tags (t)");
  const auto diff = migrate({"diff"});
  EXPECT_EQ(diff.exit, 1);
  EXPECT_THAT(diff.out, HasSubstr("users.phone"));
  const auto dry = migrate({"diff", "--write", "by hand", "--dry-run"});
  EXPECT_THAT(dry.out, HasSubstr("would write " + folder.path("m/002_by_hand.sql")));
  EXPECT_THAT(dry.out, ::testing::Not(HasSubstr("record it")));
  const Json would = json({"diff", "--write", "by hand", "--dry-run"}, 1);
  EXPECT_EQ(would["would_write"].size(), 1U);
  EXPECT_FALSE(would.contains("written"));
  EXPECT_FALSE(std::filesystem::exists(folder.path("m/002_by_hand.sql")));
  const Json written = json({"diff", "--write", "by hand"}, 1);
  ASSERT_EQ(written["written"].size(), 1U);
  EXPECT_EQ(written["left_over"].size(), 0U);
  const std::string text = text_of("m/002_by_hand.sql");
  EXPECT_THAT(text, HasSubstr("ALTER TABLE \"users\" ADD COLUMN"));
  EXPECT_EQ(migrate({"mark-applied", "002"}).exit, 0);
  EXPECT_EQ(migrate({"diff"}).exit, 0);
}

}  // namespace
}  // namespace engine::app

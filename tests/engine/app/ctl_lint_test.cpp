// driftwoodctl lint, as a person runs it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "tests/engine/app/program.h"

namespace engine::app {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;
using Json = nlohmann::json;
using testing::Ran;

std::string contents(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

class Lint : public ::testing::Test {
 protected:
  void SetUp() override {
    folder.write("m/1_users.sql",
                 "CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT, nickname TEXT);\n");
    folder.write("m/2_drop.sql", "ALTER TABLE users DROP COLUMN nickname;\n");
  }
  Ran lint(std::vector<std::string> words) {
    words.insert(words.begin(), {"lint", folder.path("m")});
    return testing::run(words);
  }
  Json json(std::vector<std::string> words, int exit) {
    words.emplace_back("--json");
    const Ran ran = lint(std::move(words));
    EXPECT_EQ(ran.exit, exit) << ran.err;
    return Json::parse(ran.out, nullptr, false);
  }

  testing::TemporaryFolder folder;
};

TEST_F(Lint, TellsPlaceRuleAndWhatToDo) {
  const Ran ran = lint({"--level", "warning"});
  EXPECT_EQ(ran.exit, 1);
  EXPECT_THAT(ran.out,
              StartsWith(folder.path("m") +
                         "/2_drop.sql:1:31: error[drop-column]: this drops the column users.nickname\n"
                         "   1 | ALTER TABLE users DROP COLUMN nickname;\n"));
  EXPECT_THAT(ran.out, HasSubstr("\n2 files judged: 1 error, 0 warnings, 1 note.\n"));
  EXPECT_THAT(ran.out, Not(HasSubstr("[cost]"))) << "notes were not asked for";
  EXPECT_EQ(ran.err, "");
}

TEST_F(Lint, JsonIsAContract) {
  const Json out = json({}, 1);
  EXPECT_EQ(out["errors"], 1);
  EXPECT_EQ(out["notes"], 1);
  EXPECT_EQ(out["judged"], 2);
  EXPECT_EQ(out["not_judged"], 0);
  ASSERT_EQ(out["findings"].size(), 2U);
  const Json& finding = out["findings"][1];
  EXPECT_EQ(finding["file"], folder.path("m") + "/2_drop.sql");
  EXPECT_EQ(finding["line"], 1);
  EXPECT_EQ(finding["column"], 31);
  EXPECT_EQ(finding["end_line"], 1);
  EXPECT_EQ(finding["end_column"], 39);
  EXPECT_EQ(finding["rule"], "drop-column");
  EXPECT_EQ(finding["level"], "error");
  for (const char* key : {"message", "why", "help"})
    EXPECT_FALSE(finding[key].get<std::string>().empty()) << key;
  EXPECT_TRUE(finding["fix"].is_null());
  EXPECT_TRUE(out["fixed"].empty());
}

TEST_F(Lint, ExitCodes) {
  folder.write("m/2_drop.sql", "ALTER TABLE users RENAME COLUMN nickname TO nick;\n");
  EXPECT_EQ(lint({}).exit, 0) << "a warning is no error";
  EXPECT_EQ(lint({"--strict"}).exit, 1);
  EXPECT_EQ(testing::run({"lint", folder.path("nowhere")}).exit, 2);
  EXPECT_EQ(testing::run({"lint"}).exit, 2);
  EXPECT_EQ(lint({"--db", folder.path("nowhere.db")}).exit, 2);
  EXPECT_EQ(lint({"--since", "7"}).exit, 2);
  EXPECT_EQ(lint({"--tool", "nobody"}).exit, 2);
  EXPECT_EQ(lint({"--deploy", folder.path("nowhere.deploy.json")}).exit, 2);
  EXPECT_EQ(testing::run({"lint", "--explain", "drop-colum"}).exit, 2);
}

TEST_F(Lint, OnlyWhatTheDatabaseDoesNotHave) {
  ASSERT_EQ(
      testing::run({"migrate", "up", "--dir", folder.path("m"), "--db", folder.path("a.db"), "--to", "1"})
          .exit,
      0);
  folder.write("m/2_drop.sql", "CREATE UNIQUE INDEX users_email ON users (email);\n");
  const std::string database =
      folder.database("a.db", "PRAGMA journal_mode = WAL; INSERT INTO users (email) VALUES ('a@x'), ('a@x')");
  const std::string bytes = contents(database);
  const Json out = json({"--db", database}, 1);
  EXPECT_EQ(out["judged"], 1);
  EXPECT_EQ(out["findings"][0]["rule"], "fails-on-rows");
  EXPECT_THAT(out["findings"][0]["message"].get<std::string>(),
              HasSubstr("UNIQUE constraint failed: users.email"));
  EXPECT_EQ(contents(database), bytes) << "only looked at";
  EXPECT_EQ(json({"--since", "1"}, 0)["judged"], 1);
}

TEST_F(Lint, NamesTheRunningVersionItsQueryAndTheColumn) {
  const std::string scenario = folder.write("x.deploy.json", R"({"id": "x", "title": "X", "task": "Find out.",
    "environment": {"name": "production", "migrations": "m", "migrated_to": "1"},
    "versions": [{"name": "v1", "queries": [{"name": "profile", "sql": "SELECT nickname FROM users"}]},
                 {"name": "v2", "queries": [{"name": "profile", "sql": "SELECT email FROM users"}]}],
    "nodes": {"count": 2, "version": "v1"},
    "steps": [{"id": "drop", "title": "Drop", "do": "migrate", "to": "2"},
              {"id": "deploy", "title": "v2", "do": "deploy", "version": "v2"}]})");
  const Ran ran = lint({"--deploy", scenario});
  EXPECT_EQ(ran.exit, 1);
  EXPECT_THAT(ran.out,
              HasSubstr("error[breaks-live-version]: v1 may still be running, and its query \"profile\" "
                        "reads users.nickname: after this file it fails with no such column: nickname"));
  const Ran other = lint({"--deploy", scenario, "--order", "deploy,drop"});
  EXPECT_EQ(other.exit, 0) << other.out;
  EXPECT_THAT(other.out, HasSubstr("note[drop-column]"));
  EXPECT_EQ(lint({"--deploy", scenario, "--order", "drop"}).exit, 2);
}

TEST_F(Lint, FixWritesAndListsItsEdits) {
  folder.write("m/2_drop.sql", "\xEF\xBB\xBFINSERT INTO users VALUES (1, \"it\", 'x');\r\nSELECT 1;\r\n");
  const Ran ran = lint({"--fix"});
  EXPECT_EQ(ran.exit, 0) << ran.out;
  EXPECT_EQ(contents(folder.path("m/2_drop.sql")),
            "\xEF\xBB\xBFINSERT INTO users (id, email, nickname) VALUES (1, 'it', 'x');\r\nSELECT 1;\r\n");
  EXPECT_THAT(ran.out,
              AllOf(HasSubstr("/2_drop.sql:1: insert-without-columns: name the columns\n"),
                    HasSubstr("/2_drop.sql:1: double-quoted-string: "), HasSubstr("2 edits written.\n")));
  EXPECT_THAT(ran.err, HasSubstr("Without --db"));
  const std::string before = contents(folder.path("m/2_drop.sql"));
  const Json again = json({"--fix"}, 0);
  EXPECT_TRUE(again["fixed"].empty());
  EXPECT_EQ(contents(folder.path("m/2_drop.sql")), before);
}

TEST_F(Lint, FixLeavesAppliedFilesAlone) {
  folder.write("m/1_users.sql",
               "CREATE TABLE users (id INTEGER PRIMARY KEY, email VARCHAR(9), nickname TEXT);\n");
  ASSERT_EQ(testing::run({"migrate", "up", "--dir", folder.path("m"), "--db", folder.path("a.db")}).exit, 0);
  const std::string before = contents(folder.path("m/1_users.sql"));
  EXPECT_EQ(lint({"--fix", "--db", folder.path("a.db")}).exit, 0);
  EXPECT_EQ(contents(folder.path("m/1_users.sql")), before);
  EXPECT_EQ(lint({"--fix"}).exit, 1);
  EXPECT_NE(contents(folder.path("m/1_users.sql")), before);
}

TEST_F(Lint, MistakesOfTheFolderAreFindings) {
  folder.write("m/2_twin.sql", "SELECT 1;\n");
  const Json out = json({}, 1);
  EXPECT_EQ(out["findings"][0]["rule"], "migration.duplicate-version");
  EXPECT_EQ(out["not_judged"], 3);
}

TEST_F(Lint, Explains) {
  const Ran one = testing::run({"lint", "--explain", "cascades"});
  EXPECT_EQ(one.exit, 0);
  EXPECT_THAT(one.out, AllOf(StartsWith("cascades (error)\n"), HasSubstr("\nInstead: ")));
  const Ran all = testing::run({"lint", "--explain", "all"});
  EXPECT_THAT(all.out, AllOf(HasSubstr("\nfails "), HasSubstr("\nunknown-rule ")));
  const Json json = Json::parse(testing::run({"lint", "--explain", "all", "--json"}).out);
  EXPECT_EQ(json["rules"][0]["rule"], "fails");
  EXPECT_THAT(testing::run({"lint", "--explain", "drop-colum"}).err, HasSubstr("Did you mean drop-column?"));
}

}  // namespace
}  // namespace engine::app

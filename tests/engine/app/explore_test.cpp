// driftwoodctl deploy explore, as a person runs it on the lesson's own scenarios.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>

#include <nlohmann/json.hpp>

#include "simulator/base/files.h"
#include "tests/engine/app/program.h"
#include "tests/engine/app/watched.h"

namespace engine::app {
namespace {

using testing::add_phone;
using testing::drop_column;
using testing::first_lesson;
using ::testing::HasSubstr;
using ::testing::Not;
using testing::Ran;
using testing::run;

TEST(Explore, SaysWhatKeepsProductionUp) {
  const Ran ran = run({"deploy", "explore", add_phone});
  EXPECT_EQ(ran.exit, 0) << ran.err;
  EXPECT_THAT(ran.out, HasSubstr("2 orders: 1 safe, 1 unsafe;"));
  EXPECT_THAT(ran.out, HasSubstr("This constraint keeps production up:\n  migrate -> deploy\n"));
  EXPECT_THAT(ran.out, HasSubstr("no such column: phone"));
  EXPECT_EQ(ran.err, "") << "progress is for terminals";
}

TEST(Explore, JsonHoldsEverything) {
  const Ran ran = run({"deploy", "explore", drop_column, "--json", "--nodes", "2"});
  EXPECT_EQ(ran.exit, 0) << ran.err;
  const auto json = nlohmann::json::parse(ran.out);
  EXPECT_EQ(json["complete"], true);
  EXPECT_EQ(json["nodes"], 2);
  EXPECT_EQ(json["orders"].size(), 3U);
  EXPECT_EQ(json["orders_safe"], 1);
  EXPECT_FALSE(json["matrix"]["rows"].empty());
  EXPECT_EQ(json["stories"][json["shortest"].get<std::size_t>()]["failure"]["kind"], "sql-error");
}

TEST(Explore, TheStoryItWritesFailsWhenItIsReplayed) {
  const testing::TemporaryFolder folder;
  const std::string story = folder.path("story.json");
  EXPECT_EQ(run({"deploy", "explore", drop_column, "--story", story}).exit, 0);
  const Ran ran = run({"deploy", "replay", drop_column, "--story", story});
  EXPECT_EQ(ran.exit, 1) << ran.err;
  EXPECT_THAT(ran.out, HasSubstr("no such column: nickname"));
}

TEST(Explore, WithoutAFailureThereIsNoStoryToWrite) {
  const testing::TemporaryFolder folder;
  std::string text = simulator::base::read_file(add_phone).value();
  // Nobody deploys v2 here: the migration alone harms nobody.
  const std::size_t deploy = text.find(R"({ "id": "deploy")");
  const std::size_t end = text.find('}', deploy) + 1;
  text.replace(deploy, end - deploy, R"({ "id": "review", "title": "Review", "do": "nothing" })");
  text.replace(text.find("\"orders\""), std::string::npos, "\"orders\": [] }");
  folder.write("migrations/phone/20260401_create_users.sql",
               "CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT NOT NULL);");
  folder.write("migrations/phone/20260514_add_user_phone.sql", "ALTER TABLE users ADD COLUMN phone TEXT;");
  const std::string file = folder.write("calm.deploy.json", text);
  const Ran ran = run({"deploy", "explore", file, "--story", folder.path("story.json")});
  EXPECT_EQ(ran.exit, 0) << ran.out << ran.err;
  EXPECT_THAT(ran.out, HasSubstr("Every order keeps production up."));
  EXPECT_THAT(ran.err, HasSubstr("was not written"));
}

TEST(Explore, ABudgetEndsItHonestly) {
  const Ran ran = run({"deploy", "explore", drop_column, "--budget", "2"});
  EXPECT_EQ(ran.exit, 1);
  EXPECT_THAT(ran.out, HasSubstr("not complete: stopped"));
  EXPECT_THAT(ran.out, Not(HasSubstr("Safe orders")));
}

TEST(Explore, CtrlCEndsItWithWhatWasFoundSoFar) {
  const testing::TemporaryFolder folder;
  folder.write("migrations/1_t.sql", "CREATE TABLE t (a INTEGER);");
  std::string steps;
  for (char id = 'a'; id < 'a' + 18; ++id)
    steps +=
        std::string(steps.empty() ? "" : ", ") + R"({"id": ")" + id + R"(", "title": "T", "do": "nothing"})";
  const std::string file = folder.write(
      "many.deploy.json",
      R"({"id": "many", "title": "Many", "task": "T", "environment": {"name": "p", "migrations": "migrations"},)"
      R"("versions": [{"name": "v1", "queries": [{"name": "q", "sql": "SELECT 1"}]}],)"
      R"("nodes": {"count": 2, "version": "v1"}, "steps": [)" +
          steps + "]}");
  testing::Watched explore({"deploy", "explore", file, "--budget", "1000000000"}, folder.path("out"));
  ASSERT_TRUE(explore.shows("states, ")) << explore.seen();
  explore.send(SIGINT);
  const int status = explore.end();
  ASSERT_TRUE(WIFEXITED(status)) << explore.seen();
  EXPECT_EQ(WEXITSTATUS(status), 1);
  const std::string out = simulator::base::read_file(folder.path("out")).value();
  EXPECT_THAT(out, HasSubstr("not complete: cancelled"));
  EXPECT_THAT(out, Not(HasSubstr("Safe orders")));
}

TEST(Explore, AFolderIsOneTable) {
  const Ran ran = run({"deploy", "explore", first_lesson});
  EXPECT_EQ(ran.exit, 0) << ran.err;
  EXPECT_THAT(ran.out, HasSubstr("scenario"));
  EXPECT_THAT(ran.out, HasSubstr("\nadd-phone "));
  EXPECT_THAT(ran.out, HasSubstr("\ndrop-column "));
  EXPECT_THAT(ran.out, HasSubstr("2 scenarios"));
  const Ran json = run({"deploy", "explore", first_lesson, "--json"});
  EXPECT_EQ(nlohmann::json::parse(json.out).size(), 2U);
}

TEST(Explore, SaysWhatItCannotUse) {
  const testing::TemporaryFolder folder;
  EXPECT_EQ(run({"deploy", "explore", add_phone + ".none"}).exit, 2);
  EXPECT_EQ(run({"deploy", "explore", add_phone, "--nodes", "0"}).exit, 2);
  EXPECT_EQ(run({"deploy", "explore", add_phone, "--nodes", "many"}).exit, 2);
  const Ran empty = run({"deploy", "explore", folder.root().string()});
  EXPECT_EQ(empty.exit, 2);
  EXPECT_THAT(empty.err, HasSubstr("deploy.no-scenario"));
  EXPECT_EQ(run({"deploy", "explore", first_lesson, "--story", folder.path("s")}).exit, 2);
  folder.write("broken.deploy.json", "{");
  const Ran refused = run({"deploy", "explore", folder.root().string()});
  EXPECT_EQ(refused.exit, 2);
  EXPECT_THAT(refused.out, HasSubstr("could not be read"));
}

}  // namespace
}  // namespace engine::app

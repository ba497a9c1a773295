// driftwoodctl deploy replay, as a person runs it on the lesson's own scenarios.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tests/engine/app/program.h"

namespace engine::app {
namespace {

using testing::add_phone;
using testing::drop_column;
using ::testing::HasSubstr;
using testing::Ran;
using testing::run;
using testing::TemporaryFolder;

TEST(Deploy, ASafeOrderServesEveryRequest) {
  const Ran ran = run({"deploy", "replay", add_phone});
  EXPECT_EQ(ran.exit, 0) << ran.err;
  EXPECT_THAT(ran.out, HasSubstr("schema: 20260514 add_user_phone"));
  EXPECT_THAT(ran.out, HasSubstr("requests were served."));
}

TEST(Deploy, AnUnsafeOrderShowsTheRealError) {
  const Ran ran = run({"deploy", "replay", add_phone, "--order", "deploy,migrate"});
  EXPECT_EQ(ran.exit, 1);
  EXPECT_THAT(ran.out, HasSubstr("x node 1 v2, list users: no such column: phone"));
}

TEST(Deploy, JsonHoldsTheWholeTraceAndIsTheSameEachTime) {
  const std::vector<std::string> arguments = {"deploy",         "replay", add_phone, "--order",
                                              "deploy,migrate", "--seed", "12",      "--json"};
  const Ran ran = run(arguments);
  EXPECT_EQ(ran.exit, 1);
  const auto json = nlohmann::json::parse(ran.out);
  EXPECT_EQ(json["seed"], 12);
  EXPECT_EQ(json["safe"], false);
  EXPECT_EQ(json["lanes"].size(), 3U);
  EXPECT_EQ(json["first_failure"]["error"]["message"], "no such column: phone");
  EXPECT_EQ(run(arguments).out, ran.out);
}

TEST(Deploy, AStoryIsRetold) {
  const TemporaryFolder folder;
  const std::string move = R"({"move": {"do": ")";
  const std::string story = folder.write(
      "story.json",
      R"({"order": ["deploy"], "nodes": 3, "acts": [{"move": {"do": "roll-out", "step": "deploy", "begins": true}},)" +
          move + R"(drain", "group": "node", "version": "v1"}},)" + move +
          R"(stop", "group": "node", "version": "v1"}},)" + move +
          R"(start", "group": "node", "version": "v2"}}],
          "failing": {"group": "node", "version": "v2", "query": "list users"}})");
  const Ran ran = run({"deploy", "replay", add_phone, "--story", story});
  EXPECT_EQ(ran.exit, 1) << ran.err;
  EXPECT_THAT(ran.out, HasSubstr("x node 1 v2, list users: no such column: phone"));
  EXPECT_EQ(run({"deploy", "replay", drop_column, "--story", story}).exit, 2)
      << "it is told of another rollout";
  EXPECT_EQ(run({"deploy", "replay", add_phone, "--story", story + ".none"}).exit, 2);
}

TEST(Deploy, FindingsOfTheOraclesAreShown) {
  const TemporaryFolder folder;
  folder.write("m/1_users.sql", "CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT);\n");
  const std::string scenario =
      folder.write("lost.deploy.json", R"({"id": "lost", "title": "Lost", "task": "T.",
    "environment": {"name": "production", "migrations": "m", "migrated_to": "1"},
    "versions": [{"name": "v1", "queries": [{"name": "save", "sql": "UPDATE users SET email = :email",
      "parameters": {"email": "{write}"}, "writes": [{"field": "email", "value": "email"}]}]}],
    "nodes": {"count": 1, "version": "v1"},
    "steps": [{"id": "wait", "title": "Wait", "do": "nothing"}]})");
  const Ran ran = run({"deploy", "replay", scenario});
  EXPECT_EQ(ran.exit, 1);
  EXPECT_THAT(ran.out, HasSubstr("x a write was lost: v1 save: email was to be written as 710001"));
}

TEST(Deploy, SaysWhichOrdersAreNone) {
  EXPECT_EQ(run({"deploy", "replay", drop_column, "--order", "drop,drain,deploy"}).exit, 1);
  const Ran slip = run({"deploy", "replay", drop_column, "--order", "drop,deploy,drian"});
  EXPECT_EQ(slip.exit, 2);
  EXPECT_THAT(slip.err, HasSubstr("drain"));
  EXPECT_EQ(run({"deploy", "replay", add_phone + ".none"}).exit, 2);
}

}  // namespace
}  // namespace engine::app

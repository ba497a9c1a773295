#include "simulator/deploy/scenario.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

namespace simulator::deploy {
namespace {

/// A lesson's folder with one scenario and one migration, gone with the test.
class ScenarioFile : public testing::Test {
 protected:
  void SetUp() override {
    root_ = std::filesystem::path(testing::TempDir()) /
            ("deploy_" + std::string(testing::UnitTest::GetInstance()->current_test_info()->name()));
    std::filesystem::remove_all(root_);
    std::filesystem::create_directories(root_ / "migrations");
    std::ofstream(root_ / "migrations/20260401_create_users.sql") << "CREATE TABLE users (id INTEGER);\n";
  }
  void TearDown() override { std::filesystem::remove_all(root_); }

  std::vector<std::string> mistakes(const std::string& json) {
    std::ofstream(root_ / "x.deploy.json") << json;
    std::vector<std::string> found;
    for (const base::Diagnostic& each :
         read_scenario(*base::Folder::open(root_), "x.deploy.json").diagnostics) {
      found.push_back(std::to_string(each.what.at.line) + " " + each.what.code);
    }
    return found;
  }

  std::filesystem::path root_;
};

TEST_F(ScenarioFile, GoodOneHasNoMistakes) {
  EXPECT_THAT(mistakes(R"({"id": "x", "title": "X", "task": "Find out.",
    "environment": {"name": "production", "migrations": "migrations", "migrated_to": "20260401"},
    "versions": [{"name": "v1", "queries": [{"name": "q", "sql": "SELECT :a", "parameters": {"a": null}}]}],
    "nodes": {"count": 2, "version": "v1"},
    "steps": [{"id": "review", "title": "Review", "do": "nothing"}]})"),
              testing::IsEmpty());
}

TEST_F(ScenarioFile, AllMistakesAreToldAtTheirPlaces) {
  EXPECT_THAT(mistakes(R"({"id": "x", "title": "X", "tusk": "",
"environment": {"name": "production", "migrations": "migrations", "migrated_to": "20260402"},
"versions": [{"name": "v1", "queries": [{"name": "q", "sql": "SELECT 1", "parameters": {"a": []}}]}],
"nodes": {"count": 99, "version": "v7"},
"steps": [{"id": "a", "title": "A", "do": "deploy", "version": "v1", "after": ["b"]},
{"id": "a", "title": "A", "do": "deplyo"}],
"orders": [{"steps": ["a"], "safe": true, "fails_with": "x", "why": "W."}, {"safe": 1}]})"),
              testing::UnorderedElementsAre(
                  "2 deploy.unknown-migration", "3 deploy.bad-parameter", "4 deploy.bad-count",
                  "4 deploy.unknown-version", "5 deploy.unknown-step", "6 json.unknown-value",
                  "6 deploy.duplicate-id", "7 deploy.bad-order", "7 deploy.bad-order", "7 json.missing-key",
                  "7 json.missing-key", "7 json.wrong-kind", "1 json.missing-key", "1 json.unknown-key"));
}

/// A scenario with one of everything.
const char* const whole = R"({"id": "x", "title": "X", "task": "Find out.", "incident": "It happened.",
  "plan": ["Expand.", "Contract."],
  "environment": {"name": "production", "migrations": "migrations", "migrated_to": "20260401",
                  "tool": "driftwood"},
  "flags": {"read new": "off"},
  "versions": [{"name": "v1", "refuses_when": "SELECT 1 WHERE 0", "queries": [
      {"name": "save", "sql": "UPDATE users SET id = :id", "parameters": {"id": 7, "email": "{write}"},
       "weight": 3, "once": true, "writes": [{"field": "user.email", "key": "id", "value": "email"}],
       "when": {"read new": "off"}},
      {"name": "load", "sql": "SELECT 1 AS motto", "reads": [{"field": "motto", "value": "motto"}]}]},
    {"name": "v2", "queries": [{"name": "export", "sql": "SELECT 1"}]}],
  "entities": {"user.email": [1, "two"]},
  "invariants": [{"name": "no orphan", "sql": "SELECT 1 WHERE 0"}],
  "nodes": {"count": 2, "version": "v1"},
  "workers": [{"name": "nightly", "count": 2, "version": "v1", "updates": "late", "queries": ["save"]}],
  "live_versions": 3, "tolerates": ["no-node"],
  "steps": [{"id": "m", "title": "M", "do": "migrate", "to": "20260401"},
    {"id": "d", "title": "D", "do": "deploy", "version": "v2", "strategy": "canary", "batch": 2, "surge": 1,
     "canary": 2, "share": 10, "wait": false},
    {"id": "w", "title": "W", "do": "drain", "version": "v1", "after": ["d"]},
    {"id": "f", "title": "F", "do": "backfill", "sql": "UPDATE users SET id = 1 WHERE 0"},
    {"id": "on", "title": "On", "do": "flag", "flag": "read new", "value": "on"},
    {"id": "s", "title": "S", "do": "backup", "backup": "before"},
    {"id": "r", "title": "R", "do": "restore", "backup": "before"}]})";

TEST_F(ScenarioFile, EverythingIsRead) {
  std::ofstream(root_ / "x.deploy.json") << whole;
  const auto read = read_scenario(*base::Folder::open(root_), "x.deploy.json");
  for (const auto& each : read.diagnostics) ADD_FAILURE() << to_string(each);
  const Scenario& scenario = read.scenario;
  EXPECT_EQ(scenario.incident, "It happened.");
  EXPECT_THAT(scenario.plan, testing::ElementsAre("Expand.", "Contract."));
  ASSERT_EQ(scenario.start.versions.size(), 2U);
  EXPECT_EQ(scenario.start.versions[0].refuses_when, "SELECT 1 WHERE 0");
  const world::AppQuery& save = scenario.start.versions[0].queries[0];
  EXPECT_EQ(save.weight, 3);
  EXPECT_TRUE(save.once);
  EXPECT_THAT(save.writes, testing::ElementsAre(world::Promise{"user.email", ":id", ":email"}));
  EXPECT_THAT(save.when, testing::ElementsAre(world::Condition{"read new", "off"}));
  EXPECT_THAT(scenario.start.versions[0].queries[1].reads,
              testing::ElementsAre(world::Promise{"motto", "", "motto"}));
  ASSERT_EQ(scenario.entities.size(), 2U);
  EXPECT_EQ(scenario.entities[0].field, "user.email");
  EXPECT_THAT(scenario.entities[0].keys,
              testing::ElementsAre(sql::Value(std::int64_t{1}), sql::Value(std::string("two"))));
  EXPECT_THAT(scenario.entities[1].keys, testing::ElementsAre(sql::Value()));
  EXPECT_EQ(scenario.invariants.at(0).name, "no orphan");
  ASSERT_EQ(scenario.groups.size(), 2U);
  EXPECT_EQ(scenario.groups[1].name, "nightly");
  EXPECT_EQ(scenario.groups[1].count, 2);
  EXPECT_EQ(scenario.groups[1].updates, Updates::late);
  EXPECT_THAT(scenario.groups[1].queries, testing::ElementsAre("save"));
  EXPECT_EQ(scenario.live_versions, 3);
  EXPECT_FALSE(scenario.counts(FailureKind::no_node));
  EXPECT_TRUE(scenario.counts(FailureKind::lost_write));
  const Step& deploy = *scenario.step("d");
  EXPECT_EQ(deploy.strategy, Strategy::canary);
  EXPECT_EQ(deploy.batch + 10 * deploy.surge + 100 * deploy.canary + 1000 * deploy.share, 10212);
  EXPECT_FALSE(deploy.wait);
  EXPECT_EQ(scenario.step("f")->sql, "UPDATE users SET id = 1 WHERE 0");
  EXPECT_EQ(scenario.step("on")->flag, "read new");
  EXPECT_EQ(scenario.step("on")->value, "on");
  EXPECT_EQ(scenario.step("r")->backup, "before");
}

TEST_F(ScenarioFile, WithoutEntitiesTheFirstPromisesOwnKeyIsWatched) {
  std::string text = whole;
  const std::string entities = R"("entities": {"user.email": [1, "two"]},)";
  text.replace(text.find(entities), entities.size(), "");
  std::ofstream(root_ / "x.deploy.json") << text;
  const auto read = read_scenario(*base::Folder::open(root_), "x.deploy.json");
  EXPECT_THAT(read.scenario.entities.at(0).keys, testing::ElementsAre(sql::Value(std::int64_t{7})));
}

/// One part of the good file in another way, and the code of the one mistake that it is.
struct Slip {
  const char* name;
  const char* part;
  const char* instead;
  const char* code;
};
void PrintTo(const Slip& slip, std::ostream* out) { *out << slip.name; }

class ScenarioSlip : public ScenarioFile, public testing::WithParamInterface<Slip> {};

TEST_P(ScenarioSlip, IsTheOneMistakeThatIsTold) {
  std::string text = whole;
  const std::string part = GetParam().part;
  ASSERT_NE(text.find(part), std::string::npos);
  const std::size_t at = text.find(part);
  text.replace(at, part.size(), GetParam().instead);
  const std::vector<std::string> found = mistakes(text);
  ASSERT_EQ(found.size(), 1U) << testing::PrintToString(found);
  const auto line = 1 + std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(at), '\n');
  EXPECT_EQ(found[0], std::to_string(line) + " " + GetParam().code);
}

INSTANTIATE_TEST_SUITE_P(
    Each, ScenarioSlip,
    testing::Values(
        Slip{"UnknownFlagOfAQuery", R"("when": {"read new")", R"("when": {"read ne")", "deploy.unknown-flag"},
        Slip{"UnknownFlagOfAStep", R"("flag": "read new")", R"("flag": "new")", "deploy.unknown-flag"},
        Slip{"FlagThatIsNoText", R"("flags": {"read new": "off")", R"("flags": {"read new": true)",
             "json.wrong-kind"},
        Slip{"KeyThatIsNoParameter", R"("key": "id")", R"("key": "user")", "deploy.bad-promise"},
        Slip{"ValueThatIsNoParameter", R"("value": "email")", R"("value": "mail")", "deploy.bad-promise"},
        Slip{"FieldNobodyPromises", R"("entities": {"user.email")", R"("entities": {"user.mail")",
             "deploy.bad-promise"},
        Slip{"NoKeysToWatch", R"([1, "two"])", "[]", "deploy.bad-count"},
        Slip{"KeyThatIsNoValue", R"([1, "two"])", "[true]", "deploy.bad-parameter"},
        Slip{"KeyOfAFieldWithout", R"({"field": "motto", "value")", R"({"field": "user.email", "value")",
             "deploy.bad-promise"},
        Slip{"HeavyQuery", R"("weight": 3)", R"("weight": 0)", "deploy.bad-count"},
        Slip{"UnknownQuery", R"("queries": ["save"])", R"("queries": ["export"])", "deploy.unknown-query"},
        Slip{"TakenName", R"("name": "nightly")", R"("name": "node")", "deploy.duplicate-id"},
        Slip{"TooManyWorkers", R"("name": "nightly", "count": 2)", R"("name": "nightly", "count": 13)",
             "deploy.bad-count"},
        Slip{"SameQueryTwice", R"("name": "load")", R"("name": "save")", "deploy.duplicate-id"},
        Slip{"NoSuchQueryOfAWorker", R"("queries": ["save"])", R"("queries": ["sav"])",
             "deploy.unknown-query"},
        Slip{"NoLiveVersion", R"("live_versions": 3)", R"("live_versions": 0)", "deploy.bad-count"},
        Slip{"UnknownFailure", R"(["no-node"])", R"(["no-nod"])", "json.unknown-value"},
        Slip{"NothingEverChanges", R"("batch": 2, "surge": 1)", R"("batch": 0, "surge": 0)",
             "deploy.bad-count"},
        Slip{"NegativeBatch", R"("batch": 2)", R"("batch": -1)", "deploy.bad-count"},
        Slip{"HugeSurge", R"("surge": 1)", R"("surge": 100)", "deploy.bad-count"},
        Slip{"MoreCanariesThanNodes", R"("share": 10)", R"("share": 101)", "deploy.bad-count"},
        Slip{"KeptByACanary", R"("share": 10)", R"("old_nodes": "keep")", "deploy.bad-strategy"},
        Slip{"UnknownBackup", R"("do": "restore", "backup": "before")",
             R"("do": "restore", "backup": "later")", "deploy.unknown-backup"},
        Slip{"AfterItself", R"("after": ["d"])", R"("after": ["w"])", "deploy.unknown-step"},
        Slip{"DrainOfTheWrongVersion", R"("do": "drain", "version": "v1")",
             R"("do": "drain", "version": "v3")", "deploy.unknown-version"}),
    [](const auto& slip) { return slip.param.name; });

TEST_F(ScenarioFile, OtherMistakesOfTheWhole) {
  std::string cycle = whole;
  const std::string migrate = R"("do": "migrate",)";
  cycle.replace(cycle.find(migrate), migrate.size(), R"("do": "migrate", "after": ["w"],)");
  const std::string deploy = R"("version": "v2", "strategy")";
  cycle.replace(cycle.find(deploy), deploy.size(), R"("version": "v2", "after": ["m"], "strategy")");
  std::ofstream(root_ / "x.deploy.json") << cycle;
  const auto read = read_scenario(*base::Folder::open(root_), "x.deploy.json");
  ASSERT_EQ(read.diagnostics.size(), 1U);
  EXPECT_EQ(read.diagnostics[0].what.code, "deploy.cycle");
  EXPECT_EQ(read.diagnostics[0].what.message,
            "no order of the steps is possible: m comes after w comes after d comes after m");

  std::string twice = whole;
  const std::string name = R"("name": "v2", "queries")";
  twice.replace(twice.find(name), name.size(), R"("name": "v1", "queries")");
  EXPECT_THAT(mistakes(twice), testing::Contains("11 deploy.duplicate-id"));

  std::string backup = whole;
  const std::string before = R"("do": "backup", "backup": "before")";
  backup.replace(backup.find(before), before.size(), R"("do": "backup", "backup": "before!")");
  EXPECT_THAT(mistakes(backup), testing::ElementsAre("23 world.bad-name", "24 deploy.unknown-backup"));

  std::string endless = whole;
  const std::string version = R"("do": "deploy", "version": "v2")";
  endless.replace(endless.find(version), version.size(), R"("do": "deploy", "version": "v1")");
  EXPECT_THAT(mistakes(endless), testing::ElementsAre("20 deploy.bad-order"));
}

/// What a hostile file costs is bounded: one message for a list that is too long, and the rest is not read.
TEST_F(ScenarioFile, AMillionStepsAreOneMistake) {
  std::string steps = R"({"id": "s", "title": "S", "do": "nothing"})";
  for (int i = 1; i < 60'000; ++i) steps += R"(,{"id":"s","title":"S","do":"no"})";
  const auto found = mistakes(R"({"id": "x", "title": "X", "task": "Find out.",
    "environment": {"name": "production", "migrations": "migrations"},
    "versions": [{"name": "v1", "queries": [{"name": "q", "sql": "SELECT 1"}]}],
    "nodes": {"count": 2, "version": "v1"}, "steps": [)" +
                              steps + "]}");
  EXPECT_EQ(std::count(found.begin(), found.end(), "4 deploy.too-many"), 1);
  EXPECT_LE(found.size(), 1 + 2 * 24U);

  std::string order = "\"s\"";
  for (int i = 1; i < 200'000; ++i) order += ",\"s\"";
  EXPECT_THAT(mistakes(R"({"id": "x", "title": "X", "task": "Find out.",
    "environment": {"name": "production", "migrations": "migrations"},
    "versions": [{"name": "v1", "queries": [{"name": "q", "sql": "SELECT 1"}]}],
    "nodes": {"count": 2, "version": "v1"}, "steps": [{"id": "s", "title": "S", "do": "nothing"}],
    "orders": [{"steps": [)" +
                       order + R"(], "safe": true, "why": "W."}]})"),
              testing::ElementsAre("5 deploy.bad-order"));
}

TEST_F(ScenarioFile, AMissingFileOrFolderIsTold) {
  const auto missing = read_scenario(*base::Folder::open(root_), "none.deploy.json");
  ASSERT_EQ(missing.diagnostics.size(), 1U);
  EXPECT_EQ(missing.diagnostics[0].what.code, "files.missing");
}

}  // namespace
}  // namespace simulator::deploy

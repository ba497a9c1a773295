#include "simulator/deploy/replay.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "tests/simulator/deploy/small_scenario.h"

namespace simulator::deploy {
namespace {

using testing::HasSubstr;
using Names = std::vector<std::string>;

Scenario lesson_scenario(const std::string& name) {
  const auto folder =
      base::Folder::open(DRIFTWOOD_SOURCE_DIR "/content/schema-migrations/01-what-a-migration-is");
  ScenarioResult read = read_scenario(folder.value(), name);
  for (const base::Diagnostic& each : read.diagnostics) ADD_FAILURE() << to_string(each);
  return read.scenario;
}

TEST(Replay, EveryOrderOfTheLessonDoesWhatItsAuthorSays) {
  for (const char* file : {"add-phone.deploy.json", "drop-column.deploy.json"}) {
    const Scenario scenario = lesson_scenario(file);
    ASSERT_GE(scenario.orders.size(), 2U);
    for (const Order& order : scenario.orders) {
      const Trace trace = run(scenario, order.steps);
      EXPECT_EQ(trace.safe(), order.safe) << trace.summary();
      EXPECT_THAT(trace.first_message(), HasSubstr(order.fails_with));
      EXPECT_EQ(trace.failed_steps, 0U);
    }
  }
}

TEST(Replay, ShowsWhoRanWhatWhen) {
  const Trace trace = run(lesson_scenario("add-phone.deploy.json"), {"deploy", "migrate"});
  ASSERT_EQ(trace.lanes.size(), 3U);
  const std::vector<LaneInterval>& first = trace.lanes[0].intervals;
  ASSERT_EQ(first.size(), 4U);
  EXPECT_EQ(first[0].version, "v1");
  EXPECT_EQ(first[1].state, LaneState::draining);
  EXPECT_EQ(first[2].state, LaneState::down);
  EXPECT_EQ(first[3].version, "v2");
  EXPECT_EQ(first[3].state, LaneState::serving);
  EXPECT_EQ(first[3].to, trace.ticks.size() - 1);

  ASSERT_TRUE(trace.first_failure.has_value());
  const Request& failed = trace.requests[*trace.first_failure];
  EXPECT_EQ(failed.tick, first[3].from);
  EXPECT_EQ(failed.node, "node 1");
  EXPECT_EQ(failed.version, "v2");
  EXPECT_TRUE(failed.error->at.known() || failed.query == "sign up");

  ASSERT_EQ(trace.schemas.size(), 2U);
  EXPECT_EQ(trace.schemas[0].label, "20260401 create_users");
  EXPECT_EQ(trace.schemas[1].version, "20260514");
  EXPECT_EQ(trace.schema_at(0)->version, "20260401");
  EXPECT_EQ(trace.schemas[1].from, trace.ticks.size() - 1);
  EXPECT_EQ(trace.ticks.back().failed_requests, 0U) << "the migration mends it";
}

TEST(Replay, TheSameOrderGivesTheSameTraceAndAnotherSeedAnotherOne) {
  const Scenario scenario = lesson_scenario("drop-column.deploy.json");
  const Names order = {"drop", "deploy", "drain"};
  const std::string hash = hash_of(run(scenario, order));
  EXPECT_EQ(hash_of(run(scenario, order)), hash);
  EXPECT_NE(hash_of(run(scenario, order, 99)), hash);
  EXPECT_NE(hash_of(run(scenario, {"deploy", "drain", "drop"})), hash);
}

TEST(Replay, AnyMomentCanBeLookedInto) {
  auto replayed = replay(lesson_scenario("add-phone.deploy.json"), Names{"migrate", "deploy"});
  ASSERT_TRUE(replayed.has_value());
  const Trace& trace = replayed->trace;
  const auto columns = [&](std::size_t tick) {
    return replayed->world.query_at(trace.ticks[tick].moment, "production", "SELECT * FROM users")
        ->columns.size();
  };
  EXPECT_EQ(columns(0) + 1, columns(1));
}

TEST(Replay, AMigrationThatFailsIsAnEventAndTheRolloutGoesOn) {
  Scenario scenario = lesson_scenario("add-phone.deploy.json");
  scenario.start.environments[0].setup.push_back("ALTER TABLE users ADD COLUMN phone TEXT");
  const Trace trace = run(scenario, {"migrate", "deploy"});
  EXPECT_EQ(trace.failed_steps, 1U);
  EXPECT_FALSE(trace.steps[0].ok);
  EXPECT_FALSE(trace.safe());
  EXPECT_THAT(trace.first_message(), HasSubstr("duplicate column name: phone"));
  EXPECT_TRUE(trace.failures.empty());
}

TEST(Replay, NobodyServingIsAnOutage) {
  Scenario scenario = lesson_scenario("drop-column.deploy.json");
  scenario.steps[2].after.clear();
  const Trace trace = run(scenario, {"drain", "drop", "deploy"});
  ASSERT_TRUE(trace.first_failure.has_value());
  EXPECT_EQ(trace.requests[*trace.first_failure].node, "");
}

/// v1 and v2 with a query each that weighs `weight` beside one that weighs 1.
Scenario two_versions(std::vector<Step> steps, int weight = 1) {
  std::vector<world::AppVersion> versions;
  for (const char* name : {"v1", "v2"}) {
    world::AppQuery heavy = query_of("heavy", "SELECT count(*) FROM users");
    heavy.weight = weight;
    versions.push_back({name, {heavy, query_of("light", "SELECT 1")}});
  }
  return users_scenario({{"2_a.sql", "CREATE TABLE a (x);\n"}, {"3_b.sql", "CREATE TABLE b (x);\n"}},
                        std::move(versions), std::move(steps));
}

std::size_t count(const Trace& trace, const std::string& query, const std::string& version = "") {
  return static_cast<std::size_t>(
      std::count_if(trace.requests.begin(), trace.requests.end(), [&](const Request& each) {
        return each.query == query && (version.empty() || each.version == version);
      }));
}

TEST(Replay, AFileIsAMomentAndSoIsABatch) {
  const Trace trace = run(two_versions(
      {step_of(StepKind::migrate, "m"), backfill_of("fill",
                                                    "UPDATE users SET email = 'x' WHERE id = (SELECT "
                                                    "min(id) FROM users WHERE email <> 'x')")}));
  ASSERT_EQ(trace.steps.size(), 2U);
  EXPECT_EQ(trace.steps[0].from, 1U);
  EXPECT_EQ(trace.steps[0].to, 2U);
  EXPECT_EQ(trace.steps[1].to, 5U) << "two rows, and a batch that finds nothing more";
  EXPECT_EQ(trace.schemas.size(), 3U);
}

TEST(Replay, WeightSaysHowOftenAQueryComes) {
  const Trace equal = run(two_versions({step_of(StepKind::migrate, "m")}));
  EXPECT_EQ(count(equal, "heavy"), 2 * equal.ticks.size());
  EXPECT_EQ(count(equal, "light"), count(equal, "heavy"));
  const Trace weighted = run(two_versions({step_of(StepKind::migrate, "m"), deploy_of("d", "v2")}, 10));
  EXPECT_GT(count(weighted, "heavy"), 3 * count(weighted, "light"));
}

TEST(Replay, ACanaryGetsItsShareAndAPause) {
  Scenario scenario = two_versions({deploy_of("d", "v2", Strategy::canary)});
  scenario.groups[0].count = 4;
  const Trace even = run(scenario);
  const auto pause = std::count_if(even.ticks.begin(), even.ticks.end(),
                                   [](const Tick& tick) { return tick.title == "1 node takes v2 traffic"; });
  EXPECT_EQ(pause, 2);
  scenario.steps[0].share = 1;
  EXPECT_LT(count(run(scenario), "light", "v2"), count(even, "light", "v2"));
}

TEST(Replay, StandbyNodesGetNothingUntilTrafficMoves) {
  const Trace trace = run(two_versions({deploy_of("d", "v2", Strategy::blue_green)}));
  ASSERT_EQ(trace.lanes.size(), 4U);
  EXPECT_EQ(trace.lanes[2].node, "node 3");
  EXPECT_EQ(trace.lanes[2].intervals[0].state, LaneState::standby);
  EXPECT_EQ(trace.lanes[2].intervals[1].state, LaneState::serving);
  const std::size_t moved = trace.lanes[2].intervals[1].from;
  for (const Request& request : trace.requests)
    EXPECT_EQ(request.version, request.tick < moved ? "v1" : request.tick > moved ? "v2" : request.version);
  EXPECT_EQ(trace.ticks[moved].title, "all traffic moves to v2");
  EXPECT_TRUE(trace.safe());
}

TEST(Replay, WhatIsNotWaitedForHappensWhenTheSeedSaysSo) {
  Scenario scenario = two_versions({deploy_of("d", "v2"), migrate_to("a", "2"), migrate_to("b", "3")});
  scenario.steps[0].wait = false;
  std::set<std::string> courses;
  for (std::uint64_t seed = 1; seed < 10; ++seed) {
    const Trace trace = run(scenario, seed);
    std::string course;
    for (const Tick& tick : trace.ticks) course += tick.step;
    courses.insert(course);
    EXPECT_EQ(trace.lanes[1].intervals.back().version, "v2") << "it ends all the same";
    EXPECT_EQ(trace.order, scenario.listed_order());
    EXPECT_EQ(hash_of(run(scenario, seed)), hash_of(trace));
  }
  EXPECT_GT(courses.size(), 2U);
}

/// As long as old nodes write only the old column, every look finds a row to fill.
TEST(Replay, ABackfillIsNotStarvedByTraffic) {
  Scenario scenario = users_scenario(
      {{"2_mail.sql", "ALTER TABLE users ADD COLUMN mail TEXT;\n"}},
      {{"v1", {writes_email("change", "UPDATE users SET email = :email WHERE id = :id")}}},
      {migrate_to("m", "2"), backfill_of("fill", "UPDATE users SET mail = email WHERE mail IS NOT email")});
  const Trace trace = run(scenario);
  EXPECT_TRUE(trace.safe()) << trace.summary();
  EXPECT_LT(trace.ticks.size(), 14U);
}

/// What the trace points at is what the World has, in a fork and after going back and forth too.
TEST(Replay, MomentsAreTheSameInAFork) {
  Scenario scenario = two_versions({deploy_of("d", "v2"), step_of(StepKind::migrate, "m")});
  scenario.start.versions[0].queries.push_back(
      query_of("edit", "BEGIN; SELECT 1; UPDATE users SET email = hex(randomblob(4)); COMMIT"));
  auto replayed = replay(scenario, Names{"m", "d"});
  ASSERT_TRUE(replayed);
  world::World fork = replayed->world.fork();
  fork.set_memory_budget(0);
  for (const Tick& tick : replayed->trace.ticks) {
    ASSERT_TRUE(fork.go_to(tick.moment));
    EXPECT_EQ(fork.database_view("production")->image_hash, tick.database->image_hash);
  }
}

TEST(Replay, FlagsSwitchQueries) {
  Step flip = step_of(StepKind::flag, "on");
  flip.flag = "new";
  flip.value = "on";
  Scenario scenario = two_versions({flip});
  scenario.flags = {{"new", "off"}};
  scenario.start.versions[0].queries[1].when = {{"new", "on"}};
  const Trace trace = run(scenario);
  EXPECT_EQ(count(trace, "light"), 2U);
  EXPECT_EQ(trace.ticks[0].flags, Names{"off"});
  EXPECT_EQ(trace.ticks[1].flags, Names{"on"});
  EXPECT_EQ(trace.ticks[1].title, "\"new\" is on");
}

TEST(Replay, KeysGoRoundAndAQueryForOnceComesOnce) {
  Scenario scenario = users_scenario({},
                                     {{"v1",
                                       {reads_email("show", "SELECT email FROM users WHERE id = :id"),
                                        query_of("make", "INSERT INTO users VALUES (7, 'seven')")}}},
                                     {step_of(StepKind::nothing, "wait")});
  scenario.entities[0].keys = {std::int64_t{1}, std::int64_t{2}};
  scenario.start.versions[0].queries[1].once = true;
  const Trace trace = run(scenario);
  std::set<std::string> asked;
  for (const Request& request : trace.requests)
    if (request.query == "show") asked.insert(sql::to_display(request.bindings.at(0).second));
  EXPECT_EQ(asked, (std::set<std::string>{"1", "2"}));
  scenario.groups[0].count = 1;
  EXPECT_EQ(count(run(scenario), "make"), 1U);
  EXPECT_TRUE(run(scenario).safe());
}

TEST(Replay, AStepThatCanNeverBeginIsAnImpossibleOrder) {
  Scenario scenario = two_versions({deploy_of("d2", "v2", Strategy::beside), deploy_of("d3", "v3")});
  scenario.start.versions.push_back(scenario.start.versions[0]);
  scenario.start.versions.back().name = "v3";
  const auto replayed = replay(scenario, Names{"d2", "d3"});
  ASSERT_FALSE(replayed);
  EXPECT_EQ(replayed.error().code, "deploy.impossible-order");
  EXPECT_THAT(replayed.error().message, HasSubstr("more than 2 versions"));
}

TEST(Replay, TheTraceInJsonHasEverythingNew) {
  Scenario scenario = users_scenario({},
                                     {{"v1",
                                       {writes_email("change",
                                                     "UPDATE users SET email = :email "
                                                     "WHERE id = :id + 90")}}},
                                     {step_of(StepKind::nothing, "wait")});
  scenario.flags = {{"new", "off"}};
  const std::string json = to_json(run(scenario));
  EXPECT_THAT(json, HasSubstr(R"("kind": "lost-write")"));
  EXPECT_THAT(json, HasSubstr(R"("email": "p710001")"));
  EXPECT_THAT(json, HasSubstr(R"("flags": [)"));
}

TEST(Replay, RefusesOrdersThatAreNone) {
  const Scenario scenario = lesson_scenario("drop-column.deploy.json");
  const auto code = [&scenario](const Names& order) { return replay(scenario, order).error().code; };
  EXPECT_EQ(code({"drop", "deploy", "drian"}), "deploy.unknown-step");
  EXPECT_EQ(code({"drop", "deploy"}), "deploy.missing-step");
  EXPECT_EQ(code({"drop", "deploy", "drop", "drain"}), "deploy.duplicate-step");
  EXPECT_EQ(code({"drop", "drain", "deploy"}), "deploy.impossible-order");
}

TEST(Replay, CanBeCancelled) {
  std::stop_source source;
  source.request_stop();
  const auto replayed =
      replay(lesson_scenario("add-phone.deploy.json"), Names{"migrate", "deploy"}, 0, source.get_token());
  ASSERT_FALSE(replayed.has_value());
  EXPECT_EQ(replayed.error().code, "world.cancelled");
}

}  // namespace
}  // namespace simulator::deploy

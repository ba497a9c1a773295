#include "simulator/deploy/replay.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

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

Trace run(const Scenario& scenario, const Names& order, std::uint64_t seed = 0) {
  auto replayed = replay(scenario, order, seed);
  EXPECT_TRUE(replayed.has_value()) << (replayed ? "" : replayed.error().message);
  return replayed ? std::move(replayed->trace) : Trace{};
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

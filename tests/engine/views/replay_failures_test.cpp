#include "engine/views/replay_failures.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/views/failure_story.h"
#include "engine/views/safe_plan.h"
#include "engine/views/timeline_rows.h"
#include "engine/views/version_tone.h"

namespace engine::views {
namespace {
namespace deploy = simulator::deploy;
using deploy::FailureKind;
using testing::ElementsAre;
using testing::IsEmpty;

deploy::Request failed(std::size_t tick, std::string node, std::string message) {
  deploy::Request request;
  request.tick = tick;
  request.node = std::move(node);
  request.version = "v1";
  request.query = "list";
  request.sql = "SELECT email FROM users";
  request.error = simulator::base::Error{"sqlite.error", std::move(message), {}, {}, {}, {}, 1};
  return request;
}

/// Three ticks: a request fails in the first and the last, a write is lost in the middle one.
deploy::Trace trace() {
  deploy::Trace out;
  for (std::size_t tick = 0; tick < 3; ++tick) {
    out.ticks.emplace_back();
    out.ticks.back().number = tick;
    out.ticks.back().flags = {tick < 2 ? "off" : "on"};
  }
  out.requests = {failed(2, "node 1", "no such table: users"), failed(0, "", "nobody answers")};
  out.ticks[2].requests = {0};
  out.ticks[0].requests = {1};
  out.failures = {0, 1};
  out.findings = {
      {2, {FailureKind::sql_error, "no such table: users", "v1", "list", {}}, 0},
      {1, {FailureKind::lost_write, "user.email of 1 is nowhere any more", "v1", "change", {}}, {}}};
  out.lanes = {{"node 1",
                {{0, 0, deploy::LaneState::serving, "v1"},
                 {1, 1, deploy::LaneState::draining, "v1"},
                 {2, 2, deploy::LaneState::standby, "v2"}}}};
  return out;
}

deploy::Scenario scenario() {
  deploy::Scenario out;
  for (const char* name : {"v1", "v2", "v3", "v4", "v5"}) {
    out.start.versions.emplace_back();
    out.start.versions.back().name = name;
  }
  out.flags = {{"read new", "off"}};
  return out;
}

TEST(ReplayFailures, EveryKindIsOnTheListOnceInTheOrderInWhichItHappened) {
  const auto failures = failures_of(trace());
  ASSERT_EQ(failures.size(), 3U) << "a request that a finding shows is not told twice";
  EXPECT_EQ(failures[0].kind, FailureKind::no_node);
  EXPECT_EQ(failures[1].kind, FailureKind::lost_write);
  EXPECT_EQ(failures[2].request, 0U);
  EXPECT_EQ(failure_at(failures, 1), 1U);
  EXPECT_EQ(failing_tick_after(failures, 0), 1U);
  EXPECT_EQ(failing_tick_before(failures, 2), 1U);
  EXPECT_EQ(failing_tick_before(failures, 0), std::nullopt);
  EXPECT_EQ(failing_tick_after(failures, 2), std::nullopt);
}

TEST(ReplayFailures, ARequestThatWasAnsweredWentWrongWhereAnOracleSawSomethingInIt) {
  deploy::Trace of = trace();
  deploy::Request answered = failed(1, "node 1", "");
  answered.error.reset();
  of.requests.push_back(answered);
  of.requests.push_back(answered);
  of.ticks[1].requests = {2, 3};
  of.findings.push_back({1, {FailureKind::stale_read, "reads what is old", "v1", "list", {}}, 2});
  const auto failures = failures_of(of);
  EXPECT_TRUE(went_wrong(of, failures, 0)) << "it failed";
  EXPECT_TRUE(went_wrong(of, failures, 2)) << "it read what is stale";
  EXPECT_FALSE(went_wrong(of, failures, 3));
  EXPECT_TRUE(went_wrong(of, {}, 1)) << "a failure needs no finding";
}

TEST(ReplayFailures, AStepThatFailedIsOneToo) {
  deploy::Trace broken = trace();
  broken.ticks[1].error = simulator::base::Error{"sqlite.error", "duplicate column", {}, {}, {}, {}, 1};
  const auto failures = failures_of(broken);
  ASSERT_EQ(failures.size(), 4U);
  EXPECT_EQ(failures[2].kind, FailureKind::step_failed);
  EXPECT_EQ(failures[2].message, "duplicate column");
}

TEST(ReplayFailures, ANodeThatRefusedIsNotAStepThatFailedToo) {
  deploy::Trace refused = trace();
  refused.ticks[1].error =
      simulator::base::Error{"world.node-refused", "v1 refuses to start", {}, {}, {}, {}, 1};
  refused.findings.push_back({1, {FailureKind::refused_start, "v1 refuses to start", "v1", {}, {}}, {}});
  const auto failures = failures_of(refused);
  ASSERT_EQ(failures.size(), 4U);
  EXPECT_EQ(failures[2].kind, FailureKind::refused_start);
  EXPECT_EQ(story_of(scenario(), refused, failures[2]).error->code, "world.node-refused");
}

TEST(TimelineRows, WhatTheScenarioToleratesIsToldApartFromFailures) {
  deploy::Trace shown = trace();
  EXPECT_EQ(served(shown, shown.ticks[0], "", {}).tolerated, 0U);
  shown.failures = {0};
  const Served nobody = served(shown, shown.ticks[0], "", {});
  EXPECT_EQ(nobody.failed, 1U);
  EXPECT_EQ(nobody.tolerated, 1U);
  EXPECT_EQ(served(shown, shown.ticks[2], "node 1", {}).tolerated, 0U);
}

TEST(TimelineRows, ASchemaIsKnownByTheEndOfItsVersionWhereThereIsLittleRoom) {
  deploy::Trace shown = trace();
  shown.schemas = {{0, 2, "20260514 add_user_phone", "20260514", nullptr}};
  const auto rows = timeline_rows(scenario(), shown, {});
  EXPECT_THAT(rows[1].stretches[0].shorter, ElementsAre("20260514", "...0514"));
  shown.schemas[0].version = "20260514093000";
  EXPECT_THAT(timeline_rows(scenario(), shown, {})[1].stretches[0].shorter,
              ElementsAre("20260514093000", "...0514"))
      << "seconds are mostly zeros";
}

TEST(TimelineRows, AFlagHasAStretchAValueAndStandbyIsToldApart) {
  const deploy::Trace shown = trace();
  const auto rows = timeline_rows(scenario(), shown, failures_of(shown));
  std::vector<std::string> labels;
  for (const TimelineRow& row : rows) labels.push_back(row.label);
  EXPECT_THAT(labels, ElementsAre("traffic", "failures", "schema", "read new", "node 1", "nobody"));
  ASSERT_EQ(rows[3].stretches.size(), 2U);
  EXPECT_EQ(rows[3].stretches[0].told, "read new is off, t = 0 to 1");
  EXPECT_EQ(rows[3].stretches[1].words, "on");
  ASSERT_EQ(rows[4].stretches.size(), 3U);
  EXPECT_EQ(rows[4].stretches[1].words, "v1 drains");
  EXPECT_EQ(rows[4].stretches[2].words, "v2 standby");
  EXPECT_TRUE(rows[4].stretches[2].outlined);
}

TEST(TimelineRows, WithoutFlagsAndFailuresTheirRowsAreLeftOut) {
  deploy::Scenario plain = scenario();
  plain.flags.clear();
  deploy::Trace fine = trace();
  fine.requests.clear();
  const auto rows = timeline_rows(plain, fine, {});
  std::vector<std::string> labels;
  for (const TimelineRow& row : rows) labels.push_back(row.label);
  EXPECT_THAT(labels, ElementsAre("traffic", "schema", "node 1"));
}

TEST(VersionTone, FourVersionsAreToldApart) {
  const deploy::Scenario all = scenario();
  EXPECT_EQ(version_tone(all, "v1"), ui::Tone::version_1);
  EXPECT_EQ(version_tone(all, "v3"), ui::Tone::version_3);
  EXPECT_EQ(version_tone(all, "v4"), ui::Tone::version_4);
  EXPECT_EQ(version_tone(all, "v5"), ui::Tone::version_1);
}

TEST(FailureStory, NamesBindingsNodesAndTheRuleThatBroke) {
  deploy::Scenario all = scenario();
  all.invariants = {{"every order has a user", "SELECT 1 FROM orders"}};
  deploy::Trace shown = trace();
  shown.requests[0].bindings = {{":id", std::int64_t{1}}, {":email", std::string("a@b.c")}};
  shown.lanes[0].intervals[2].state = deploy::LaneState::serving;
  const auto failures = failures_of(shown);
  const FailureStory told = story_of(all, shown, failures[2]);
  EXPECT_EQ(told.where, "t = 2 · node 1 · v1 · list");
  EXPECT_EQ(told.bindings, ":id = 1, :email = 'a@b.c'");
  ASSERT_EQ(told.live.size(), 1U);
  EXPECT_EQ(told.live[0].version, "v2");
  EXPECT_FALSE(told.change);
  EXPECT_EQ(story_of(all, shown, failures[0]).where, "t = 0 · no node · v1 · list");
  const ReplayFailure broken{1, FailureKind::broken_invariant, "1 row", {}, "every order has a user", {}};
  EXPECT_EQ(story_of(all, shown, broken).sql, "SELECT 1 FROM orders");
}

TEST(SafePlan, TheAuthorsOwnWordsElseASafeOrdersTitles) {
  deploy::Scenario told;
  EXPECT_THAT(safe_plan(told, nullptr), IsEmpty());
  told.steps.resize(2);
  told.steps[0].id = "a";
  told.steps[0].title = "Migrate";
  told.steps[1].id = "b";
  told.steps[1].title = "Deploy";
  told.orders.resize(2);
  told.orders[0].steps = {"a", "b"};
  told.orders[1].steps = {"b", "a"};
  told.orders[1].safe = true;
  EXPECT_THAT(safe_plan(told, nullptr), ElementsAre("Deploy", "Migrate"));
  deploy::Exploration found;
  found.orders.resize(1);
  found.orders[0].order = {"a", "b"};
  found.orders[0].safe = true;
  EXPECT_THAT(safe_plan(told, &found), ElementsAre("Migrate", "Deploy")) << "what was proven goes first";
  told.plan = {"Deploy first"};
  EXPECT_THAT(safe_plan(told, &found), ElementsAre("Deploy first"));
}

}  // namespace
}  // namespace engine::views

#include "simulator/deploy/liveness.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace simulator::deploy {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

migration::MigrationSet three_files() {
  return migration::read_migrations(
             std::vector<migration::SourceFile>{
                 {"1_a.sql", "SELECT 1;"}, {"2_b.sql", "SELECT 1;"}, {"3_c.sql", "SELECT 1;"}},
             "m")
      .set;
}

Step step(const std::string& id, StepKind kind, const std::string& what, bool keep = false) {
  Step out;
  out.id = id;
  out.kind = kind;
  if (kind == StepKind::migrate) {
    out.to = what;
  } else {
    out.version = what;
  }
  if (keep) out.strategy = Strategy::beside;
  return out;
}

Scenario one_deploy() {
  Scenario out;
  out.start.versions = {{"v1", {{"q", "SELECT 1", {}}}}, {"v2", {}}};
  out.groups = {{"node", 3, "v1", Updates::with_deploy, {}}};
  out.start.environments.emplace_back();
  out.start.environments.back().migrated_to = "1";
  out.steps = {step("first", StepKind::migrate, "2"), step("deploy", StepKind::deploy, "v2", true),
               step("drain", StepKind::drain, "v1"), step("last", StepKind::migrate, "3")};
  return out;
}

TEST(Liveness, AVersionLivesFromItsDeployToItsDrain) {
  const Scenario rollout = one_deploy();
  const auto live = live_versions(rollout, rollout.listed_order(), three_files());
  ASSERT_TRUE(live);
  EXPECT_THAT(live->migrations, ElementsAre("2", "3"));
  EXPECT_THAT(live->versions[0].during, ElementsAre("2"));
  EXPECT_THAT(live->versions[1].during, ElementsAre("2", "3")) << "v2 meets what ran before it came";
  EXPECT_EQ(live->versions[0].queries[0].sql, "SELECT 1");
}

TEST(Liveness, AnotherOrderIsAnotherAnswer) {
  const auto live = live_versions(one_deploy(), {"first", "deploy", "last", "drain"}, three_files());
  ASSERT_TRUE(live);
  EXPECT_THAT(live->versions[0].during, ElementsAre("2", "3"));
}

TEST(Liveness, ReplacedNodesAreGone) {
  Scenario rollout = one_deploy();
  rollout.steps = {step("deploy", StepKind::deploy, "v2"), step("all", StepKind::migrate, "3")};
  const auto live = live_versions(rollout, rollout.listed_order(), three_files());
  EXPECT_THAT(live->versions[0].during, IsEmpty());
  EXPECT_THAT(live->versions[1].during, ElementsAre("2", "3"));
}

TEST(Liveness, AnImpossibleOrderIsAnError) {
  const auto live = live_versions(one_deploy(), {"first"}, three_files());
  ASSERT_FALSE(live);
  EXPECT_EQ(live.error().code, "deploy.missing-step");
}

TEST(Liveness, TheEnvironmentHasFilesAlready) {
  EXPECT_THAT(applied_at_start(one_deploy(), three_files()), ElementsAre("1"));
  Scenario fresh = one_deploy();
  fresh.start.environments.front().migrated_to.clear();
  EXPECT_THAT(applied_at_start(fresh, three_files()), IsEmpty());
}

TEST(Liveness, WhatIsNotWaitedForMayStillServe) {
  Scenario rollout = one_deploy();
  rollout.steps[1].strategy = Strategy::blue_green;
  const std::vector<std::string> order = {"deploy", "first", "drain", "last"};
  EXPECT_THAT(live_versions(rollout, order, three_files())->versions[0].during, IsEmpty());
  rollout.steps[1].wait = false;
  const auto behind = live_versions(rollout, order, three_files());
  EXPECT_THAT(behind->versions[0].during, ElementsAre("2")) << "until the drain";
  EXPECT_THAT(behind->versions[1].during, ElementsAre("2", "3"));
}

TEST(Liveness, WorkersLiveOnUntilTheyUpdate) {
  Scenario rollout = one_deploy();
  rollout.steps[1].strategy = Strategy::rolling;
  const std::vector<std::string> order = {"deploy", "first", "drain", "last"};
  rollout.groups.push_back({"job", 1, "v1", Updates::with_deploy, {}});
  EXPECT_THAT(live_versions(rollout, order, three_files())->versions[0].during, IsEmpty());
  rollout.groups.back().updates = Updates::late;
  EXPECT_THAT(live_versions(rollout, order, three_files())->versions[0].during, ElementsAre("2"));
  rollout.groups.back().updates = Updates::never;
  EXPECT_THAT(live_versions(rollout, order, three_files())->versions[0].during, ElementsAre("2", "3"));
}

}  // namespace
}  // namespace simulator::deploy

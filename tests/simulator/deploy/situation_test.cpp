#include "simulator/deploy/situation.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "simulator/base/random.h"

namespace simulator::deploy {
namespace {

Scenario scenario_of(int nodes, std::vector<Step> steps) {
  Scenario scenario;
  for (const char* name : {"v1", "v2", "v3"}) {
    world::AppVersion version;
    version.name = name;
    version.queries = {{"list", "SELECT 1", {}}, {"export", "SELECT 2", {}}};
    scenario.start.versions.push_back(version);
  }
  scenario.groups.push_back({"node", nodes, "v1", Updates::with_deploy, {}});
  scenario.steps = std::move(steps);
  return scenario;
}

Step bare_step(StepKind kind, const std::string& id, std::vector<std::string> after = {}) {
  Step step;
  step.kind = kind;
  step.id = id;
  step.after = std::move(after);
  return step;
}

Step bare_deploy(const std::string& id, const std::string& version, Strategy strategy = Strategy::rolling,
                 int batch = 1, int surge = 0) {
  Step step = bare_step(StepKind::deploy, id);
  step.version = version;
  step.strategy = strategy;
  step.batch = batch;
  step.surge = surge;
  return step;
}

Step bare_drain(const std::string& id, const std::string& version, std::vector<std::string> after = {}) {
  Step step = bare_step(StepKind::drain, id, std::move(after));
  step.version = version;
  return step;
}

/// "start 0 v2": a move for reading.
std::string word(const Move& move, const Plan& plan) {
  if (move.step != no_step) return fmt::format("{} {}", to_string(move.kind), plan.step(move.step).id);
  return fmt::format("{} {}", to_string(move.kind), plan.version(move.version).name);
}

std::vector<std::string> words(const std::vector<Move>& moves, const Plan& plan) {
  std::vector<std::string> out;
  for (const Move& move : moves) out.push_back(word(move, plan));
  return out;
}

/// Takes the first move each time until there is none; what it took.
std::vector<std::string> walk(const Plan& plan, Situation& at) {
  std::vector<std::string> taken;
  while (taken.size() < 1000) {
    const std::vector<Move> moves = plan.moves(at);
    if (moves.empty()) break;
    taken.push_back(word(moves.front(), plan));
    at = plan.after(at, moves.front());
  }
  return taken;
}

/// "v1 v1 - v2": what each node runs, with what it does where that is not serving.
std::string fleet(const Situation& at, const Plan& plan) {
  std::string out;
  for (const NodeAt& node : at.nodes) {
    if (!out.empty()) out += ' ';
    out += node.life == Life::stopped ? "-" : plan.version(node.version).name;
    if (node.life == Life::draining || node.life == Life::standby)
      out += fmt::format("({})", to_string(node.life));
  }
  return out;
}

TEST(Plan, ARollingDeployTakesOneNodeAfterTheOther) {
  const Scenario scenario = scenario_of(2, {bare_deploy("d", "v2")});
  const Plan plan(scenario);
  Situation at = plan.begin();
  EXPECT_THAT(walk(plan, at), testing::ElementsAre("roll-out d", "drain v1", "stop v1", "start v2",
                                                   "drain v1", "stop v1", "start v2"));
  EXPECT_EQ(fleet(at, plan), "v2 v2");
  EXPECT_TRUE(plan.at_rest(at));
}

TEST(Plan, WithSurgeTheNewNodeStartsFirst) {
  const Scenario scenario = scenario_of(2, {bare_deploy("d", "v2", Strategy::rolling, 0, 1)});
  const Plan plan(scenario);
  Situation at = plan.begin();
  EXPECT_THAT(walk(plan, at), testing::ElementsAre("roll-out d", "start v2", "drain v1", "stop v1",
                                                   "start v2", "drain v1", "stop v1"));
}

TEST(Plan, BlueGreenMovesAllTrafficAtOnce) {
  const Scenario scenario = scenario_of(2, {bare_deploy("d", "v2", Strategy::blue_green)});
  const Plan plan(scenario);
  Situation at = plan.begin();
  for (int i = 0; i < 3; ++i) at = plan.after(at, plan.moves(at).front());
  EXPECT_EQ(fleet(at, plan), "v1 v1 v2(standby) v2(standby)");
  EXPECT_THAT(words(plan.moves(at), plan), testing::ElementsAre("switch-over v2"));
  at = plan.after(at, plan.moves(at).front());
  EXPECT_EQ(fleet(at, plan), "v1(draining) v1(draining) v2 v2");
  EXPECT_FALSE(plan.at_rest(at));
  walk(plan, at);
  EXPECT_EQ(fleet(at, plan), "- - v2 v2");
  EXPECT_TRUE(plan.at_rest(at));
}

TEST(Plan, RecreateHasNothingNewWhileSomethingOldRuns) {
  const Scenario scenario = scenario_of(2, {bare_deploy("d", "v2", Strategy::recreate)});
  const Plan plan(scenario);
  Situation at = plan.begin();
  EXPECT_THAT(walk(plan, at), testing::ElementsAre("roll-out d", "drain v1", "stop v1", "drain v1", "stop v1",
                                                   "start v2", "start v2"));
}

TEST(Plan, BesideKeepsTheOldNodesUntilTheyAreDrained) {
  const Scenario scenario = scenario_of(1, {bare_deploy("d", "v2", Strategy::beside), bare_drain("w", "v1")});
  const Plan plan(scenario);
  Situation at = plan.begin();
  EXPECT_THAT(walk(plan, at),
              testing::ElementsAre("roll-out d", "start v2", "await-drain w", "drain v1", "stop v1"));
  EXPECT_EQ(fleet(at, plan), "- v2");
}

TEST(Plan, AStepWaitsForWhatComesFirst) {
  const Scenario scenario =
      scenario_of(1, {bare_step(StepKind::migrate, "a", {"b"}), bare_step(StepKind::migrate, "b")});
  const Plan plan(scenario);
  const Situation at = plan.begin();
  EXPECT_THAT(words(plan.moves(at), plan), testing::ElementsAre("work b"));
  const Situation under_way = plan.after(at, plan.moves(at).front(), false);
  EXPECT_THAT(words(plan.moves(under_way), plan), testing::ElementsAre("work b"));
  EXPECT_FALSE(plan.moves(under_way).front().begins);
  const Situation over = plan.after(under_way, plan.moves(under_way).front(), true);
  EXPECT_THAT(words(plan.moves(over), plan), testing::ElementsAre("work a"));
}

TEST(Plan, ADeployThatDoesNotWaitGoesOnBehindTheNextStep) {
  Step deploy = bare_deploy("d", "v2");
  deploy.wait = false;
  const Scenario scenario = scenario_of(1, {deploy, bare_step(StepKind::migrate, "m")});
  const Plan plan(scenario);
  Situation at = plan.begin();
  at = plan.after(at, plan.moves(at).front());
  EXPECT_THAT(words(plan.moves(at), plan), testing::ElementsAre("work m", "drain v1"));
  at = plan.after(at, plan.moves(at).front());
  EXPECT_FALSE(plan.at_rest(at));
  walk(plan, at);
  EXPECT_EQ(fleet(at, plan), "v2");
}

TEST(Plan, ADeployDoesNotBeginWhileTooManyVersionsWouldBeLive) {
  Step first = bare_deploy("d2", "v2");
  first.wait = false;
  Scenario scenario = scenario_of(2, {first, bare_deploy("d3", "v3")});
  const auto half_way = [](const Plan& plan) {
    Situation at = plan.begin();
    at = plan.after(at, plan.moves(at).front());
    for (int taken = 0; taken < 3; ++taken) at = plan.after(at, plan.moves(at).back());
    EXPECT_EQ(fleet(at, plan), "v2 v1");
    return at;
  };
  {
    const Plan plan(scenario);
    Situation at = half_way(plan);
    EXPECT_FALSE(plan.can_begin(at, 1));
    EXPECT_THAT(walk(plan, at), testing::Contains("roll-out d3")) << "it can when v1 is gone";
  }
  scenario.live_versions = 3;
  const Plan plan(scenario);
  EXPECT_TRUE(plan.can_begin(half_way(plan), 1));
}

TEST(Plan, WorkersUpdateWhenTheyUpdate) {
  Scenario scenario = scenario_of(1, {bare_deploy("d", "v2"), bare_drain("w", "v1")});
  scenario.groups.push_back({"late", 1, "v1", Updates::late, {}});
  scenario.groups.push_back({"forgotten", 1, "v1", Updates::never, {}});
  const Plan plan(scenario);
  Situation at = plan.begin();
  EXPECT_FALSE(plan.can_begin(at, 1)) << "the late worker would stay on v1 for ever";
  for (int i = 0; i < 4; ++i) at = plan.after(at, plan.moves(at).front());
  EXPECT_EQ(fleet(at, plan), "v2 v1 v1");
  EXPECT_TRUE(plan.can_begin(at, 1));
  EXPECT_THAT(words(plan.moves(at), plan), testing::ElementsAre("await-drain w", "update v2"));
  at = plan.after(at, plan.moves(at).front());
  EXPECT_THAT(words(plan.moves(at), plan), testing::ElementsAre("update v2")) << "the drain waits for it";
  walk(plan, at);
  EXPECT_EQ(fleet(at, plan), "v2 v2 v1") << "and not for the one that nobody updates";
  EXPECT_TRUE(plan.at_rest(at));
}

TEST(Plan, ARefusedStartEndsTheRolloutWhereItIs) {
  const Scenario scenario =
      scenario_of(3, {bare_deploy("d", "v2", Strategy::rolling, 2), bare_step(StepKind::migrate, "m")});
  const Plan plan(scenario);
  Situation at = plan.begin();
  for (int i = 0; i < 4; ++i) at = plan.after(at, plan.moves(at).front());
  EXPECT_EQ(fleet(at, plan), "- v1(draining) v1");
  Move start;
  for (const Move& move : plan.moves(at))
    if (move.kind == Move::Kind::start) start = move;
  at = plan.after(at, start, true, true);
  EXPECT_FALSE(at.rollout);
  EXPECT_THAT(words(plan.moves(at), plan), testing::ElementsAre("work m", "stop v1"));
  walk(plan, at);
  EXPECT_EQ(fleet(at, plan), "- - v1");
}

TEST(Plan, ARollbackGoesBackAndNoStepFollows) {
  const Scenario scenario = scenario_of(2, {bare_deploy("d", "v2"), bare_step(StepKind::migrate, "m")});
  const Plan plan(scenario);
  Situation at = plan.begin();
  const Mishaps mishaps{true, false};
  EXPECT_THAT(words(plan.moves(at, mishaps), plan), testing::Not(testing::Contains("roll-back v1")));
  for (int i = 0; i < 4; ++i) at = plan.after(at, plan.moves(at).front());
  EXPECT_EQ(fleet(at, plan), "v2 v1");
  ASSERT_THAT(words(plan.moves(at, mishaps), plan), testing::Contains("roll-back v1"));
  at = plan.after(at, plan.moves(at, mishaps).back());
  EXPECT_THAT(walk(plan, at), testing::ElementsAre("drain v2", "stop v2", "start v1"));
  EXPECT_EQ(fleet(at, plan), "v1 v1");
  EXPECT_TRUE(plan.at_rest(at));
}

TEST(Plan, AMigratorCrashesOnceAndOnlyWhereItLeavesSomethingBehind) {
  const Scenario scenario =
      scenario_of(1, {bare_step(StepKind::migrate, "m"), bare_step(StepKind::flag, "f")});
  const Plan plan(scenario);
  Situation at = plan.begin();
  const Mishaps crash{false, true};
  EXPECT_THAT(words(plan.moves(at, crash), plan), testing::ElementsAre("work m", "work f"));
  const std::vector<Move> moves = plan.moves(at, crash, {1, 2});
  EXPECT_THAT(words(moves, plan), testing::ElementsAre("work m", "crash m", "crash m", "work f"));
  EXPECT_EQ(moves[2].statement, 2);
  at = plan.after(at, moves[1], false);
  EXPECT_THAT(words(plan.moves(at, crash, {1}), plan), testing::ElementsAre("work m"));
}

TEST(Plan, AQueryRunsWhereGroupAndFlagsSaySo) {
  Scenario scenario = scenario_of(1, {});
  scenario.flags = {{"new", "off"}};
  scenario.groups.push_back({"job", 1, "v1", Updates::never, {"export"}});
  scenario.start.versions[0].queries[0].when = {{"new", "on"}};
  Step flip = bare_step(StepKind::flag, "f");
  flip.flag = "new";
  flip.value = "on";
  scenario.steps = {flip};
  const Plan plan(scenario);
  Situation at = plan.begin();
  EXPECT_THAT(plan.queries(at, at.nodes[0]), testing::ElementsAre(1U));
  EXPECT_THAT(plan.queries(at, at.nodes[1]), testing::ElementsAre(1U));
  at = plan.after(at, plan.moves(at).front());
  EXPECT_THAT(plan.queries(at, at.nodes[0]), testing::ElementsAre(0U, 1U));
  EXPECT_THAT(plan.queries(at, at.nodes[1]), testing::ElementsAre(1U));
}

TEST(Plan, CanonicalForgetsWhichNodeIsWhich) {
  const Scenario scenario = scenario_of(2, {bare_deploy("d", "v2")});
  const Plan plan(scenario);
  Situation left = plan.begin();
  Situation right = left;
  left.nodes[0].version = 1;
  right.nodes[1].version = 1;
  left.nodes.push_back({0, 2, Life::stopped});
  EXPECT_NE(left, right);
  EXPECT_EQ(Plan::canonical(left), Plan::canonical(right));
}

/// A scenario of random steps, groups and strategies that the reader would let through.
Scenario random_scenario(base::Random& random) {
  const std::vector<Strategy> strategies = {Strategy::rolling, Strategy::blue_green, Strategy::canary,
                                            Strategy::recreate, Strategy::beside};
  std::vector<Step> steps;
  const auto count = 1 + random.below(5);
  for (std::uint64_t index = 0; index < count; ++index) {
    const std::string id = fmt::format("s{}", index);
    const std::string version = fmt::format("v{}", 1 + random.below(3));
    switch (random.below(4)) {
      case 0:
        steps.push_back(bare_drain(id, version));
        break;
      case 1:
        steps.push_back(bare_step(StepKind::migrate, id));
        break;
      default:
        steps.push_back(bare_deploy(id, version, strategies[random.below(strategies.size())],
                                    static_cast<int>(random.below(3)), static_cast<int>(random.below(3))));
        if (steps.back().batch + steps.back().surge == 0) steps.back().surge = 1;
        steps.back().wait = random.below(3) > 0;
    }
    if (index > 0 && random.below(3) == 0) steps.back().after = {fmt::format("s{}", random.below(index))};
  }
  Scenario scenario = scenario_of(static_cast<int>(1 + random.below(3)), std::move(steps));
  scenario.live_versions = static_cast<int>(2 + random.below(2));
  for (const Updates updates : {Updates::with_deploy, Updates::late, Updates::never})
    if (random.below(3) == 0)
      scenario.groups.push_back({std::string(to_string(updates)), 1, "v1", updates, {}});
  return scenario;
}

int serving(const Situation& at, std::uint8_t group) {
  return static_cast<int>(std::count_if(at.nodes.begin(), at.nodes.end(), [&](const NodeAt& node) {
    return node.group == group && node.life == Life::serving;
  }));
}

/// Whatever is tried, in whatever order: a walk ends, a drain that is over has drained, a rolling deploy
/// keeps its nodes, and what cannot go on is a step that cannot begin.
TEST(Plan, EveryWalkEndsAndKeepsThePromises) {
  int finished = 0;
  for (std::uint64_t seed = 0; seed < 3000; ++seed) {
    SCOPED_TRACE(fmt::format("seed {}", seed));
    base::Random random(seed);
    const Scenario scenario = random_scenario(random);
    const Plan plan(scenario);
    Situation at = plan.begin();
    const bool refuses = random.below(4) == 0;
    const Mishaps mishaps{random.below(2) == 0, random.below(2) == 0};
    int moves_taken = 0;
    for (;; ++moves_taken) {
      ASSERT_LT(moves_taken, 400);
      const std::vector<Move> moves = plan.moves(at, mishaps, {1});
      if (moves.empty()) break;
      const Move move = moves[random.below(moves.size())];
      const bool work = move.kind == Move::Kind::work || move.kind == Move::Kind::crash;
      const bool starts = move.kind == Move::Kind::start || move.kind == Move::Kind::update;
      const Situation before = at;
      at = plan.after(before, move, !work || random.below(2) == 0, starts && refuses && random.below(3) == 0);
      if (move.kind == Move::Kind::drain && before.rollout && before.rollout->step != no_step &&
          plan.step(before.rollout->step).strategy == Strategy::rolling && before.running != no_step &&
          plan.step(before.running).kind == StepKind::deploy) {
        EXPECT_GE(serving(at, move.group), plan.count(move.group) - plan.step(before.rollout->step).batch);
      }
      for (StepIndex step = 0; step < static_cast<StepIndex>(plan.steps()); ++step) {
        if (plan.step(step).kind != StepKind::drain || before.is_done(step) || !at.is_done(step)) continue;
        for (const NodeAt& node : at.nodes)
          EXPECT_FALSE(node.runs() && plan.version(node.version).name == plan.step(step).version &&
                       scenario.groups[node.group].updates != Updates::never);
      }
      if (before.rolled_back) {
        EXPECT_EQ(at.done, before.done) << "no step goes on after a rollback";
      }
    }
    EXPECT_FALSE(at.rollout);
    EXPECT_EQ(at.running, no_step);
    if (plan.at_rest(at)) {
      ++finished;
      continue;
    }
    for (StepIndex step = 0; step < static_cast<StepIndex>(plan.steps()); ++step)
      EXPECT_FALSE(plan.can_begin(at, step));
  }
  EXPECT_GT(finished, 1500);
}

/// Versions at once never exceed the limit by a deploy that began with fewer.
TEST(Plan, NeverMoreVersionsAreLiveThanTheScenarioAllows) {
  for (std::uint64_t seed = 0; seed < 2000; ++seed) {
    SCOPED_TRACE(fmt::format("seed {}", seed));
    base::Random random(seed);
    const Scenario scenario = random_scenario(random);
    const Plan plan(scenario);
    Situation at = plan.begin();
    for (int taken = 0; taken < 400; ++taken) {
      const std::vector<Move> moves = plan.moves(at);
      if (moves.empty()) break;
      at = plan.after(at, moves[random.below(moves.size())]);
      std::set<VersionIndex> live;
      for (const NodeAt& node : at.nodes)
        if (node.runs() && scenario.groups[node.group].updates != Updates::never) live.insert(node.version);
      ASSERT_LE(static_cast<int>(live.size()), scenario.live_versions);
    }
  }
}

}  // namespace
}  // namespace simulator::deploy

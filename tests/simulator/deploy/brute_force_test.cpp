// The explorer against a plain search, over random rollouts: the verdict on every order, which orders there
// are, and how long the shortest failing story of each is.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <ostream>
#include <vector>

#include "simulator/base/counted.h"
#include "simulator/deploy/explore.h"
#include "simulator/deploy/replay.h"
#include "simulator/deploy/safe_region.h"
#include "tests/simulator/deploy/brute_force.h"
#include "tests/simulator/deploy/random_scenario.h"

namespace simulator::deploy {
namespace {

using namespace testing_support;

/// Scenarios whose plain search is larger are passed over; they are counted.
constexpr std::size_t brute_states = 40;

std::string name_of(const std::vector<std::string>& order) {
  return fmt::format("{}", fmt::join(order, " "));
}

struct Tally {
  int compared = 0;
  int too_large = 0;
  int with_safe_orders = 0;
};

void compare(std::uint64_t seed, const RandomShape& shape, std::size_t limit, Tally& tally) {
  const Scenario scenario = random_scenario(seed, shape);
  ExploreOptions options;
  options.threads = 1;
  options.mishaps.rollback = seed % 4 == 1;
  options.mishaps.crash = seed % 4 == 2;
  // A plain search has a state for each of the explorer's: one that is larger would only come to its limit.
  options.state_budget = limit;
  const auto explored = explore(scenario, options);
  ASSERT_TRUE(explored.has_value()) << "seed " << seed << ": " << to_string(explored.error());
  ASSERT_TRUE(explored->complete || explored->stopped == "after " + base::counted(limit, "state", "states"))
      << "seed " << seed << ": " << explored->stopped;
  BruteForce plain;
  if (explored->complete) plain = search(scenario, options.mishaps, limit);
  if (!explored->complete || !plain.complete) {
    ++tally.too_large;
    return;
  }
  ++tally.compared;
  ASSERT_EQ(explored->orders_total, plain.orders.size()) << "seed " << seed;
  std::optional<std::size_t> shortest;
  bool any_safe = false;
  for (const auto& [order, verdict] : plain.orders) {
    const OrderVerdict* ours = explored->verdict(order);
    ASSERT_NE(ours, nullptr) << "seed " << seed << ": " << name_of(order);
    const std::optional<std::size_t> acts = verdict.fails ? verdict.fails : verdict.fails_back;
    any_safe = any_safe || !acts;
    ASSERT_EQ(ours->safe, !acts) << "seed " << seed << ": " << name_of(order)
                                 << (ours->story ? ": " + explored->stories[*ours->story].failure->message
                                                 : "");
    EXPECT_EQ(holds(explored->region, order), ours->safe) << "seed " << seed << ": " << name_of(order);
    if (!acts) continue;
    ASSERT_EQ(explored->stories[*ours->story].acts.size(), *acts)
        << "seed " << seed << ": " << name_of(order);
    ASSERT_EQ(ours->rollback_story.has_value(), !verdict.fails) << "seed " << seed << ": " << name_of(order);
  }
  for (const auto& [order, verdict] : plain.orders) {
    if (verdict.fails && (!shortest || *verdict.fails < *shortest)) shortest = verdict.fails;
  }
  if (shortest) {
    ASSERT_TRUE(explored->shortest.has_value()) << "seed " << seed;
    EXPECT_EQ(explored->stories[*explored->shortest].acts.size(), *shortest) << "seed " << seed;
  }
  if (any_safe) ++tally.with_safe_orders;
}

/// Goes on from the seed until so many were compared.
void compare_some(std::uint64_t seed, int wanted, const RandomShape& shape, std::size_t limit) {
  Tally tally;
  for (const std::uint64_t first = seed; tally.compared < wanted; ++seed) {
    ASSERT_LT(seed - first, 20U * static_cast<unsigned>(wanted)) << "nearly all of them are too large";
    compare(seed, shape, limit, tally);
    if (testing::Test::HasFatalFailure()) return;
  }
  fmt::print("{} compared, {} of them with a safe order; {} were too large\n", tally.compared,
             tally.with_safe_orders, tally.too_large);
  EXPECT_GT(tally.with_safe_orders, 0);
}

/// Up to 4 steps and 2 nodes; 2,000 in all, in parts that tests run side by side.
class PlainSearch : public testing::TestWithParam<std::uint64_t> {};
TEST_P(PlainSearch, AgreesOnTheNext125) { compare_some(GetParam() * 10'000, 125, {4, 2}, brute_states); }
INSTANTIATE_TEST_SUITE_P(Parts, PlainSearch, testing::Range(std::uint64_t{0}, std::uint64_t{16}));

/// `./dev soak`: large rollouts, and thousands of small ones. Minutes to hours, so there are none unless
/// asked for.
struct SoakRun {
  std::uint64_t seed = 0;
  int wanted = 0;
  RandomShape shape;
  std::size_t limit = 0;
  friend void PrintTo(const SoakRun& run, std::ostream* out) {
    *out << run.wanted << " of " << run.shape.steps << " steps and " << run.shape.nodes << " nodes";
  }
};
std::vector<SoakRun> soak_runs() {
  if (std::getenv("DRIFTWOOD_SOAK") == nullptr) return {};
  return {{1'000'000, 36, {6, 3}, 20'000}, {2'000'000, 4'000, {4, 2}, 600}};
}
class PlainSearchSoak : public testing::TestWithParam<SoakRun> {};
TEST_P(PlainSearchSoak, Agrees) {
  const SoakRun& run = GetParam();
  compare_some(run.seed, run.wanted, run.shape, run.limit);
}
GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(PlainSearchSoak);
INSTANTIATE_TEST_SUITE_P(Runs, PlainSearchSoak, testing::ValuesIn(soak_runs()));

/// What the explorer tells of a failure, the replay shows at the end of the same acts.
TEST(Stories, AreRetoldWithTheSameFailure) {
  int retold = 0;
  for (std::uint64_t seed = 300'000; seed < 300'030; ++seed) {
    const Scenario scenario = random_scenario(seed, {4, 2});
    ExploreOptions options;
    options.threads = 1;
    options.state_budget = 3'000;
    options.mishaps.rollback = seed % 3 == 1;
    const auto explored = explore(scenario, options);
    ASSERT_TRUE(explored.has_value()) << "seed " << seed << ": " << to_string(explored.error());
    for (const Story& story : explored->stories) {
      const auto shown = replay(scenario, story);
      ASSERT_TRUE(shown.has_value()) << "seed " << seed << ": " << to_string(shown.error());
      const auto same = std::find_if(shown->trace.findings.begin(), shown->trace.findings.end(),
                                     [&](const Finding& finding) {
                                       return finding.failure.kind == story.failure->kind &&
                                              finding.failure.query == story.failure->query;
                                     });
      EXPECT_NE(same, shown->trace.findings.end())
          << "seed " << seed << ": " << to_string(story.failure->kind) << ": " << story.failure->message;
      if (++retold >= 120) return;
    }
  }
}

}  // namespace
}  // namespace simulator::deploy

#include "simulator/deploy/safe_region.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>

#include "simulator/base/random.h"

namespace simulator::deploy {
namespace {

using Orders = std::vector<std::vector<std::uint8_t>>;

std::vector<std::string> named(const std::vector<std::uint8_t>& order) {
  std::vector<std::string> out;
  for (const std::uint8_t step : order) out.emplace_back(1, static_cast<char>('A' + step));
  return out;
}

std::vector<std::string> names(std::size_t steps) {
  std::vector<std::uint8_t> all(steps);
  std::iota(all.begin(), all.end(), std::uint8_t{0});
  return named(all);
}

Orders permutations(std::size_t steps) {
  std::vector<std::uint8_t> order(steps);
  std::iota(order.begin(), order.end(), std::uint8_t{0});
  Orders out;
  do out.push_back(order);
  while (std::next_permutation(order.begin(), order.end()));
  return out;
}

bool keeps(const std::vector<Precedence>& constraints, const std::vector<std::string>& order) {
  return std::all_of(constraints.begin(), constraints.end(), [&order](const Precedence& each) {
    return std::find(order.begin(), order.end(), each.first) <
           std::find(order.begin(), order.end(), each.then);
  });
}

/// The region's members are exactly these orders, read either way.
void expect_exact(const Orders& safe, std::size_t steps) {
  const SafeRegion region = region_of(safe, names(steps));
  for (const auto& order : permutations(steps)) {
    const bool inside = std::find(safe.begin(), safe.end(), order) != safe.end();
    const std::vector<std::string> name = named(order);
    ASSERT_EQ(holds(region, name), inside);
    ASSERT_EQ(std::any_of(region.partial_orders.begin(), region.partial_orders.end(),
                          [&name](const auto& partial) { return keeps(partial, name); }),
              inside);
  }
  for (const auto& alternative : region.alternatives) ASSERT_GE(alternative.size(), 2U);
}

TEST(SafeRegion, IsExactForEverySetOfOrdersOfThreeSteps) {
  const Orders all = permutations(3);
  for (unsigned set = 0; set < 1U << all.size(); ++set) {
    Orders safe;
    for (std::size_t i = 0; i < all.size(); ++i) {
      if ((set >> i & 1U) != 0) safe.push_back(all[i]);
    }
    expect_exact(safe, 3);
  }
}

TEST(SafeRegion, IsExactForRandomSetsOfUpToFiveSteps) {
  base::Random random(4);
  for (int round = 0; round < 60; ++round) {
    const std::size_t steps = 4 + random.below(2);
    Orders safe;
    const std::uint64_t one_in = 1 + random.below(12);
    for (const auto& order : permutations(steps)) {
      if (random.below(one_in) == 0) safe.push_back(order);
    }
    expect_exact(safe, steps);
    if (HasFatalFailure()) return;
  }
}

TEST(SafeRegion, APartialOrderIsNothingButItsReducedConstraints) {
  Orders safe;
  for (const auto& order : permutations(4)) {
    if (keeps({{"A", "B"}, {"B", "C"}}, named(order))) safe.push_back(order);
  }
  const SafeRegion region = region_of(safe, names(4));
  EXPECT_TRUE(region.is_partial_order());
  EXPECT_EQ(region.constraints, (std::vector<Precedence>{{"A", "B"}, {"B", "C"}})) << "A before C follows";
  EXPECT_EQ(region.partial_orders, (std::vector<std::vector<Precedence>>{region.constraints}));
}

TEST(SafeRegion, WhereNoPartialOrderFitsItGivesTheAlternatives) {
  Orders safe;
  for (const auto& order : permutations(3)) {
    if (keeps({{"A", "C"}}, named(order)) || keeps({{"B", "C"}}, named(order))) safe.push_back(order);
  }
  const SafeRegion region = region_of(safe, names(3));
  EXPECT_TRUE(region.constraints.empty());
  ASSERT_EQ(region.alternatives.size(), 1U);
  EXPECT_EQ(region.alternatives[0], (std::vector<Precedence>{{"A", "C"}, {"B", "C"}}));
  EXPECT_EQ(region.partial_orders.size(), 2U);
}

TEST(SafeRegion, NoSafeOrderIsNoRegion) {
  const SafeRegion region = region_of({}, names(3));
  EXPECT_TRUE(region.partial_orders.empty());
  EXPECT_FALSE(region.is_partial_order());
}

}  // namespace
}  // namespace simulator::deploy

#include "lessons/quiz/ordering.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <bit>
#include <numeric>

#include "simulator/base/random.h"

namespace lessons::quiz {
namespace {

using simulator::base::Random;
using testing::ElementsAre;
using testing::IsEmpty;

Ordering ordering_of(std::string_view items, std::vector<std::string_view> pairs) {
  Ordering ordering;
  for (const char c : items) {
    Item item;
    item.id = c;
    ordering.items.push_back(item);
  }
  for (const std::string_view pair : pairs) {
    Precedence precedence;
    precedence.first = pair.substr(0, 1);
    precedence.then = pair.substr(1, 1);
    ordering.before.push_back(precedence);
  }
  return ordering;
}

std::vector<std::string> letters(std::string_view text) {
  std::vector<std::string> out;
  for (const char c : text) out.emplace_back(1, c);
  return out;
}

const Ordering chain = ordering_of("ABCDEF", {"AB", "BC", "CD", "DE", "EF"});

TEST(Consequences, ThePairsAndWhatFollowsFromThem) {
  Ordering ordering = ordering_of("ABCD", {"AB", "BC"});
  ordering.before[0].why = "because";
  std::vector<std::string> said;
  for (const Precedence& pair : consequences(ordering)) said.push_back(pair.first + pair.then + pair.why);
  EXPECT_THAT(said, ElementsAre("ABbecause", "BC", "AC"));
  EXPECT_THAT(consequences(ordering_of("AB", {})), IsEmpty());
}

TEST(MarkOrder, Vectors) {
  struct Vector {
    std::string_view order;
    std::size_t deletions;
    double credit;
  };
  for (const Vector& v : {Vector{"ABCDEF", 0, 1.0}, Vector{"ABDCEF", 1, 4.0 / 6},
                          Vector{"FABCDE", 1, 4.0 / 6}, Vector{"BCDEFA", 1, 4.0 / 6},
                          Vector{"BADCFE", 3, 0.0}, Vector{"FEDCBA", 5, 0.0}, Vector{"BADCEF", 2, 2.0 / 6}}) {
    const OrderMark mark = mark_order(chain, letters(v.order));
    EXPECT_EQ(mark.deletions, v.deletions) << v.order;
    EXPECT_DOUBLE_EQ(mark.credit, v.credit) << v.order;
  }
}

TEST(MarkOrder, EveryOrderThatThePairsAllowIsRight) {
  const Ordering free_end = ordering_of("ABC", {"AB", "AC"});
  EXPECT_EQ(mark_order(free_end, letters("ABC")).credit, 1.0);
  EXPECT_EQ(mark_order(free_end, letters("ACB")).credit, 1.0);
  EXPECT_EQ(mark_order(free_end, letters("BAC")).deletions, 1U);
}

TEST(MarkOrder, NamesTheFirstBrokenPairFromTheTop) {
  const auto conflict = [](std::string_view order) {
    const auto broken = mark_order(chain, letters(order)).conflict;
    return broken ? broken->first + broken->then : std::string("none");
  };
  EXPECT_EQ(conflict("ABCDEF"), "none");
  EXPECT_EQ(conflict("ABDCEF"), "CD");
  EXPECT_EQ(conflict("BCDEFA"), "AB") << "C is only out of place because B is";
  EXPECT_EQ(conflict("FEDCBA"), "EF");
}

TEST(MarkOrder, WhatIsMissingUnknownOrRepeated) {
  const OrderMark mark = mark_order(chain, letters("ABBZD"));
  EXPECT_THAT(mark.missing, ElementsAre("C", "E", "F"));
  EXPECT_EQ(mark.deletions, 0U);
  EXPECT_EQ(mark.credit, 0.0);
  EXPECT_EQ(mark_order(Ordering{}, {}).credit, 0.0);
}

TEST(FindCycle, WalksAlongTheAuthorsPairs) {
  EXPECT_THAT(find_cycle(chain), IsEmpty());
  EXPECT_THAT(find_cycle(ordering_of("ABCD", {"AB", "BC", "CB", "CD"})), ElementsAre("B", "C", "B"));
  EXPECT_THAT(find_cycle(ordering_of("ABC", {"AB", "BC", "CA"})), ElementsAre("A", "B", "C", "A"));
  EXPECT_THAT(find_cycle(ordering_of("A", {"AA"})), ElementsAre("A", "A"));
  EXPECT_THAT(find_cycle(ordering_of("ABCD", {"AB", "AC", "BD", "CA"})), ElementsAre("A", "C", "A"));
}

TEST(RightOrder, StaysNearToTheList) {
  EXPECT_THAT(right_order(ordering_of("CAB", {"AB", "BC"})), ElementsAre("A", "B", "C"));
  EXPECT_THAT(right_order(ordering_of("ABC", {"CB"})), ElementsAre("A", "C", "B"));
  EXPECT_THAT(right_order(ordering_of("AB", {"AB", "BA"})), IsEmpty());
}

/// Smallest number of items to take out, by trying every subset: keeps() is the plain definition.
std::size_t by_brute_force(const std::vector<std::vector<bool>>& before,
                           const std::vector<std::size_t>& order) {
  const std::size_t n = order.size();
  std::size_t best = n;
  for (std::uint32_t subset = 0; subset < (1U << n); ++subset) {
    bool keeps = true;
    for (std::size_t i = 0; i < n && keeps; ++i)
      for (std::size_t j = i + 1; j < n && keeps; ++j)
        if (((subset >> i) & 1U) != 0 && ((subset >> j) & 1U) != 0 && before[order[j]][order[i]])
          keeps = false;
    if (keeps) best = std::min(best, n - static_cast<std::size_t>(std::popcount(subset)));
  }
  return best;
}

TEST(MarkOrder, AgreesWithBruteForceOnRandomPosets) {
  Random random(20261123);
  for (int round = 0; round < 3000; ++round) {
    const std::size_t n = 1 + random.below(7);
    const std::uint64_t density = 1 + random.below(4);
    Ordering ordering = ordering_of(std::string_view("ABCDEFG").substr(0, n), {});
    std::vector<std::vector<bool>> before(n, std::vector<bool>(n, false));
    std::vector<std::size_t> hidden(n);  // a right order; pairs follow it, so there is no circle
    std::iota(hidden.begin(), hidden.end(), std::size_t{0});
    const auto shuffle = [&](std::vector<std::size_t>& order) {
      for (std::size_t left = n; left > 1; --left) std::swap(order[left - 1], order[random.below(left)]);
    };
    shuffle(hidden);
    for (std::size_t i = 0; i < n; ++i)
      for (std::size_t j = i + 1; j < n; ++j)
        if (random.below(5) < density) {
          before[hidden[i]][hidden[j]] = true;
          Precedence pair;
          pair.first = ordering.items[hidden[i]].id;
          pair.then = ordering.items[hidden[j]].id;
          ordering.before.push_back(pair);
        }
    for (std::size_t k = 0; k < n; ++k)
      for (std::size_t i = 0; i < n; ++i)
        for (std::size_t j = 0; j < n; ++j)
          if (before[i][k] && before[k][j]) before[i][j] = true;

    std::vector<std::size_t> order(n);
    std::iota(order.begin(), order.end(), std::size_t{0});
    shuffle(order);
    std::vector<std::string> ids;
    for (const std::size_t item : order) ids.push_back(ordering.items[item].id);
    const OrderMark mark = mark_order(ordering, ids);
    ASSERT_EQ(mark.deletions, by_brute_force(before, order)) << "round " << round;
    ASSERT_EQ(mark.conflict.has_value(), mark.deletions > 0) << "round " << round;
    ASSERT_EQ(mark_order(ordering, right_order(ordering)).deletions, 0U);
    ASSERT_THAT(find_cycle(ordering), IsEmpty());
  }
}

}  // namespace
}  // namespace lessons::quiz

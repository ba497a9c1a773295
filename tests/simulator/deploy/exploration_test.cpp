#include "simulator/deploy/exploration.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "simulator/deploy/region_words.h"

namespace simulator::deploy {
namespace {

Exploration three_orders() {
  Exploration out;
  out.complete = true;
  out.states = 181;
  out.orders_total = 3;
  out.orders_safe = 1;
  out.orders_listed = true;
  out.orders = {{{"a", "b", "c"}, true, {}, "", {}},
                {{"b", "a", "c"}, false, 0, "", {}},
                {{"a", "c", "b"}, false, 1, "c", 1}};
  out.region.constraints = {{"a", "b"}, {"b", "c"}};
  out.region.partial_orders = {out.region.constraints};
  return out;
}

TEST(Exploration, IsSummedUpInOneLine) {
  Exploration found = three_orders();
  EXPECT_EQ(summary(found), "3 orders: 1 safe, 2 unsafe; 181 states, complete");
  found.orders_total = found.orders_safe = found.states = 1;
  EXPECT_EQ(summary(found), "1 order: 1 safe, 0 unsafe; 1 state, complete");
}

TEST(Exploration, ThatWasCutOffClaimsNothingBeyond) {
  Exploration found = three_orders();
  found.complete = false;
  found.stopped = "after 181 states";
  EXPECT_EQ(summary(found),
            "3 orders: 2 unsafe so far, the others not known; 181 states, not complete: stopped after 181 "
            "states");
  found.stopped = "cancelled";
  EXPECT_THAT(summary(found), testing::EndsWith("not complete: cancelled"));
  EXPECT_EQ(region_words(found).headline,
            "What keeps production up is not known: the search is not complete.");
  EXPECT_TRUE(region_words(found).lines.empty());
}

TEST(Exploration, FindsTheVerdictOfAnOrder) {
  const Exploration found = three_orders();
  ASSERT_NE(found.verdict({"b", "a", "c"}), nullptr);
  EXPECT_TRUE(found.verdict({"b", "a", "c"})->unsafe());
  EXPECT_TRUE(found.verdict({"a", "c", "b"})->unsafe());
  EXPECT_FALSE(found.verdict({"a", "b", "c"})->unsafe());
  EXPECT_EQ(found.verdict({"c", "b", "a"}), nullptr);
}

using Lines = std::vector<std::string>;

TEST(RegionWords, NameWhatTheSafeOrdersHaveInCommon) {
  Exploration found = three_orders();
  EXPECT_EQ(region_words(found).headline, "These 2 constraints keep production up:");
  EXPECT_EQ(region_words(found).lines, (Lines{"a -> b", "b -> c"}));
  found.region.constraints = {};
  found.region.alternatives = {{{"a", "c"}, {"b", "c"}}};
  EXPECT_EQ(region_words(found).headline, "This constraint keeps production up:");
  EXPECT_EQ(region_words(found).lines, (Lines{"a -> c, or b -> c"}));
}

TEST(RegionWords, SayWhenThereIsNothingToName) {
  Exploration found = three_orders();
  found.orders_safe = 0;
  EXPECT_EQ(region_words(found).headline,
            "No order survives a rollback of the code at any point; 1 keeps production up without one.");
  for (OrderVerdict& verdict : found.orders) verdict.rollback_story.reset();
  EXPECT_EQ(region_words(found).headline, "No order of these steps keeps production up.");
  found.orders_safe = found.orders_total;
  EXPECT_EQ(region_words(found).headline, "Every order keeps production up.");
  found.orders_safe = 2;
  found.orders_listed = false;
  EXPECT_EQ(region_words(found).headline,
            "There are too many orders to say what the safe ones have in common.");
}

}  // namespace
}  // namespace simulator::deploy

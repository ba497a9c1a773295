#include "simulator/base/known_words.h"

#include <gtest/gtest.h>

namespace simulator::base {
namespace {

TEST(MeantOrKnown, ASlipIsNamed) {
  EXPECT_EQ(meant_or_known("stagin", {"laptop", "staging"}), "Did you mean \"staging\"?");
}

TEST(MeantOrKnown, OtherwiseEachIsToldOnceInTheirOrder) {
  EXPECT_EQ(meant_or_known("moon", {"b", "a", "b"}), "Known: b, a.");
  EXPECT_EQ(meant_or_known("moon", {"b"}, "Items"), "Items: b.");
}

TEST(MeantOrKnown, NothingIsSaidWhereThereIsNothing) { EXPECT_EQ(meant_or_known("moon", {}), ""); }

}  // namespace
}  // namespace simulator::base

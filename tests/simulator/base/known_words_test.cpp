#include "simulator/base/known_words.h"

#include <gtest/gtest.h>

namespace simulator::base {
namespace {

TEST(DidYouMean, WhatHasNothingOfAWordIsNoSuggestionForIt) {
  const std::vector<std::string> versions = {"1", "2", "12"};
  EXPECT_EQ(did_you_mean("9", versions), std::nullopt);
  EXPECT_EQ(did_you_mean("13", versions), "1");
  EXPECT_EQ(did_you_mean("9", {"1", "19"}), "19");
  EXPECT_EQ(did_you_mean("titles", {"title", "text"}), "title");
}

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

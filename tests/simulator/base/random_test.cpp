#include "simulator/base/random.h"

#include <gtest/gtest.h>

namespace simulator::base {
namespace {

// First outputs of the reference implementation for seed 1234567.
TEST(Random, AgreesWithTheReference) {
  Random random(1234567);
  EXPECT_EQ(random.next(), 6457827717110365317ULL);
  EXPECT_EQ(random.next(), 3203168211198807973ULL);
  EXPECT_EQ(random.next(), 9817491932198370423ULL);
}

TEST(Random, BelowStaysBelowAndReachesEveryValue) {
  Random random(7);
  int seen[3] = {0, 0, 0};
  for (int i = 0; i < 300; ++i) ++seen[random.below(3)];
  for (const int count : seen) EXPECT_GT(count, 50);
  EXPECT_EQ(random.below(0), 0U);
}

}  // namespace
}  // namespace simulator::base

#include "simulator/migration/version_order.h"

#include <gtest/gtest.h>

namespace simulator::migration {
namespace {

using enum VersionOrder;

TEST(VersionOrderTest, EachToolsOwn) {
  EXPECT_TRUE(comes_before(number, "9", "10"));
  EXPECT_TRUE(comes_before(number, "007", "7"));
  EXPECT_TRUE(comes_before(integer, "9", "010"));
  EXPECT_FALSE(comes_before(integer, "7", "007"));
  EXPECT_FALSE(comes_before(integer, "007", "7"));
  EXPECT_TRUE(comes_before(text, "10", "9"));
  EXPECT_TRUE(comes_before(dotted, "1.2", "1.10"));
  EXPECT_TRUE(comes_before(dotted, "1", "1.0.1"));
  EXPECT_TRUE(comes_before(dotted, "9", "99999999999999999999999"));
  EXPECT_FALSE(comes_before(dotted, "1.0", "1"));
}

TEST(VersionOrderTest, DirectoriesGoAsJavaScriptComparesThem) {
  EXPECT_TRUE(comes_before(directory, "_first", "0"));
  EXPECT_TRUE(comes_before(directory, "20260101_a", "manual"));
  EXPECT_TRUE(comes_before(directory, "apple", "Banana"));
  EXPECT_TRUE(comes_before(directory, "manual", "Manual"));
  EXPECT_FALSE(comes_before(directory, "Manual", "manual"));
  EXPECT_TRUE(comes_before(directory, "a", "a_"));
  EXPECT_TRUE(comes_before(directory, "A", "aa"));
}

TEST(VersionOrderTest, KeysTellWhichVersionsAreTheSame) {
  EXPECT_EQ(version_key(integer, "007"), version_key(integer, "7"));
  EXPECT_NE(version_key(number, "007"), version_key(number, "7"));
  for (const auto* same : {"1", "1.0", "01", "1_0", "1.0.0"})
    EXPECT_EQ(version_key(dotted, same), "1") << same;
  EXPECT_NE(version_key(dotted, "1.0.1"), version_key(dotted, "1.1"));
  EXPECT_EQ(version_key(dotted, "0.0.1"), "0.0.1");
  EXPECT_NE(version_key(text, "01"), version_key(text, "1"));
}

TEST(VersionOrderTest, APersonMayLeaveZerosOut) {
  EXPECT_TRUE(means_version(text, "1", "001"));
  EXPECT_TRUE(means_version(number, "3", "003"));
  EXPECT_TRUE(means_version(dotted, "1_1", "1.1"));
  EXPECT_FALSE(means_version(directory, "init", "20260101_init"));
}

}  // namespace
}  // namespace simulator::migration

#include "simulator/base/utf8.h"

#include <gtest/gtest.h>

namespace simulator::base {
namespace {

TEST(Utf8, KnowsValidText) {
  EXPECT_TRUE(is_valid_utf8("zażółć 漢字"));
  EXPECT_FALSE(is_valid_utf8("\xC3("));
  EXPECT_EQ(code_points("zażółć"), 6U);
}

TEST(Utf8, ComposesAndFolds) {
  EXPECT_EQ(nfc("e\xCC\x81"), "é");
  EXPECT_EQ(fold_case("ŻÓŁĆ Straße"), fold_case("żółć STRASSE"));
  EXPECT_EQ(nfc("\xC3("), "\xC3(");
}

TEST(Utf8, MeasuresEditDistance) {
  EXPECT_EQ(edit_distance("commit", "commit"), 0U);
  EXPECT_EQ(edit_distance("commit", "comit"), 1U);
  EXPECT_EQ(edit_distance("commit", "ocmmit"), 1U);
  EXPECT_EQ(edit_distance("żółw", "zółw"), 1U);
  EXPECT_EQ(edit_distance("", "abc"), 3U);
}

}  // namespace
}  // namespace simulator::base

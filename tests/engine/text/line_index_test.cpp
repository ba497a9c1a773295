#include "engine/text/line_index.h"

#include <gtest/gtest.h>

using engine::text::LineIndex;

TEST(LineIndex, EmptyTextHasOneEmptyLine) {
  const LineIndex index("");
  EXPECT_EQ(index.count(), 1U);
  EXPECT_EQ(index.range(0).begin, 0U);
  EXPECT_EQ(index.range(0).end, 0U);
}

TEST(LineIndex, LineEndBelongsToTheLineItEnds) {
  const LineIndex index("ab\n\ncd\n");
  ASSERT_EQ(index.count(), 4U);
  EXPECT_EQ(index.line_of(0), 0U);
  EXPECT_EQ(index.line_of(2), 0U);
  EXPECT_EQ(index.line_of(3), 1U);
  EXPECT_EQ(index.line_of(5), 2U);
  EXPECT_EQ(index.line_of(7), 3U);
  EXPECT_EQ(index.line_of(700), 3U);
  EXPECT_EQ(index.range(2).begin, 4U);
  EXPECT_EQ(index.range(2).end, 6U);
  EXPECT_EQ(index.range(3).begin, 7U);
  EXPECT_EQ(index.range(3).end, 7U);
}

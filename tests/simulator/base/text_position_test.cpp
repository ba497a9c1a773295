#include "simulator/base/text_position.h"

#include <gtest/gtest.h>

namespace simulator::base {
namespace {

TEST(TextPosition, CountsLinesAndCodePoints) {
  const std::string text = "ab\nż→x\r\nlast";
  EXPECT_EQ(position_at(text, 0), (Position{1, 1}));
  EXPECT_EQ(position_at(text, 2), (Position{1, 3}));
  EXPECT_EQ(position_at(text, text.find('x')), (Position{2, 3}));
  EXPECT_EQ(position_at(text, text.find("last")), (Position{3, 1}));
  EXPECT_EQ(position_at(text, 1000), (Position{3, 5}));
}

TEST(TextPosition, DrawsTheCaretUnderThePlace) {
  EXPECT_EQ(caret_excerpt("one\nżó two\n", {2, 4}), "   2 | żó two\n     |    ^");
  EXPECT_EQ(caret_excerpt("\tx y\n", {1, 4}), "   1 | \tx y\n     | \t  ^");
  EXPECT_EQ(caret_excerpt("abc", {}), "");
  EXPECT_EQ(caret_excerpt("abc", {9, 1}), "");
}

TEST(TextPosition, CutsLongLinesAroundThePlace) {
  const std::string text = std::string(300, 'a') + "X" + std::string(300, 'b');
  const std::string excerpt = caret_excerpt(text, {1, 301});
  const auto lines = excerpt.find('\n');
  ASSERT_LT(lines, 130U);
  EXPECT_EQ(excerpt[excerpt.size() - 1 - lines - 1], 'X') << excerpt;
}

TEST(TextPosition, KnowingTheByteGivesTheSameExcerpt) {
  const std::string text = "żó\t" + std::string(70, 'a') + "é" + std::string(90, 'b') + "\r\n\nend é\n";
  for (std::size_t offset = 0; offset <= text.size(); ++offset) {
    const bool inside_a_character =
        offset < text.size() && (static_cast<unsigned char>(text[offset]) & 0xC0U) == 0x80U;
    const bool in_a_line_end =
        offset > 0 && offset < text.size() && text[offset] == '\n' && text[offset - 1] == '\r';
    if (inside_a_character || in_a_line_end) continue;
    const Position at = position_at(text, offset);
    EXPECT_EQ(caret_excerpt(text, at), caret_excerpt(text, offset, at.line)) << offset;
  }
}

TEST(TextPosition, ShiftsAPositionInsideAPart) {
  EXPECT_EQ(offset_by({1, 3}, {10, 5}), (Position{10, 7}));
  EXPECT_EQ(offset_by({2, 3}, {10, 5}), (Position{11, 3}));
}

}  // namespace
}  // namespace simulator::base

#include "engine/text/edit.h"

#include <gtest/gtest.h>

using namespace engine::text;

TEST(Edit, TabAtACaretFillsUpToTheNextStop) {
  EXPECT_EQ(indent("ab", 2, 2), (Edited{"ab  ", 4, 4}));
  EXPECT_EQ(indent("x\nabcd", 6, 6), (Edited{"x\nabcd    ", 10, 10}));
}

TEST(Edit, TabMovesTheLinesOfASelection) {
  EXPECT_EQ(indent("a\n\nb\nc", 0, 4), (Edited{"    a\n\n    b\nc", 4, 12}));
  EXPECT_EQ(indent("a\nb\n", 0, 2).text, "    a\nb\n")
      << "a selection that ends at a line's start leaves it alone";
}

TEST(Edit, ShiftTabTakesBackAtMostOneStop) {
  EXPECT_EQ(outdent("      a\n  b\nc", 0, 13).text, "  a\nb\nc");
  EXPECT_EQ(outdent("abc", 2, 2), (Edited{"abc", 2, 2}));
}

TEST(Edit, CommentsComeAndGo) {
  const Edited on = toggle_comment("SELECT 1;\n\n  SELECT 2;", 0, 22);
  EXPECT_EQ(on.text, "-- SELECT 1;\n\n  -- SELECT 2;");
  EXPECT_EQ(toggle_comment(on.text, 0, on.text.size()).text, "SELECT 1;\n\n  SELECT 2;");
  EXPECT_EQ(toggle_comment("-- a\nb", 0, 6).text, "-- -- a\n-- b");
}

TEST(Edit, ANewLineKeepsTheIndentation) {
  EXPECT_EQ(indentation_at("x\n   abc", 8), "   ");
  EXPECT_EQ(indentation_at("x\n   abc", 4), "  ");
  EXPECT_EQ(indentation_at("", 0), "");
}

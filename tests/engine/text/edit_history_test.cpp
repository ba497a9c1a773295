#include "engine/text/edit_history.h"

#include <gtest/gtest.h>

using engine::text::EditHistory;

TEST(EditHistory, TypingInOneGoIsOneStep) {
  EditHistory history("");
  history.record("S", 1, 0.0);
  history.record("SE", 2, 0.2);
  history.record("SEL", 3, 0.4);
  ASSERT_NE(history.undo(), nullptr);
  EXPECT_FALSE(history.can_undo());
  const auto* again = history.redo();
  ASSERT_NE(again, nullptr);
  EXPECT_EQ(again->text, "SEL");
  EXPECT_EQ(again->caret, 3U);
}

TEST(EditHistory, APauseANewLineAndAPasteAreSteps) {
  EditHistory history("");
  history.record("a", 1, 0);
  history.record("ab", 2, 5);
  history.record("ab\n", 3, 5.1);
  history.record("ab\nSELECT 1;", 12, 5.2);
  EXPECT_EQ(history.undo()->text, "ab\n");
  EXPECT_EQ(history.undo()->text, "ab");
  EXPECT_EQ(history.undo()->text, "a");
  EXPECT_EQ(history.undo()->text, "");
  EXPECT_EQ(history.undo(), nullptr);
}

TEST(EditHistory, AnEditAfterUndoDropsWhatWasUndone) {
  EditHistory history("");
  history.record("first text", 1, 0);
  history.undo();
  history.record("second text", 1, 1);
  EXPECT_EQ(history.redo(), nullptr);
  EXPECT_EQ(history.undo()->text, "");
}

TEST(EditHistory, ForgetsTheOldestStep) {
  EditHistory history("");
  for (int i = 0; i < 1000; ++i) history.record("number " + std::to_string(i * 100000), 0, i * 10.0);
  int steps = 0;
  while (history.undo() != nullptr) ++steps;
  EXPECT_EQ(steps, 199);
}

#include "engine/ui/input_queue.h"

#include <gtest/gtest.h>
#include <imgui.h>

using namespace engine::ui;

namespace {

class InputQueueTest : public testing::Test {
 protected:
  void SetUp() override {
    context_ = ImGui::CreateContext();
    ImGui::SetCurrentContext(context_);
  }
  void TearDown() override { ImGui::DestroyContext(context_); }
  ImGuiIO& io() { return ImGui::GetIO(); }
  bool down(Key key) { return io().KeysDown[static_cast<int>(key)]; }

  InputQueue queue;

 private:
  ImGuiContext* context_ = nullptr;
};

}  // namespace

TEST_F(InputQueueTest, ThreeQuickPressesAreThreePresses) {
  for (int i = 0; i < 3; ++i) queue.push_key(Key::backspace);
  EXPECT_EQ(queue.waiting(Key::backspace), 6U);
  EXPECT_EQ(queue.waiting(Key::enter), 0U);
  int presses = 0;
  bool before = false;
  for (int frame = 0; frame < 20 && !(queue.empty() && !before); ++frame) {
    queue.apply(io());
    if (down(Key::backspace) && !before) ++presses;
    before = down(Key::backspace);
  }
  EXPECT_EQ(presses, 3);
}

TEST_F(InputQueueTest, AModifierLetGoFirstStillBelongsToItsKey) {
  queue.push(KeyChanged{Key::left_control, true});
  queue.push(KeyChanged{Key::a, true});
  queue.push(KeyChanged{Key::left_control, false});
  queue.push(KeyChanged{Key::a, false});
  bool seen_together = false;
  while (!queue.empty()) {
    queue.apply(io());
    seen_together = seen_together || (down(Key::a) && io().KeyCtrl);
    EXPECT_FALSE(down(Key::a) && !io().KeyCtrl && !seen_together);
  }
  EXPECT_TRUE(seen_together);
}

TEST_F(InputQueueTest, CharactersAreNotHeldBack) {
  queue.push_text("SELECT \xC5\xBC\xC3\xB3\xC5\x82w;");
  queue.apply(io());
  EXPECT_TRUE(queue.empty());
  EXPECT_EQ(io().InputQueueCharacters.Size, 12);
}

TEST_F(InputQueueTest, AKeyAfterACharacterComesAfterIt) {
  queue.push_text("a");
  queue.push_key(Key::backspace);
  queue.apply(io());
  EXPECT_FALSE(down(Key::backspace));
  queue.apply(io());
  EXPECT_TRUE(down(Key::backspace));
}

TEST_F(InputQueueTest, APointerThatMovesAfterAClickClicksWhereItWas) {
  queue.push(MouseMoved{10, 10});
  queue.push(MouseButton{0, true});
  queue.push(MouseMoved{90, 10});
  queue.push(MouseButton{0, false});
  queue.apply(io());
  EXPECT_TRUE(io().MouseDown[0]);
  EXPECT_FLOAT_EQ(io().MousePos.x, 10);
  queue.apply(io());
  EXPECT_FLOAT_EQ(io().MousePos.x, 90);
  EXPECT_FALSE(io().MouseDown[0]);
}

TEST_F(InputQueueTest, LosingTheFocusReleasesEverything) {
  queue.push(KeyChanged{Key::left_control, true});
  queue.apply(io());
  EXPECT_TRUE(io().KeyCtrl);
  queue.push(FocusChanged{false});
  queue.apply(io());
  EXPECT_FALSE(io().KeyCtrl);
}

TEST_F(InputQueueTest, CharactersBeyondSixteenBitsBecomeTheReplacement) {
  queue.push_text("\xF0\x9F\x99\x82");
  queue.apply(io());
  ASSERT_EQ(io().InputQueueCharacters.Size, 1);
  EXPECT_EQ(io().InputQueueCharacters[0], 0xFFFD);
}

TEST_F(InputQueueTest, UnknownKeysAndButtonsAreIgnored) {
  queue.push(KeyChanged{static_cast<Key>(-1), true});
  queue.push(KeyChanged{static_cast<Key>(9000), true});
  queue.push(MouseButton{12, true});
  queue.apply(io());
  EXPECT_TRUE(queue.empty());
}

TEST_F(InputQueueTest, ARecordingReplaysInTheSameFrames) {
  queue.start_recording();
  queue.push(MouseMoved{3.5F, 4});
  queue.push_key(Key::a, with_control);
  queue.apply(io());
  queue.apply(io());
  queue.push_text("x");
  queue.push(Scrolled{0, -1});
  queue.push(FocusChanged{false});
  for (int i = 0; i < 5; ++i) queue.apply(io());
  const auto recording = queue.stop_recording();

  const auto read = read_recording(to_text(recording));
  ASSERT_TRUE(read.has_value()) << read.error().message;
  EXPECT_EQ(*read, recording);

  InputQueue second;
  second.start_recording();
  second.replay(*read);
  for (int i = 0; i < 8; ++i) second.apply(io());
  EXPECT_EQ(second.stop_recording(), recording);
}

TEST_F(InputQueueTest, ABrokenRecordingNamesItsLine) {
  const auto read = read_recording("1 char 65\n2 jump 3\n");
  ASSERT_FALSE(read.has_value());
  EXPECT_EQ(read.error().code, "input.recording");
  EXPECT_EQ(read.error().at.line, 2);
}

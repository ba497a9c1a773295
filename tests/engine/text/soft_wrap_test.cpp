#include "engine/text/soft_wrap.h"

#include <gtest/gtest.h>

#include <random>

namespace engine::text {
namespace {

float bytes(std::string_view text) { return static_cast<float>(text.size()); }

SoftWrap wrapped(std::string_view written, float width) {
  SoftWrap wrap;
  wrap.set(written, width, bytes);
  return wrap;
}

TEST(SoftWrap, TheLastBlankThatFitsEndsTheLine) {
  EXPECT_EQ(wrapped("one two three four", 9).shown(), "one two\nthree\nfour");
  EXPECT_EQ(wrapped("one two three four", 10).shown(), "one two\nthree four");
  EXPECT_EQ(wrapped("one", 2).shown(), "one");
  EXPECT_EQ(wrapped("", 5).shown(), "");
}

TEST(SoftWrap, AWordTooWideStaysWholeAndTheRestGoesOn) {
  EXPECT_EQ(wrapped("a abcdefghij bc de", 5).shown(), "a\nabcdefghij\nbc de");
}

TEST(SoftWrap, LineEndsThatWereTypedStay) {
  SoftWrap wrap = wrapped("one\ntwo three four", 9);
  EXPECT_EQ(wrap.shown(), "one\ntwo three\nfour");
  EXPECT_EQ(wrap.written(), "one\ntwo three four");
}

TEST(SoftWrap, TypingMovesTheLineEndsThatAreOurs) {
  SoftWrap wrap = wrapped("one two three four", 9);
  wrap.edited("ones two\nthree\nfour", 9, bytes);
  EXPECT_EQ(wrap.shown(), "ones two\nthree\nfour");
  wrap.edited("ones and two\nthree\nfour", 9, bytes);
  EXPECT_EQ(wrap.shown(), "ones and\ntwo three\nfour");
  EXPECT_EQ(wrap.written(), "ones and two three four");
}

TEST(SoftWrap, EnterIsAPersonsLineEndAndDeletingOursJoinsTheWords) {
  SoftWrap wrap = wrapped("one two three", 8);
  ASSERT_EQ(wrap.shown(), "one two\nthree");
  wrap.edited("one\n two\nthree", 8, bytes);
  EXPECT_EQ(wrap.written(), "one\n two three");
  wrap = wrapped("one two three", 8);
  wrap.edited("one twothree", 8, bytes);
  EXPECT_EQ(wrap.written(), "one twothree");
}

// Whatever is typed or deleted anywhere, what was written is what a plain field would hold, up to which of
// two equal neighbours an edit touched.
TEST(SoftWrap, EditsInTheWrappedTextAreEditsOfTheWrittenOne) {
  std::mt19937 random(7);
  SoftWrap wrap = wrapped("", 12);
  std::string plain;
  for (int i = 0; i < 3000; ++i) {
    const std::size_t at = random() % (plain.size() + 1);
    std::string shown = wrap.shown();
    if (random() % 3 == 0 && at < plain.size()) {
      plain.erase(at, 1);
      shown.erase(at, 1);
    } else {
      const char c = "abcdefg hij kl mn"[random() % 17];
      plain.insert(at, 1, c);
      shown.insert(at, 1, c);
    }
    wrap.edited(shown, 12, bytes);
    ASSERT_EQ(wrap.written(), plain) << "edit " << i;
    ASSERT_EQ(wrap.shown().size(), plain.size());
    if (plain.size() > 200) plain.clear(), wrap.set("", 12, bytes);
  }
}

}  // namespace
}  // namespace engine::text

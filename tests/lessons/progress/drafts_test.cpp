#include "lessons/progress/drafts.h"

#include <gtest/gtest.h>

#include "tests/lessons/progress/scratch.h"

namespace lessons::progress {
namespace {

using simulator::base::ManualClock;

TEST(Drafts, AreWrittenHalfASecondAfterTheFirstKey) {
  ManualClock clock;
  auto store = Store::in_memory(scratch::migrations, clock);
  ASSERT_TRUE(store);
  Drafts drafts(*store, clock);
  EXPECT_FALSE(drafts.due_in_ms().has_value()) << "a window with nothing to save sleeps";
  drafts.changed("c", "why", "a");
  EXPECT_EQ(drafts.due_in_ms(), 500);
  clock.advance(499);
  drafts.changed("c", "why", "ab");  // typing on does not put it off
  EXPECT_EQ(drafts.due_in_ms(), 1);
  ASSERT_TRUE(drafts.save_due());
  EXPECT_FALSE(store->draft("c", "why")->has_value());
  EXPECT_EQ(*drafts.text("c", "why"), "ab") << "what is not written yet is read all the same";
  clock.advance(1);
  EXPECT_EQ(drafts.due_in_ms(), 0);
  ASSERT_TRUE(drafts.save_due());
  EXPECT_EQ(*store->draft("c", "why"), "ab");
  EXPECT_FALSE(drafts.due_in_ms().has_value());
}

TEST(Drafts, EverythingIsWrittenWhenTheWindowCloses) {
  ManualClock clock;
  auto store = Store::in_memory(scratch::migrations, clock);
  ASSERT_TRUE(store);
  Drafts drafts(*store, clock);
  drafts.changed("c", "one", "1");
  drafts.changed("c", "two", "2");
  drafts.changed("c", "two", "");
  ASSERT_TRUE(drafts.save_now());
  EXPECT_EQ(*store->draft("c", "one"), "1");
  EXPECT_FALSE(drafts.text("c", "two")->has_value());
}

}  // namespace
}  // namespace lessons::progress

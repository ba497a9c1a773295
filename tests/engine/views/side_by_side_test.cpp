// The story of a lab under seven tools, through the names in the ledger.
#include "tests/engine/views/window.h"

namespace engine::views {
namespace {

using testing::HasSubstr;

void fail_a_migration(Window& window) {
  window.open("lesson.do.lab.new-engineer");
  window.click("lab.new");
  window.type_into("lab.new.name", "broken");
  window.click("lab.new.create");
  window.retype("lab.editor", "-- migrate:up\nCREATE TABLE a (x);\nINSERT INTO nope VALUES (1);\n");
  window.click("env.laptop.migrate");
}

TEST(SideBySideView, AFailureShowsWhoIsDirtyAndWhoIsNot) {
  Kept kept;
  Window window(kept);
  fail_a_migration(window);
  window.click("lab.side");
  auto& driver = window.screen.driver;
  EXPECT_THAT(driver.item("side.verdict").label, HasSubstr("They part ways at step 3: migrate laptop"));
  EXPECT_THAT(driver.item("side.3.group.0.tools").label, HasSubstr("driftwood, dbmate, goose"));
  EXPECT_THAT(driver.item("side.3.group.1.tools").label, HasSubstr("golang-migrate"));
  EXPECT_TRUE(driver.has("side.1.agree")) << "writing a file parts nobody";
  EXPECT_FALSE(driver.has("env.laptop"));
}

TEST(SideBySideView, LeadsBackToTheLab) {
  Kept kept;
  Window window(kept);
  window.open("lesson.do.lab.new-engineer");
  for (const bool by_key : {false, true}) {
    window.click("lab.side");
    EXPECT_THAT(window.screen.driver.item("side.verdict").label, HasSubstr("Nothing has happened"));
    if (by_key) {
      window.screen.driver.key(ui::Key::escape);
      window.settle();
    } else {
      window.click("side.back");
    }
    EXPECT_TRUE(window.screen.driver.has("env.laptop"));
  }
}

TEST(SideBySideView, FitsWithLargeText) {
  Kept kept;
  Window window(kept);
  fail_a_migration(window);
  window.click("lab.side");
  ui::Look look;
  look.text_percent = 300;
  window.screen.ui.set_look(look);
  window.settle();
  const auto& item = window.screen.driver.item("side.3.group.0");
  EXPECT_GE(item.rect.x, 0);
  EXPECT_LE(item.rect.right(), 1440);
}

}  // namespace
}  // namespace engine::views

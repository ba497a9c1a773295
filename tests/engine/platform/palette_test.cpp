#include "engine/ui/palette.h"

#include <gtest/gtest.h>

#include "engine/ui/button.h"
#include "engine/ui/text.h"
#include "tests/engine/platform/screen.h"

using namespace engine::ui;

namespace {

struct Room {
  Palette palette;
  std::vector<std::string> ran;
  void draw(Ui& ui) {
    heading(ui, TextStyle::h1, "Behind the palette");
    button(ui, "behind", "Behind");
    const auto add = [&](const char* id, const char* title, Shortcut keys, bool enabled = true) {
      ui.commands().add({.id = id, .title = title, .shortcut = keys, .enabled = enabled, .run = [this, id] {
                           ran.emplace_back(id);
                         }});
    };
    add("lab.migrate", "Migrate laptop", {});
    add("lab.undo", "Undo the last command", {Key::z, with_control});
    add("look.dark", "Use the dark theme", {});
    add("lab.reset", "Reset the lab", {}, false);
    palette.draw(ui);
  }
};

}  // namespace

TEST(Palette, FindsByLettersInOrder) {
  EXPECT_EQ(match_score("xyz", "Migrate laptop"), 0);
  EXPECT_GT(match_score("ml", "Migrate laptop"), match_score("ap", "Migrate laptop"));
  EXPECT_GT(match_score("", "anything"), 0);
}

TEST(Palette, OpensFiltersAndRuns) {
  Room model;
  Screen screen([&](Ui& ui) { model.draw(ui); });
  screen.driver.key(Key::k, with_control);
  ASSERT_TRUE(model.palette.is_open());
  EXPECT_FALSE(screen.driver.says("Reset the lab")) << "what cannot run is not offered";
  screen.look_at("palette");
  screen.driver.type("dark");
  screen.driver.key(Key::enter);
  EXPECT_EQ(model.ran, std::vector<std::string>{"look.dark"});
  EXPECT_FALSE(model.palette.is_open());
}

TEST(Palette, ArrowsChooseAndEscapeCloses) {
  Room model;
  Screen screen([&](Ui& ui) { model.draw(ui); });
  screen.driver.key(Key::k, with_control);
  screen.driver.key(Key::down);
  screen.driver.key(Key::enter);
  EXPECT_EQ(model.ran, std::vector<std::string>{"lab.undo"});
  screen.driver.key(Key::k, with_control);
  screen.driver.key(Key::escape);
  EXPECT_FALSE(model.palette.is_open());
  screen.driver.key(Key::k, with_control);
  screen.driver.click("palette.0");
  EXPECT_EQ(model.ran.back(), "lab.migrate");
}

#include "engine/platform/driver.h"

#include <gtest/gtest.h>
#include <imgui.h>

#include "engine/ui/button.h"
#include "engine/ui/text.h"
#include "tests/engine/platform/screen.h"

using namespace engine::ui;
using engine::platform::Driver;

namespace {

struct Counter {
  int first = 0;
  int second = 0;
  void draw(Ui& ui) {
    text(ui, TextStyle::h1, "Two buttons");
    if (button(ui, "test.first", "Count one more", {.kind = ButtonKind::primary})) ++first;
    beside(ui);
    if (button(ui, "test.second", "Count the other")) ++second;
    button(ui, "test.never", "Not now", {.enabled = false});
  }
};

}  // namespace

TEST(Driver, ClicksByName) {
  Counter model;
  Screen screen([&](Ui& ui) { model.draw(ui); });
  screen.driver.click("test.first");
  screen.driver.click("test.second");
  screen.driver.click("test.second");
  EXPECT_EQ(model.first, 1);
  EXPECT_EQ(model.second, 2);
  EXPECT_TRUE(screen.driver.says("Two buttons"));
  screen.look_at("driver");
}

TEST(Driver, WhatIsMissingOrDisabledThrowsWithTheScreen) {
  Counter model;
  Screen screen([&](Ui& ui) { model.draw(ui); });
  EXPECT_THROW(screen.driver.click("test.nothing"), std::runtime_error);
  EXPECT_THROW(screen.driver.click("test.never"), std::runtime_error);
}

TEST(Driver, TabWalksOverEveryEnabledItemAndEnterPresses) {
  Counter model;
  Screen screen([&](Ui& ui) { model.draw(ui); });
  screen.driver.key(Key::tab);
  EXPECT_EQ(screen.ui.focused(), "test.first");
  screen.driver.key(Key::tab);
  EXPECT_EQ(screen.ui.focused(), "test.second");
  screen.driver.key(Key::enter);
  EXPECT_EQ(model.second, 1);
  screen.driver.key(Key::space);
  EXPECT_EQ(model.second, 2);
  screen.driver.key(Key::tab);
  EXPECT_EQ(screen.ui.focused(), "test.first") << "the disabled button is no stop, and the walk goes round";
  screen.driver.key(Key::tab, with_shift);
  EXPECT_EQ(screen.ui.focused(), "test.second");
}

TEST(Driver, ShortcutsRunCommands) {
  int undone = 0;
  Screen screen([&](Ui& ui) {
    ui.commands().add(
        {.id = "test.undo", .title = "Undo", .shortcut = {Key::z, with_control}, .enabled = true, .run = [&] {
           ++undone;
         }});
  });
  screen.driver.key(Key::z);
  EXPECT_EQ(undone, 0);
  screen.driver.key(Key::z, with_control);
  EXPECT_EQ(undone, 1);
}

TEST(Driver, ASettledScreenSleeps) {
  Counter model;
  Screen screen([&](Ui& ui) { model.draw(ui); });
  screen.driver.click("test.first");
  screen.driver.settle();
  EXPECT_GT(screen.ui.redraw_in(), 1e9);
}

TEST(Driver, ABugInDrawingIsReported) {
  EXPECT_THROW(Screen screen([](Ui&) { throw std::logic_error("broken view"); }), std::runtime_error);
}

#include "engine/views/bar.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/engine/platform/screen.h"

namespace engine::views {
namespace {

std::vector<Crumb> lab_crumbs() {
  return {{"bar.home", "Driftwood", [] {}},
          {"bar.course", "Schema migrations", [] {}},
          {"bar.lesson", "What a schema migration is, and why it replaces ad-hoc DDL", [] {}},
          {"bar.lab", "Lab: Ad-hoc DDL and the new engineer", {}}};
}

std::vector<BarAction> lab_actions() {
  const auto nothing = [] {};
  return {{.name = "lab.undo",
           .label = "Undo",
           .mark = ui::Mark::undo,
           .yields = Yields::to_mark,
           .run = nothing},
          {.name = "lab.redo",
           .label = "Redo",
           .mark = ui::Mark::redo,
           .yields = Yields::to_mark,
           .run = nothing},
          {.name = "lab.hint", .label = "Hint 1 of 3", .run = nothing},
          {.name = "lab.reset", .label = "Reset...", .yields = Yields::leaves_last, .run = nothing},
          {.name = "look.palette",
           .label = "Commands",
           .mark = ui::Mark::menu,
           .yields = Yields::to_mark_late,
           .keycap = "Ctrl K",
           .run = nothing},
          {.name = "look.text", .label = "Text 100 %", .yields = Yields::leaves_first, .run = nothing},
          {.name = "look.theme", .label = "Light", .yields = Yields::leaves_first, .run = nothing}};
}

struct Bar {
  Bar(int width, int percent)
      : screen([](ui::Ui& ui) { draw_bar(ui, lab_crumbs(), lab_actions()); }, {.text_percent = percent},
               width, 700) {}
  Screen screen;
};

/// Everything in the bar is inside of it and apart from its neighbours.
void expect_order(const Bar& bar, float width) {
  std::vector<ui::Item> items;
  for (const ui::Item& item : bar.screen.ui.ledger().items())
    if (item.role != ui::Role::pane && !item.name.empty()) items.push_back(item);
  std::sort(items.begin(), items.end(),
            [](const ui::Item& a, const ui::Item& b) { return a.rect.x < b.rect.x; });
  for (std::size_t i = 0; i < items.size(); ++i) {
    EXPECT_GE(items[i].rect.x, 0) << items[i].name;
    EXPECT_LE(items[i].rect.right(), width) << items[i].name;
    EXPECT_GT(items[i].rect.width, 0) << items[i].name;
    if (i == 0) continue;
    EXPECT_GE(items[i].rect.x, items[i - 1].rect.right()) << items[i - 1].name << " and " << items[i].name;
  }
}

class BarFits : public testing::TestWithParam<std::tuple<int, int>> {};

TEST_P(BarFits, NothingOverlapsAndTheLastStepStays) {
  const auto [width, percent] = GetParam();
  Bar bar(width, percent);
  expect_order(bar, static_cast<float>(width));
  EXPECT_TRUE(bar.screen.driver.has("bar.lab"));
  EXPECT_TRUE(bar.screen.driver.has("bar.lesson")) << "a way back by the mouse";
  for (const char* name : {"lab.undo", "lab.redo", "lab.hint", "look.palette"})
    EXPECT_TRUE(bar.screen.driver.has(name)) << name;
}

INSTANTIATE_TEST_SUITE_P(Windows, BarFits,
                         testing::Combine(testing::Values(1024, 1280, 1440, 1920),
                                          testing::Values(75, 100, 125, 150, 200, 300)));

TEST(Bar, AWideWindowShowsEverything) {
  Bar bar(2400, 100);
  for (const char* name : {"bar.home", "bar.course", "bar.lesson", "bar.lab", "look.text", "look.theme"})
    EXPECT_TRUE(bar.screen.driver.has(name)) << name;
  const std::string title = bar.screen.driver.item("bar.lab").label;
  EXPECT_GE(bar.screen.driver.item("bar.lab").rect.width,
            bar.screen.ui.metrics().width(ui::TextStyle::control, title));
}

TEST(Bar, StepsLeaveBeforeTheLookAndTheLookBeforeWords) {
  Bar steps(1280, 100);
  EXPECT_FALSE(steps.screen.driver.has("bar.course"));
  EXPECT_TRUE(steps.screen.driver.has("look.theme"));
  Bar look(1280, 125);
  EXPECT_FALSE(look.screen.driver.has("look.theme"));
  const auto& undo = look.screen.driver.item("lab.undo").rect;
  EXPECT_GT(undo.width, undo.height) << "its word is still there";
  Bar marks(1280, 300);
  EXPECT_EQ(marks.screen.driver.item("lab.undo").rect.width,
            marks.screen.driver.item("lab.undo").rect.height);
}

}  // namespace
}  // namespace engine::views

#include "engine/ui/ledger.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

using namespace engine::ui;

namespace {

ItemView named(const char* name, const char* label) {
  ItemView item;
  item.name = name;
  item.label = label;
  item.role = Role::button;
  return item;
}

}  // namespace

TEST(Ledger, ReadersSeeTheLastWholeFrame) {
  Ledger ledger;
  ledger.begin_frame();
  ledger.add(named("a", "first"));
  EXPECT_EQ(ledger.find("a"), nullptr) << "the frame is still being drawn";
  ledger.begin_frame();
  ASSERT_NE(ledger.find("a"), nullptr);
  ledger.begin_frame();
  EXPECT_EQ(ledger.find("a"), nullptr);
}

TEST(Ledger, TwoItemsOfOneNameAreFound) {
  Ledger ledger;
  ledger.begin_frame();
  for (const char* name : {"a", "b", "a"}) ledger.add(named(name, ""));
  ledger.begin_frame();
  EXPECT_EQ(ledger.duplicates(), std::vector<std::string>{"a"});
}

TEST(Ledger, DumpsSayWhatIsThere) {
  Ledger ledger;
  ledger.begin_frame();
  ItemView item = named("lab.run", "Migrate laptop");
  item.enabled = false;
  item.value = "3 pending";
  ledger.add(item);
  ledger.begin_frame();
  EXPECT_EQ(ledger.to_text(), "button lab.run \"Migrate laptop\" = 3 pending [disabled]\n");
  EXPECT_NE(ledger.to_json().find("\"name\": \"lab.run\""), std::string::npos);
}

TEST(Ledger, WhatIsOutOfSightStandsWhereItWasAddedAndIsMoved) {
  Item far;
  far.name = "far";
  far.value = "3 of 7";
  far.rect = {10, 20, 30, 40};
  far.focused = true;
  far.focusable = true;
  Item farther;
  farther.name = "farther";
  const auto unseen = std::make_shared<const std::vector<Item>>(std::vector{far, farther});
  Ledger ledger;
  for (int frame = 0; frame < 3; ++frame) {
    ledger.begin_frame();
    ledger.add(named("above", ""));
    ledger.add_unseen(unseen, 5, static_cast<float>(-frame));
    EXPECT_EQ(ledger.added(), 3U);
    ledger.add(named("below", ""));
  }
  ledger.begin_frame();
  std::string names;
  for (const Item& item : ledger.items()) names += item.name + ' ';
  EXPECT_EQ(names, "above far farther below ");
  const Item* there = ledger.find("far");
  ASSERT_NE(there, nullptr);
  EXPECT_EQ(there->rect, (Rect{15, 18, 30, 40}));
  EXPECT_EQ(there->value, "3 of 7");
  EXPECT_TRUE(there->focusable);
  EXPECT_FALSE(there->visible);
  EXPECT_FALSE(there->focused) << "the keyboard is where something was drawn";
  EXPECT_EQ(ledger.focused(), "");
  ledger.begin_frame();
  EXPECT_TRUE(ledger.items().empty()) << "nothing was added to the frame that ended";
}

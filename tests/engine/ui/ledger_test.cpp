#include "engine/ui/ledger.h"

#include <gtest/gtest.h>

using namespace engine::ui;

namespace {

Item named(const char* name, const char* label) {
  Item item;
  item.name = name;
  item.label = label;
  item.role = Role::button;
  return item;
}

}  // namespace

TEST(Ledger, ReadersSeeTheLastWholeFrame) {
  Ledger ledger;
  ledger.begin_frame();
  ledger.add(view(named("a", "first")));
  EXPECT_EQ(ledger.find("a"), nullptr) << "the frame is still being drawn";
  ledger.begin_frame();
  ASSERT_NE(ledger.find("a"), nullptr);
  ledger.begin_frame();
  EXPECT_EQ(ledger.find("a"), nullptr);
}

TEST(Ledger, TwoItemsOfOneNameAreFound) {
  Ledger ledger;
  ledger.begin_frame();
  for (const char* name : {"a", "b", "a"}) ledger.add(view(named(name, "")));
  ledger.begin_frame();
  EXPECT_EQ(ledger.duplicates(), std::vector<std::string>{"a"});
}

TEST(Ledger, DumpsSayWhatIsThere) {
  Ledger ledger;
  ledger.begin_frame();
  Item item = named("lab.run", "Migrate laptop");
  item.enabled = false;
  item.value = "3 pending";
  ledger.add(view(item));
  ledger.begin_frame();
  EXPECT_EQ(ledger.to_text(), "button lab.run \"Migrate laptop\" = 3 pending [disabled]\n");
  EXPECT_NE(ledger.to_json().find("\"name\": \"lab.run\""), std::string::npos);
}

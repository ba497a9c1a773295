// A lab under another tool's rules: whose they are, what they are called, what a failure was and how to get
// past it.
#include "tests/engine/views/window.h"

namespace engine::views {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

struct FreeLab {
  Kept kept;
  Window window;
  explicit FreeLab(const ui::Look& look = {}) : window(kept, source / "content/schema-migrations", look) {
    window.open("lesson.do.lab.library");
  }

  platform::Driver& driver() { return window.screen.driver; }
  void choose(const std::string& tool) { window.click("lab.tool." + tool); }
  void create(const std::string& name) {
    window.click("lab.new");
    window.type_into("lab.new.name", name);
    window.click("lab.new.create");
  }
  void new_file(const std::string& name, const std::string& up) {
    create(name);
    window.retype("lab.editor", up);
  }
};

TEST(ToolsInLabs, ARebuildTakesTheLoansUnderDbmateAndNotUnderDriftwood) {
  FreeLab lab;
  lab.window.click("env.laptop.migrate");
  EXPECT_THAT(lab.driver().item("lab.events.0.rows").label, Not(HasSubstr("lost")));
  lab.choose("dbmate");
  EXPECT_EQ(lab.driver().item("env.laptop.migrate").label, "dbmate migrate");
  lab.window.click("env.laptop.migrate");
  EXPECT_THAT(lab.driver().item("lab.events.0.rows").label,
              AllOf(HasSubstr("Rows lost"), HasSubstr("loans: 3 rows deleted")));
  lab.choose("driftwood");
  EXPECT_FALSE(lab.driver().has("env.laptop.migrate"))
      << "what was done under driftwood's rules is still there";
}

TEST(ToolsInLabs, ADirtyVersionIsExplainedAndForced) {
  FreeLab lab;
  lab.choose("golang-migrate");
  lab.new_file("broken", "INSERT INTO nope VALUES (1);\n");
  lab.window.click("env.laptop.migrate");
  lab.window.click("env.laptop.migrate");
  EXPECT_TRUE(lab.driver().has("lab.events.0.explain"));
  EXPECT_TRUE(lab.driver().says("dirty"));
  lab.window.click("env.laptop.mend.0");
  EXPECT_FALSE(lab.driver().has("env.laptop.mend.0")) << "it is not dirty any more";
  EXPECT_TRUE(lab.driver().has("lab.events.0"));
}

TEST(ToolsInLabs, WhatAToolDoesNotHaveIsNotOffered) {
  FreeLab lab;
  EXPECT_TRUE(lab.driver().has("env.laptop.down"));
  for (const std::string tool : {"prisma", "atlas"}) {
    lab.choose(tool);
    EXPECT_FALSE(lab.driver().has("env.laptop.down")) << tool;
    EXPECT_THAT(lab.driver().item("lab.rules").label, HasSubstr("There is no way back"));
  }
}

TEST(ToolsInLabs, ANewMigrationIsMadeInTheToolsLayout) {
  FreeLab lab;
  lab.choose("golang-migrate");
  lab.new_file("tags", "CREATE TABLE tags (name TEXT);\n");
  EXPECT_TRUE(lab.driver().has("lab.file.20260514_tags.up.sql"));
  EXPECT_TRUE(lab.driver().has("lab.file.20260514_tags.down.sql"));
  lab.choose("atlas");
  lab.new_file("tags", "CREATE TABLE tags (name TEXT);\n");
  lab.window.click("env.laptop.migrate");
  EXPECT_TRUE(lab.driver().has("lab.events.0")) << "the sum does not fit";
  EXPECT_TRUE(lab.driver().has("env.laptop.migrate"));
  lab.window.click("lab.hash");
  lab.window.click("env.laptop.migrate");
  EXPECT_FALSE(lab.driver().has("env.laptop.migrate")) << "everything ran";
}

TEST(ToolsInLabs, AFileOfAnOlderVersionCanBeAddedAndGolangMigratePassesItOver) {
  FreeLab lab;
  lab.choose("golang-migrate");
  lab.window.click("env.laptop.migrate");
  lab.new_file("20260320_late", "CREATE TABLE late (x);\n");
  EXPECT_TRUE(lab.driver().has("lab.file.20260320_late.up.sql"));
  lab.window.click("env.laptop.migrate");
  EXPECT_TRUE(lab.driver().says("no change"));
  EXPECT_TRUE(lab.driver().says("A file that is merged late with a lower number never runs"));
  EXPECT_TRUE(lab.driver().says("its history has it, the database does not")) << lab.driver().screen();
}

TEST(ToolsInLabs, AFileThatIsThereIsNotMadeAgain) {
  FreeLab lab;
  lab.create("20260312_create_loans");
  EXPECT_THAT(lab.driver().item("lab.new.problem").label, HasSubstr("There is a file 20260312_create_loans"));
}

TEST(ToolsInLabs, TheFormForANewFileIsSeenWholeWithLargeText) {
  FreeLab lab({.text_percent = 150});
  const auto expect_whole = [&lab] {
    lab.window.settle();
    EXPECT_LE(lab.driver().item("lab.new.cancel").rect.bottom(), lab.driver().item("lab.task").rect.bottom());
  };
  lab.window.click("lab.new");
  expect_whole();
  lab.window.type_into("lab.new.name", "20260312_create_loans");
  lab.window.click("lab.new.create");
  EXPECT_TRUE(lab.driver().has("lab.new.problem"));
  expect_whole();
}

TEST(ToolsInLabs, AWrongNameForAFileIsToldWhereItIsTyped) {
  FreeLab lab;
  lab.create("a/b");
  EXPECT_THAT(lab.driver().item("lab.new.problem").label, HasSubstr("cannot be part of a file's name"));
}

TEST(ToolsInLabs, ALabWithGoalsHasNoChoice) {
  Kept kept;
  Window window(kept);
  window.open("lesson.do.lab.new-engineer");
  EXPECT_FALSE(window.screen.driver.has("lab.tool.dbmate"));
  EXPECT_EQ(window.screen.driver.item("env.laptop.down").label, "Take back");
}

}  // namespace
}  // namespace engine::views

// The whole window over the real course, driven by names on a host without a window.
#include "engine/views/shell.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <set>

#include "simulator/base/files.h"
#include "tests/engine/views/course_copy.h"
#include "tests/engine/views/window.h"

namespace engine::views {
namespace fs = std::filesystem;
namespace {

class ShellTest : public testing::Test {
 protected:
  Kept kept_;
};

TEST_F(ShellTest, HomeListsEveryLessonAndOpensWhatIsInstalled) {
  Window window(kept_);
  window.settle();
  EXPECT_EQ(window.screen.driver.item("home.lesson.01-what-a-migration-is").value, "0 of 13");
  EXPECT_FALSE(window.screen.driver.item("home.lesson.04-drift").enabled);
  window.click("home.continue.open");
  EXPECT_TRUE(window.screen.driver.has("lesson.section.deploy-order-matters"));
  EXPECT_TRUE(window.screen.driver.says("Squash and baseline"));
}

TEST_F(ShellTest, ANoticeIsASentenceWhateverPartItCameFrom) {
  Window window(
      kept_, source / "content/schema-migrations", {}, 1440, 900, {},
      {{"your progress was saved by a newer Driftwood (/home/ana/progress.db)", "It is untouched."}});
  window.settle();
  EXPECT_TRUE(window.screen.driver.says(
      "Your progress was saved by a newer Driftwood (/home/ana/progress.db). It is untouched."))
      << window.screen.driver.screen();
}

TEST_F(ShellTest, AWrongChoiceIsExplainedAndCanBeTriedAgain) {
  Window window(kept_);
  window.open("quiz.why-files.option.2");
  window.click("quiz.why-files.check");
  EXPECT_TRUE(window.screen.driver.says("The same statement does the same work"));
  window.click("quiz.why-files.retry");
  window.click("quiz.why-files.option.1");
  window.click("quiz.why-files.check");
  EXPECT_TRUE(window.screen.driver.says("Right."));
  EXPECT_EQ(kept_.store.attempts("schema-migrations", "why-files")->size(), 2U);
}

TEST_F(ShellTest, ANearMissUsesUpNoAttemptAndADraftSurvivesTheWindow) {
  {
    Window window(kept_);
    window.shell.open_lesson("01-what-a-migration-is");
    window.settle();
    window.type_into("quiz.git-analogy.gap.commit", "comit");
    window.click("quiz.git-analogy.check");
    EXPECT_TRUE(window.screen.driver.says("Almost"));
    EXPECT_TRUE(kept_.store.attempts("schema-migrations", "git-analogy")->empty());
    ASSERT_TRUE(window.drafts.save_now());
  }
  Window again(kept_);
  again.shell.open_lesson("01-what-a-migration-is");
  again.settle();
  EXPECT_EQ(again.screen.driver.item("quiz.git-analogy.gap.commit").value, "comit");
}

TEST_F(ShellTest, AShortAnswerShowsItsModelOnlyAfterItWasGiven) {
  Window window(kept_);
  window.shell.open_lesson("01-what-a-migration-is");
  window.settle();
  EXPECT_FALSE(window.screen.driver.has("quiz.what-it-is.rubric.1"));
  window.type_into("quiz.what-it-is.text",
                   "A migration is a versioned file that changes the schema step by step, so that every "
                   "environment reaches the same schema instead of drifting.");
  window.click("quiz.what-it-is.check");
  EXPECT_TRUE(window.screen.driver.has("quiz.what-it-is.rubric.1"));
  EXPECT_TRUE(window.screen.driver.says("A model answer"));
}

TEST_F(ShellTest, AnOrderIsExecutedAndTheRealErrorIsTheFeedback) {
  Window window(kept_);
  window.shell.open_lesson("01-what-a-migration-is");
  window.settle();
  const std::vector<std::string> wanted{"write", "review",     "merge", "staging",
                                        "code",  "production", "record"};
  const auto row = [&](const std::string& id) {
    return window.screen.driver.item("quiz.seven-steps.item." + id).rect.y;
  };
  for (std::size_t place = 0; place < wanted.size(); ++place) {
    for (int guard = 0; guard < 10; ++guard) {
      std::size_t above = 0;
      for (const auto& other : wanted) above += row(other) < row(wanted[place]) ? 1U : 0U;
      if (above == place) break;
      window.click("quiz.seven-steps.item." + wanted[place] + (above > place ? ".up" : ".down"));
    }
  }
  window.click("quiz.seven-steps.check");
  EXPECT_TRUE(window.screen.driver.says("no such column: phone")) << window.screen.driver.screen();
}

TEST_F(ShellTest, ABlockOfSqlRunsTheBlocksBeforeIt) {
  Window window(kept_);
  window.open("lesson.sql-4.run");
  EXPECT_TRUE(window.screen.driver.says("no such column: phone"));
  EXPECT_TRUE(window.screen.driver.says("2 rows changed"));
}

TEST_F(ShellTest, ALabShowsDriftUndoesItAndComesBackWithItsHistory) {
  {
    Window window(kept_);
    window.open("lesson.do.lab.new-engineer");
    window.type_into("lab.console", "ALTER TABLE users ADD COLUMN phone TEXT;");
    window.screen.driver.key(ui::Key::enter, ui::with_control);
    window.settle();
    EXPECT_EQ(window.screen.driver.item("lab.goal.drift").value, std::string(ui::word(ui::Mark::tick)))
        << window.screen.driver.screen();
    EXPECT_TRUE(window.screen.driver.has("env.laptop.drift.0"));
    window.click("lab.undo");
    EXPECT_FALSE(window.screen.driver.has("env.laptop.drift.0"));
    window.click("lab.redo");
    EXPECT_TRUE(window.screen.driver.has("env.laptop.drift.0"));
  }
  Window again(kept_);
  again.open("lesson.do.lab.new-engineer");
  EXPECT_TRUE(again.screen.driver.has("env.laptop.drift.0")) << "the lab is where it was left";
}

TEST_F(ShellTest, UndoWhileTypingUndoesTheTextAndNotTheWorld) {
  Window window(kept_);
  window.open("lesson.do.lab.new-engineer");
  window.type_into("lab.console", "ALTER TABLE users ADD COLUMN phone TEXT;");
  window.screen.driver.key(ui::Key::enter, ui::with_control);
  window.settle();
  window.type_into("lab.console", "SELECT 1;");
  window.screen.driver.key(ui::Key::z, ui::with_control);
  window.settle();
  EXPECT_TRUE(window.screen.driver.has("env.laptop.drift.0"));
}

TEST_F(ShellTest, TextThatIsNotWrittenIsInTheTreeAfterAnUndo) {
  Window window(kept_);
  window.open("lesson.do.lab.new-engineer");
  window.click("env.new");
  window.type_into("lab.editor", "-- precious");
  window.click("lab.undo");
  EXPECT_EQ(window.screen.driver.item("lab.editor").value.find("precious"), std::string::npos);
  window.click("lab.redo");
  EXPECT_NE(window.screen.driver.item("lab.editor").value.find("precious"), std::string::npos);
}

TEST_F(ShellTest, EndlessSqlEndsAndTheLabGoesOn) {
  Window window(kept_);
  window.open("lesson.do.lab.new-engineer");
  window.type_into("lab.console",
                   "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n;");
  window.screen.driver.key(ui::Key::enter, ui::with_control);
  window.settle();
  window.retype("lab.console", "SELECT email FROM users WHERE id = 2;");
  window.screen.driver.key(ui::Key::enter, ui::with_control);
  window.settle();
  EXPECT_TRUE(window.screen.driver.says("li@example.com")) << window.screen.driver.screen();
}

TEST_F(ShellTest, WhatFailedStaysInTheConsoleAndWhatRanIsRecalled) {
  Window window(kept_);
  window.open("lesson.do.lab.new-engineer");
  const auto run = [&](std::string_view sql) {
    window.retype("lab.console", sql);
    window.screen.driver.key(ui::Key::enter, ui::with_control);
    window.settle();
  };
  const auto input = [&] { return window.screen.driver.item("lab.console").value; };
  run("SELECT 1;");
  EXPECT_EQ(input(), "");
  const std::string two_lines = "SELECT id,\n  nothing FROM users;";
  run(two_lines);
  EXPECT_EQ(input(), two_lines) << "a mistake is mended, not typed again";
  EXPECT_TRUE(window.screen.driver.says(two_lines)) << "the echo is whole";
  run("SELECT 2;");
  window.type_into("lab.console", "half a th");
  window.screen.driver.key(ui::Key::up, ui::with_control);
  EXPECT_EQ(input(), "SELECT 2;");
  window.screen.driver.key(ui::Key::up, ui::with_control);
  EXPECT_EQ(input(), two_lines);
  for (int step = 0; step < 3; ++step) window.screen.driver.key(ui::Key::down, ui::with_control);
  EXPECT_EQ(input(), "half a th");
}

TEST_F(ShellTest, ALongTextIsFoldedInTheOutput) {
  Window window(kept_);
  window.open("lesson.do.lab.new-engineer");
  std::string sql = "SELECT 1";
  for (int line = 0; line < 30; ++line) sql += "\n  + " + std::to_string(100 + line);
  window.type_into("lab.console", sql + " AS total;");
  window.screen.driver.key(ui::Key::enter, ui::with_control);
  window.settle();
  EXPECT_FALSE(window.screen.driver.says("+ 129"));
  window.click("lab.console.entry.1.fold");
  EXPECT_TRUE(window.screen.driver.says("+ 129"));
}

TEST_F(ShellTest, CancelStopsRunningSqlAndNothingHappened) {
  Window window(kept_);
  window.open("lesson.do.lab.new-engineer");
  window.type_into(
      "lab.console",
      "UPDATE users SET email = (WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) "
      "SELECT count(*) FROM n);");
  window.screen.driver.key(ui::Key::enter, ui::with_control);
  EXPECT_TRUE(window.worker.busy()) << "the window draws while the SQL runs";
  ASSERT_TRUE(window.screen.driver.wait_until([&] { return window.screen.driver.has("lab.cancel"); }));
  window.screen.driver.click("lab.cancel");
  window.settle();
  EXPECT_TRUE(window.screen.driver.says("cancel")) << window.screen.driver.screen();
  EXPECT_FALSE(window.screen.driver.item("lab.undo").enabled) << "no command happened";
  window.retype("lab.console", "SELECT email FROM users WHERE id = 2;");
  window.screen.driver.key(ui::Key::enter, ui::with_control);
  window.settle();
  EXPECT_TRUE(window.screen.driver.says("li@example.com")) << window.screen.driver.screen();
}

TEST_F(ShellTest, ALabThatItsAuthorChangedComesBackWithWhatWasDone) {
  const CourseCopy course;
  {
    Window window(kept_, course.path);
    window.open("lesson.do.lab.new-engineer");
    window.type_into("lab.console", "ALTER TABLE users ADD COLUMN phone TEXT;");
    window.screen.driver.key(ui::Key::enter, ui::with_control);
    window.settle();
  }
  course.replace("01-what-a-migration-is/new-engineer.lab.json", "li@example.com", "lin@example.com");
  Window again(kept_, course.path);
  again.open("lesson.do.lab.new-engineer");
  EXPECT_TRUE(again.screen.driver.says("This lab was changed since you were here."));
  EXPECT_TRUE(again.screen.driver.has("env.laptop.drift.0")) << "the same command, from the new start";
  again.click("lab.warnings.read");
  EXPECT_FALSE(again.screen.driver.has("lab.warnings"));
  again.click("lab.undo");
  EXPECT_FALSE(again.screen.driver.has("env.laptop.drift.0"));
  EXPECT_EQ(kept_.store.saved_lab("schema-migrations", "new-engineer")->has_value(), true);
}

TEST_F(ShellTest, ANarrowWindowShowsTheLabOnePartAtATime) {
  Window window(kept_, source / "content/schema-migrations", {.text_percent = 300}, 1280, 800);
  window.open("lesson.lab.new-engineer.open");
  EXPECT_TRUE(window.screen.driver.has("lab.goal.drift"));
  EXPECT_FALSE(window.screen.driver.has("lab.console"));
  window.click("lab.tabs.0.sql");
  EXPECT_FALSE(window.screen.driver.has("lab.goal.drift"));
  window.type_into("lab.console", "ALTER TABLE users ADD COLUMN phone TEXT;");
  window.screen.driver.key(ui::Key::enter, ui::with_control);
  window.settle();
  window.screen.ui.focus("lab.tabs.0.sql");
  window.settle();
  window.screen.driver.key(ui::Key::right);
  window.settle();
  EXPECT_TRUE(window.screen.driver.has("env.laptop.drift.0")) << "Right goes to the environments";
  window.click("lab.tabs.0.time");
  window.click("time.undo");
  window.click("lab.hint");
  EXPECT_TRUE(window.screen.driver.has("lab.goal.drift")) << "a hint brings the task to the front";
}

TEST_F(ShellTest, InAnyWindowEveryPartStaysInsideOfIt) {
  for (const auto& [width, height, percent] : std::vector<std::tuple<int, int, int>>{
           {1024, 700, 100}, {1280, 800, 100}, {1280, 800, 150}, {1280, 800, 200}, {1280, 800, 300}}) {
    Window window(kept_, source / "content/schema-migrations", {.text_percent = percent}, width, height);
    const auto expect_inside = [&](const std::string& where) {
      for (const ui::Item& item : window.screen.ui.ledger().items())
        if (item.visible && item.role != ui::Role::document) {
          EXPECT_LE(item.rect.right(), static_cast<float>(width) + 1)
              << where << ": " << item.name << " \"" << item.label << "\" at " << width << " " << percent;
        }
    };
    window.settle();
    expect_inside("home");
    window.open("lesson.lab.new-engineer.open");
    for (const char* part : {"task", "sql", "files", "work", "board", "time"}) {
      const std::string tab = std::string("lab.tabs.0.") + part;
      if (window.screen.driver.has(tab)) window.click(tab);
      expect_inside(std::string("lab ") + part);
    }
    window.click("bar.lesson");
    window.open("lesson.deploy.drop-column.open");
    window.click("deploy.run");
    for (const char* part : {"steps", "replay", "moment"}) {
      const std::string tab = std::string("deploy.tabs.0.") + part;
      if (window.screen.driver.has(tab)) window.click(tab);
      expect_inside(std::string("deploy ") + part);
    }
  }
}

TEST_F(ShellTest, TheReplayMarksEveryTickOfEveryNode) {
  Window window(kept_);
  window.open("lesson.do.deploy.drop-column");
  window.click("deploy.run");
  EXPECT_TRUE(window.screen.driver.has("deploy.answered.node 1.0"));
  EXPECT_TRUE(window.screen.driver.has("deploy.failure.node 1.1"));
  EXPECT_FALSE(window.screen.driver.has("deploy.answered.node 1.1"));
  EXPECT_TRUE(window.screen.driver.says("node 1 finishes its last requests with v1"));
  const auto& failure = window.screen.driver.item("deploy.failure.node 1.1").rect;
  const auto& lane = window.screen.driver.item("deploy.lane.node 1.0").rect;
  EXPECT_GT(failure.y, lane.y + 18) << "the words above it stay readable";
  window.click("deploy.answered.node 1.0");
  EXPECT_TRUE(window.screen.driver.says("Request answered"));
}

TEST_F(ShellTest, ADeployBreaksInTheWrongOrderAndIsDoneInTheRightOne) {
  Window window(kept_);
  window.open("lesson.do.deploy.add-phone");
  window.click("deploy.step.migrate.down");
  window.click("deploy.run");
  EXPECT_TRUE(window.screen.driver.says("no such column: phone"));
  EXPECT_TRUE(window.screen.driver.has("deploy.request.error"));
  const std::string before = window.screen.driver.item("deploy.scrubber").value;
  window.screen.ui.focus("deploy.scrubber");
  window.settle();
  window.screen.driver.key(ui::Key::right);
  window.settle();
  EXPECT_NE(window.screen.driver.item("deploy.scrubber").value, before);
  window.screen.driver.key(ui::Key::left);
  window.settle();
  EXPECT_EQ(window.screen.driver.item("deploy.scrubber").value, before);
  window.click("deploy.step.migrate.up");
  window.click("deploy.run");
  EXPECT_TRUE(window.screen.driver.says("Not one request failed"));
  const auto attempts = kept_.store.attempts("schema-migrations", "deploy.add-phone");
  ASSERT_TRUE(attempts);
  EXPECT_EQ(attempts->back().credit, 1.0);
}

TEST_F(ShellTest, AnOrderThatCannotHappenSaysWhy) {
  Window window(kept_);
  window.open("lesson.do.deploy.drop-column");
  window.click("deploy.step.drain.up");
  EXPECT_TRUE(window.screen.driver.has("deploy.impossible"));
  EXPECT_FALSE(window.screen.driver.item("deploy.run").enabled);
}

TEST_F(ShellTest, ABlankMachineIsOfferedOnlyWhereAGoalAsksForOne) {
  Window window(kept_);
  window.open("lesson.do.lab.look-alike");
  EXPECT_TRUE(window.screen.driver.has("env.production"));
  EXPECT_FALSE(window.screen.driver.has("env.new"));
  window.click("bar.lesson");
  window.open("lesson.do.lab.new-engineer");
  window.click("env.new");
  EXPECT_TRUE(window.screen.driver.has("env.new-engineer"));
  EXPECT_FALSE(window.screen.driver.has("env.new")) << "it is there now";
}

TEST_F(ShellTest, ALinkToALessonThatIsNotInstalledSaysSo) {
  Window window(kept_);
  window.open("lesson.section.recap");
  const auto& items = window.screen.ui.ledger().items();
  const auto link = std::find_if(items.begin(), items.end(), [](const ui::Item& item) {
    return item.role == ui::Role::link && item.label == "concept:drift";
  });
  ASSERT_NE(link, items.end());
  window.click(std::string(link->name));
  EXPECT_TRUE(window.screen.driver.says("\"Drift: born, seen, closed\" (middle) is not installed yet."));
}

TEST_F(ShellTest, SelectAllMeansThePageAndNotAPieceOfCodeOnIt) {
  Window window(kept_);
  window.shell.open_lesson("01-what-a-migration-is");
  window.settle();
  window.screen.driver.key(ui::Key::a, ui::with_control);
  window.screen.driver.key(ui::Key::c, ui::with_control);
  EXPECT_THAT(window.screen.host.clipboard(), testing::HasSubstr("it replaces ad-hoc DDL"));
  EXPECT_THAT(window.screen.host.clipboard(), testing::HasSubstr("survives restoring a backup"));
  // After a click into a block of code they mean that block.
  const auto code = window.screen.driver.item("lesson.sql-1.code").rect;
  window.screen.driver.click_at(code.x + 40, code.y + 20);
  window.screen.driver.key(ui::Key::a, ui::with_control);
  window.screen.driver.key(ui::Key::c, ui::with_control);
  EXPECT_THAT(window.screen.host.clipboard(), testing::StartsWith("CREATE TABLE users"));
  EXPECT_THAT(window.screen.host.clipboard(), testing::Not(testing::HasSubstr("ad-hoc")));
}

TEST_F(ShellTest, ThePaletteListsEachCommandOnce) {
  Window window(kept_);
  window.open("lesson.do.lab.new-engineer");
  std::set<std::string> titles;
  for (const ui::Command& command : window.screen.ui.commands().all())
    EXPECT_TRUE(titles.insert(command.title).second) << command.title;
  EXPECT_TRUE(titles.contains("Search or run a command"));
}

TEST_F(ShellTest, TheLookIsRemembered) {
  {
    Window window(kept_);
    window.settle();
    window.click("look.theme");
    window.click("look.text");
  }
  Window again(kept_);
  EXPECT_EQ(again.shell.remembered_look().theme, ui::ThemeKind::dark);
  EXPECT_EQ(again.shell.remembered_look().text_percent, 125);
}

}  // namespace
}  // namespace engine::views

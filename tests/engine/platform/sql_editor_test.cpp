#include "engine/ui/sql_editor.h"

#include <gtest/gtest.h>
#include <imgui.h>

#include "engine/ui/button.h"
#include "engine/ui/card.h"
#include "engine/ui/code_view.h"
#include "engine/ui/pane.h"
#include "engine/ui/text.h"
#include "tests/engine/platform/screen.h"

using namespace engine::ui;

namespace {

struct Desk {
  SqlEditor editor{"lab.editor", "20260514_add_user_phone.sql"};
  int runs = 0;
  int changes = 0;

  void draw(Ui& ui) {
    const Pane pane(ui, "desk", {.padding_x = 24, .padding_y = 24});
    const Card card(ui, "file", {.width = ui.px(640), .padding_x = 14, .padding_y = 12});
    text(ui, TextStyle::code_bold, "20260514_add_user_phone.sql");
    const SqlEditorResult result = editor.draw(ui, {.height = ui.px(240)});
    if (result.run) ++runs;
    if (result.changed) ++changes;
    button(ui, "lab.run", "Run");
    code_view(ui, "code",
              "-- migrations/20260514_add_user_phone.sql\nALTER TABLE users ADD COLUMN phone TEXT;");
  }
};

struct SqlEditorTest : testing::Test {
  Desk desk;
  Screen screen{[this](Ui& ui) { desk.draw(ui); }};
  engine::platform::Driver& driver = screen.driver;
};

}  // namespace

TEST_F(SqlEditorTest, TypingGoesIn) {
  driver.click("lab.editor");
  driver.type("SELECT 'zo\xC5\x82\xC4\x87', 1;");
  EXPECT_EQ(desk.editor.text(), "SELECT 'zo\xC5\x82\xC4\x87', 1;");
  EXPECT_EQ(driver.item("lab.editor").value, desk.editor.text());
  EXPECT_EQ(desk.editor.caret(), desk.editor.text().size());
  EXPECT_GT(desk.changes, 0);
}

TEST_F(SqlEditorTest, ControlEnterRunsAndKeepsTheKeyboard) {
  driver.click("lab.editor");
  driver.type("SELECT 1;");
  driver.key(Key::enter, with_control);
  EXPECT_EQ(desk.runs, 1);
  EXPECT_TRUE(desk.editor.active());
  driver.type("x");
  EXPECT_EQ(desk.editor.text(), "SELECT 1;x");
}

TEST_F(SqlEditorTest, EscapeLeavesWithoutLosingAnything) {
  driver.click("lab.editor");
  driver.type("SELECT 1;");
  driver.key(Key::escape);
  EXPECT_FALSE(desk.editor.active());
  EXPECT_EQ(desk.editor.text(), "SELECT 1;");
  driver.key(Key::tab);
  EXPECT_EQ(screen.ui.focused(), "lab.run");
}

TEST_F(SqlEditorTest, TheProgramChangesTheTextWhileItIsEdited) {
  driver.click("lab.editor");
  driver.type("old");
  desk.editor.set_text("ALTER TABLE users ADD COLUMN phone TEXT;");
  driver.settle();
  EXPECT_EQ(desk.editor.text(), "ALTER TABLE users ADD COLUMN phone TEXT;");
  driver.type(" -- more");
  EXPECT_EQ(desk.editor.text(), "ALTER TABLE users ADD COLUMN phone TEXT; -- more");
  driver.key(Key::z, with_control);
  driver.key(Key::z, with_control);
  EXPECT_EQ(desk.editor.text(), "old");
}

TEST_F(SqlEditorTest, UndoAndRedoAreItsOwn) {
  driver.click("lab.editor");
  driver.type("one");
  driver.key(Key::enter);
  driver.type("two");
  driver.key(Key::z, with_control);
  EXPECT_EQ(desk.editor.text(), "one");
  driver.key(Key::z, with_control);
  EXPECT_EQ(desk.editor.text(), "");
  driver.click("lab.run");
  driver.click("lab.editor");
  driver.key(Key::y, with_control);
  driver.key(Key::z, with_control_shift);
  EXPECT_EQ(desk.editor.text(), "one\ntwo");
}

TEST_F(SqlEditorTest, SelectingAndCopyingWork) {
  driver.click("lab.editor");
  driver.type("SELECT 1;");
  driver.key(Key::a, with_control);
  driver.key(Key::c, with_control);
  EXPECT_EQ(screen.host.clipboard(), "SELECT 1;");
  EXPECT_EQ(desk.editor.selected(), "SELECT 1;");
  driver.type("x");
  EXPECT_EQ(desk.editor.text(), "x");
}

TEST_F(SqlEditorTest, TabIndentsAndEnterKeepsTheIndentation) {
  driver.click("lab.editor");
  driver.key(Key::tab);
  driver.type("a");
  driver.key(Key::enter);
  driver.type("b");
  EXPECT_EQ(desk.editor.text(), "    a\n    b");
  driver.key(Key::a, with_control);
  driver.key(Key::tab, with_shift);
  EXPECT_EQ(desk.editor.text(), "a\nb");
  driver.key(Key::slash, with_control);
  EXPECT_EQ(desk.editor.text(), "-- a\n-- b");
}

TEST_F(SqlEditorTest, OpeningAnotherFileForgetsTheUndo) {
  driver.click("lab.editor");
  driver.type("first");
  desk.editor.open("other.sql", "SELECT 2;");
  driver.settle();
  driver.key(Key::z, with_control);
  EXPECT_EQ(desk.editor.text(), "SELECT 2;");
  EXPECT_EQ(driver.item("lab.editor").label, "other.sql");
}

TEST_F(SqlEditorTest, CodeIsCopied) {
  driver.click("code.copy");
  EXPECT_EQ(screen.host.clipboard().rfind("-- migrations/", 0), 0U);
}

TEST(SqlEditorPicture, LookAtIt) {
  for (const bool dark : {false, true}) {
    Desk desk;
    Screen screen([&](Ui& ui) { desk.draw(ui); }, {.theme = dark ? ThemeKind::dark : ThemeKind::light}, 720,
                  480);
    desk.editor.set_text(
        "-- migrate:up\nALTER TABLE users ADD COLUMN phone TEXT NOT NULL;\n\n-- migrate:down\nALTER TABLE "
        "users DROP "
        "COLUMN phone;\nINSERT INTO users VALUES (1, 'ana@example.com');");
    desk.editor.set_diagnostics({{54, 8, Tone::warn, "Fails where users has rows."}});
    screen.driver.click_at(200, 120);
    screen.driver.settle();
    screen.look_at(dark ? "editor-dark" : "editor-light");
    EXPECT_TRUE(desk.editor.active());
  }
}

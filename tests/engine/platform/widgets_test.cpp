// The widgets as a person meets them: pressed, typed into, walked over; and a page of all of them to look at.
#include <gtest/gtest.h>
#include <imgui.h>

#include <algorithm>
#include <array>
#include <cstdlib>

#include "engine/ui/button.h"
#include "engine/ui/card.h"
#include "engine/ui/choice.h"
#include "engine/ui/pane.h"
#include "engine/ui/splitter.h"
#include "engine/ui/status.h"
#include "engine/ui/text.h"
#include "engine/ui/text_field.h"
#include "engine/ui/text_table.h"
#include "engine/ui/toasts.h"
#include "tests/engine/platform/screen.h"

using namespace engine::ui;

namespace {

// Everything on one page, close to how the lab uses it.
struct Page {
  bool agree = false;
  int answer = -1;
  std::size_t tab = 0;
  std::string name;
  std::string notes;
  float share = 0.62F;
  int migrated = 0;
  int submitted = 0;
  Toasts toasts;

  void draw(Ui& ui) {
    {
      const Pane bar(ui, "top",
                     {.height = ui.px(48),
                      .padding_y = 8,
                      .ground = Ground::side,
                      .scrolls = false,
                      .line_bottom = true,
                      .label = "Top bar"});
      const float row = button_height(ui);
      text_in_row(ui, row, TextStyle::h3, "Driftwood");
      beside(ui, 14);
      text_in_row(ui, row, TextStyle::control, "Schema migrations  /  1  What a migration is", Tone::muted);
      const ButtonOptions search{.shortcut = "Ctrl K"};
      const ButtonOptions undo{.mark = Mark::undo};
      at_right(ui, button_width(ui, "Search or run a command", search) + button_width(ui, "Undo", undo) +
                       ui.px(12));
      button(ui, "top.search", "Search or run a command", search);
      beside(ui, 12);
      button(ui, "top.undo", "Undo", undo);
    }
    ImGui::SetCursorPosY(ui.px(48));
    const float total = ImGui::GetContentRegionAvail().x;
    const float height = ImGui::GetContentRegionAvail().y;
    const float left = first_size(ui, share, total);
    {
      const Pane pane(ui, "left", {.width = left, .padding_x = 28, .padding_y = 24, .label = "Task"});
      draw_left(ui);
    }
    ImGui::SetCursorPos({left, ui.px(48)});
    {
      const Pane pane(ui, "right", {.label = "Environments"});
      draw_right(ui);
    }
    ImGui::SetCursorPos({left, ui.px(48)});
    splitter(ui, "split", "Between task and environments", share, total, height, {.initial = 0.62F});
    toasts.draw(ui);
  }

  void draw_left(Ui& ui) {
    heading(ui, TextStyle::h1, "Schema migrations");
    paragraph(ui, TextStyle::body,
              "Change a database that is never allowed to stop. Twelve lessons, nineteen labs, "
              "every one of them real.",
              Tone::muted, ui.px(560));
    space(ui, 16);
    heading(ui, TextStyle::h2, "A question");
    const std::array<std::string_view, 3> answers{
        "Because psql is slow.",
        "Because every machine that runs them reaches the same state, in the same order.",
        "Because files are shorter than statements."};
    for (std::size_t i = 0; i < answers.size(); ++i)
      if (radio(ui, "quiz." + std::to_string(i), answers[i], answer == static_cast<int>(i),
                {.width = ui.px(560), .boxed = true, .tone = i == 2 ? Tone::bad : Tone::normal}))
        answer = static_cast<int>(i);
    checkbox(ui, "agree", "I have read the file before it runs", agree);
    text_field(ui, "name", "Name", name, {.hint = "Your name", .width = ui.px(260)});
    if (text_field(ui, "notes", "Notes", notes,
                   {.hint = "Two sentences are enough", .width = ui.px(560), .lines = 3})
            .submitted)
      ++submitted;
    const std::array<Segment, 3> tabs{
        {{"staging", "staging"}, {"laptop", "laptop"}, {"production", "production"}}};
    tab = segmented(ui, "console", tabs, tab);
    const std::vector<std::string> columns{"id", "email", "phone"};
    text_table(ui, "result", columns, 2, [](std::size_t r, std::size_t c) -> Cell {
      const char* rows[2][3] = {{"1", "ana@example.com", "+351 21 000 0001"},
                                {"2", "li@example.com", "NULL"}};
      return {rows[r][c], std::string(rows[r][c]) == "NULL" ? Tone::muted : Tone::normal};
    });
    callout(ui, "lint", Tone::warn, "Passes on laptop, fails on production.",
            "laptop\u2019s users is empty; production has 3 rows and SQLite will answer \u201cCannot add a "
            "NOT NULL "
            "column with default value NULL\u201d.");
    callout(ui, "failed", Tone::bad, "14 of 40 requests failed.",
            "Node 2 ran v2 while production had no column.");
    callout(ui, "fine", Tone::ok, "Applied in 0.4 ms.", "users has 4 columns.");
  }

  void draw_right(Ui& ui) {
    heading(ui, TextStyle::h3, "Environments");
    for (const bool drifted : {false, true}) {
      const Card card(ui, drifted ? "env.staging" : "env.laptop",
                      {.padding_x = 16,
                       .padding_y = 14,
                       .outline = drifted ? std::optional(Tone::bad) : std::nullopt,
                       .label = drifted ? "staging" : "laptop"});
      text(ui, TextStyle::h3, drifted ? "staging" : "laptop");
      beside(ui);
      pill(ui, drifted ? "drifted" : "as its history says", drifted ? Tone::bad : Tone::ok,
           {.mark = drifted ? Mark::unequal : Mark::tick});
      status(ui, "", Mark::tick, Tone::ok, "0401 create_users", TextStyle::code_small);
      at_right(ui, ui.metrics().width(TextStyle::code_small, "applied"));
      text(ui, TextStyle::code_small, "applied", Tone::muted);
      status(ui, "", Mark::ring, Tone::muted, "0514 add_user_phone", TextStyle::code_small);
      progress_bar(ui, drifted ? "env.staging.done" : "env.laptop.done", 0.5F, ui.px(100), "5 of 10");
    }
    if (button(ui, "migrate", "Migrate laptop", {.kind = ButtonKind::primary})) {
      ++migrated;
      toasts.show(Tone::ok, "laptop is at version 20260514.");
    }
    beside(ui);
    button(ui, "more", "Migrate\u2026");
    beside(ui);
    button(ui, "off", "New laptop from blank", {.enabled = false});
    button(ui, "nav.one", "Migrations are versioned",
           {.kind = ButtonKind::quiet, .selected = true, .width = ui.px(220), .align_left = true});
    button(ui, "nav.two", "Deploy order matters",
           {.kind = ButtonKind::quiet, .width = ui.px(220), .align_left = true, .mark = Mark::diamond});
    float x = ImGui::GetCursorScreenPos().x + ui.px(10);
    const float y = ImGui::GetCursorScreenPos().y + ui.px(16);
    for (int m = 0; m <= static_cast<int>(Mark::warning); ++m, x += ui.px(21))
      draw_mark(*ImGui::GetWindowDrawList(), static_cast<Mark>(m), x, y, ui.px(14), ui.theme().text);
  }
};

}  // namespace

TEST(Widgets, AButtonThatIsOffLooksItInEveryTheme) {
  for (const auto theme :
       {ThemeKind::light, ThemeKind::dark, ThemeKind::contrast_light, ThemeKind::contrast_dark}) {
    for (const auto kind : {ButtonKind::secondary, ButtonKind::quiet}) {
      Screen screen(
          [kind](Ui& ui) {
            button(ui, "on", "Undo", {.kind = kind});
            button(ui, "off", "Undo", {.kind = kind, .enabled = false});
          },
          {.theme = theme}, 200, 100);
      const auto picture = screen.driver.picture();
      const Colour page = engine::ui::theme(theme).page;
      const auto strongest = [&](const char* name) {
        const Rect rect = screen.driver.item(name).rect;
        int most = 0;
        for (int y = static_cast<int>(rect.y); y < static_cast<int>(rect.bottom()); ++y)
          for (int x = static_cast<int>(rect.x); x < static_cast<int>(rect.right()); ++x) {
            const auto at = static_cast<std::size_t>(y * picture.width + x) * 4;
            most = std::max(most, std::abs(picture.rgba[at + 1] - page.g));
          }
        return most;
      };
      EXPECT_LT(strongest("off") + 40, strongest("on"))
          << to_string(theme) << ", kind " << static_cast<int>(kind);
    }
  }
}

TEST(Widgets, TheEndOfALineIsNotDrawn) {
  int one = 0;
  int with_end = 0;
  Screen screen([&](Ui& ui) {
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const auto drawn = [&](std::string_view words) {
      const int before = list.VtxBuffer.Size;
      draw_text(ui, list, 20, 20, TextStyle::code, ui.theme().text, words);
      return list.VtxBuffer.Size - before;
    };
    one = drawn("SELECT 1;");
    with_end = drawn("SELECT 1;\r\n");
  });
  EXPECT_GT(one, 0);
  EXPECT_EQ(with_end, one);
}

TEST(Widgets, RespondToAPerson) {
  Page page;
  Screen screen([&](Ui& ui) { page.draw(ui); });
  auto& driver = screen.driver;
  EXPECT_TRUE(screen.ui.ledger().duplicates().empty());
  driver.click("quiz.1");
  EXPECT_EQ(page.answer, 1);
  driver.click("agree");
  EXPECT_TRUE(page.agree);
  EXPECT_EQ(driver.item("agree").value, "checked");
  driver.click("name");
  driver.type("\xC5\x81ukasz");
  EXPECT_EQ(page.name, "\xC5\x81ukasz");
  driver.click("notes");
  driver.type("One.");
  driver.key(Key::enter);
  driver.type("Two.");
  EXPECT_EQ(page.notes, "One.\nTwo.");
  driver.key(Key::enter, with_control);
  EXPECT_EQ(page.submitted, 1);
  driver.click("console.laptop");
  EXPECT_EQ(page.tab, 1U);
  driver.key(Key::right);
  EXPECT_EQ(page.tab, 2U);
  driver.click("migrate");
  EXPECT_EQ(page.migrated, 1);
  EXPECT_TRUE(driver.says("laptop is at version"));
  EXPECT_TRUE(driver.says("ana@example.com"));
}

TEST(Widgets, ALongAnswerWrapsWhileItIsTypedAndStaysAsItWasWritten) {
  Page page;
  Screen screen([&](Ui& ui) { page.draw(ui); });
  auto& driver = screen.driver;
  driver.click("notes");
  const std::string words =
      "A migration is a named file with the SQL that takes a schema from one state to the next, and a tool "
      "records which of them each database has had.";
  driver.type(words);
  EXPECT_EQ(page.notes, words);
  const std::string shown = screen.ui.wrapped_typing().now.shown();
  EXPECT_EQ(std::count(shown.begin(), shown.end(), '\n'), 2);
  // In the middle of it, then a line end of one's own.
  driver.key(Key::home, with_control);
  driver.type("Answer: ");
  EXPECT_EQ(page.notes, "Answer: " + words);
  driver.key(Key::enter);
  EXPECT_EQ(page.notes, "Answer: \n" + words);
  driver.click("name");
  EXPECT_EQ(page.notes, "Answer: \n" + words);
  // Escape takes back what was typed since the field was entered.
  driver.click("notes");
  driver.key(Key::home, with_control);
  driver.type("gone");
  driver.key(Key::escape);
  EXPECT_EQ(page.notes, "Answer: \n" + words);
}

TEST(Widgets, TabReachesFieldsAndTypingGoesThere) {
  Page page;
  Screen screen([&](Ui& ui) { page.draw(ui); });
  screen.ui.focus("agree");
  screen.driver.settle();
  screen.driver.key(Key::tab);
  screen.driver.type("Ana");
  EXPECT_EQ(page.name, "Ana");
  screen.driver.key(Key::tab);
  screen.driver.type("x");
  EXPECT_EQ(page.notes, "x");
  screen.driver.key(Key::tab, with_shift);
  screen.driver.key(Key::tab, with_shift);
  screen.driver.key(Key::space);
  EXPECT_TRUE(page.agree);
}

TEST(Widgets, F6GoesFromPaneToPane) {
  Page page;
  Screen screen([&](Ui& ui) { page.draw(ui); });
  screen.driver.key(Key::f6);
  EXPECT_EQ(screen.ui.focused(), "top.search");
  screen.driver.key(Key::f6);
  EXPECT_EQ(screen.ui.focused(), "quiz.0");
  screen.driver.key(Key::f6);
  EXPECT_EQ(screen.ui.focused(), "migrate");
}

TEST(Widgets, SplitterMovesByMouseAndKeyboardAndKeepsLeastSizes) {
  Page page;
  Screen screen([&](Ui& ui) { page.draw(ui); });
  const Rect bar = screen.driver.item("split").rect;
  screen.driver.drag(bar.centre_x(), bar.centre_y(), bar.centre_x() - 200, bar.centre_y());
  EXPECT_NEAR(page.share, 0.62F - 200.0F / 1440, 0.01F);
  screen.driver.drag(screen.driver.item("split").rect.centre_x(), 400, 5, 400);
  EXPECT_NEAR(page.share, 160.0F / 1440, 0.01F);
  screen.ui.focus("split");
  screen.driver.settle();
  screen.driver.key(Key::right);
  EXPECT_NEAR(page.share, 184.0F / 1440, 0.01F);
}

TEST(Widgets, AMessageShowsNoBackticksRoundItsCode) {
  Screen screen([](Ui& ui) {
    const Pane pane(ui, "page", {.label = "Page"});
    message(ui, "Run `up` again.");
    message(ui, "A lone ` stays.");
    message(ui, "`diff`");
  });
  screen.driver.frames(2);
  EXPECT_TRUE(screen.driver.says("Run up again.")) << screen.driver.screen();
  EXPECT_TRUE(screen.driver.says("A lone ` stays."));
  EXPECT_NE(screen.driver.screen().find("text \"diff\""), std::string::npos);
}

TEST(Widgets, AToastLeavesByItself) {
  Page page;
  Screen screen([&](Ui& ui) { page.draw(ui); });
  page.toasts.show(Tone::ok, "Copied");
  screen.driver.frames(5);
  EXPECT_TRUE(screen.driver.says("Copied"));
  screen.driver.frames(60 * 7);
  EXPECT_FALSE(screen.driver.says("Copied"));
}

TEST(Widgets, LookAtThePage) {
  struct {
    const char* name;
    Look look;
  } const looks[] = {{"widgets-light", {}},
                     {"widgets-dark", {.theme = ThemeKind::dark}},
                     {"widgets-150", {.text_percent = 150}},
                     {"widgets-contrast", {.theme = ThemeKind::contrast_dark}}};
  for (const auto& [name, look] : looks) {
    Page page;
    page.answer = 1;
    page.agree = true;
    Screen screen([&](Ui& ui) { page.draw(ui); }, look);
    screen.ui.focus("more");
    page.toasts.show(Tone::ok, "laptop is at version 20260514.");
    screen.driver.settle();
    screen.look_at(name);
    const auto picture = screen.driver.picture();
    EXPECT_EQ(picture.width, 1440);
  }
}

TEST(TextTable, CopiesAsTabSeparatedText) {
  const std::vector<std::string> columns{"a", "b"};
  EXPECT_EQ(tab_separated(columns, 1,
                          [](std::size_t, std::size_t c) {
                            return Cell{c == 0 ? "1\n2" : "x", {}};
                          }),
            "a\tb\n1 2\tx\n");
}

#include "engine/ui/document_view.h"

#include <gtest/gtest.h>
#include <imgui.h>

#include <map>
#include <string>

#include "engine/ui/button.h"
#include "engine/ui/pane.h"
#include "engine/ui/ui.h"
#include "lessons/markdown/parse.h"
#include "tests/engine/platform/screen.h"

namespace engine::ui {
namespace {

class DocumentViewTest : public testing::Test {
 protected:
  void draw(Ui& ui) {
    const std::string link = view_.draw(ui, 600, [&](const lessons::markdown::LivePart& part, float width) {
      if (button(ui, "part." + part.id, "Run it", {.width = width})) pressed_part_ = part.id;
    });
    if (!link.empty()) followed_ = link;
  }

  DocumentView view_{
      std::make_shared<lessons::markdown::Document>(
          lessons::markdown::parse("# Title\n\nSome *words* and a [link](concept:drift).\n\n"
                                   "```quiz one\nBody\n```\n\n```sql\nSELECT 1;\n```\n\nLast line.",
                                   "a.md")
              .document),
      "text"};
  std::string followed_;
  std::string pressed_part_;
  Screen screen_{[this](Ui& ui) { draw(ui); }};
};

TEST_F(DocumentViewTest, LinksFollowByMouseAndKeyboard) {
  screen_.driver.click("text.link.0");
  EXPECT_EQ(followed_, "concept:drift");
  followed_.clear();
  screen_.ui.focus("text.link.0");
  screen_.driver.settle();
  screen_.driver.key(Key::enter);
  EXPECT_EQ(followed_, "concept:drift");
}

TEST_F(DocumentViewTest, LivePartsTakeTheirRoomAndWork) {
  screen_.driver.settle();
  const Item& part = screen_.driver.item("part.one");
  EXPECT_EQ(part.rect.width, 600);
  EXPECT_GE(view_.slots()[0].rect.height, part.rect.height);
  screen_.driver.click("part.one");
  EXPECT_EQ(pressed_part_, "one");
}

TEST_F(DocumentViewTest, TextIsSelectedByDraggingAndCopied) {
  const auto& document = screen_.driver.item("text").rect;
  screen_.driver.drag(document.x + 2, document.y + 20, document.x + 590, document.y + 20);
  EXPECT_EQ(view_.selected_text(), "Title");
  screen_.driver.key(Key::c, with_control);
  EXPECT_EQ(screen_.host.clipboard(), "Title");
  screen_.driver.key(Key::a, with_control);
  EXPECT_NE(view_.selected_text().find("Last line."), std::string::npos);
  screen_.driver.click("text.copy.0");
  EXPECT_EQ(screen_.host.clipboard(), "SELECT 1;");
}

TEST(DocumentViewDiagnostics, AreMarkedInTheCodeAndTold) {
  auto document = std::make_shared<lessons::markdown::Document>();
  document->blocks.push_back({{}, lessons::markdown::CodeBlock{"sql", "SELECT id, nickname FROM users"}});
  DocumentView view(document, "code");
  view.set_diagnostics({{11, 8, Tone::bad, "no such column: nickname"}, {100, 4, Tone::bad, "not there"}});
  Screen screen([&](Ui& ui) { view.draw(ui, 200, {}); });
  screen.driver.settle();
  const Item& mark = screen.driver.item("code.mark.0");
  EXPECT_EQ(mark.value, "nickname");
  EXPECT_EQ(mark.label, "no such column: nickname");
  EXPECT_GT(mark.rect.width, 0);
  EXPECT_FALSE(screen.driver.has("code.mark.1")) << "what is not in the text has no place";
}

/// Two parts with a long text between, in a pane that scrolls.
class LongDocumentTest : public testing::Test {
 protected:
  static std::shared_ptr<lessons::markdown::Document> text() {
    std::string markdown = "```quiz near\nBody\n```\n\n";
    for (int i = 0; i < 200; ++i) markdown += "A paragraph between them.\n\n";
    markdown += "```quiz far\nBody\n```\n";
    return std::make_shared<lessons::markdown::Document>(lessons::markdown::parse(markdown, "a.md").document);
  }
  void draw(Ui& ui) {
    if (away_) return;
    const Pane pane(ui, "pane", {});
    view_.draw(
        ui, 600,
        [&](const lessons::markdown::LivePart& part, float width) {
          ++drawn_[part.id];
          for (int i = 0; i < rows_; ++i)
            if (button(ui, "part." + part.id + "." + std::to_string(i), label_, {.width = width}))
              pressed_ = part.id;
        },
        0, revision_);
  }
  int drawn_in_a_frame(const std::string& id) {
    const int before = drawn_[id];
    screen_.driver.frames(1);
    return drawn_[id] - before;
  }

  bool away_ = false;
  int rows_ = 1;
  std::string label_ = "Press";
  std::uint64_t revision_ = 0;
  std::map<std::string, int> drawn_;
  std::string pressed_;
  DocumentView view_{text(), "text"};
  Screen screen_{[this](Ui& ui) { draw(ui); }};
};

TEST_F(LongDocumentTest, APartOutOfSightIsNotDrawnAndStaysInTheLedger) {
  screen_.driver.settle();
  EXPECT_EQ(drawn_in_a_frame("near"), 1);
  EXPECT_EQ(drawn_in_a_frame("far"), 0);
  const Item& far = screen_.driver.item("part.far.0");
  EXPECT_FALSE(far.visible);
  EXPECT_EQ(far.label, "Press");
  EXPECT_GT(far.rect.y, view_.height() / 2);
  EXPECT_TRUE(screen_.ui.ledger().duplicates().empty());
}

TEST_F(LongDocumentTest, WhoAsksForItByNameGetsIt) {
  screen_.driver.click("part.far.0");
  EXPECT_EQ(pressed_, "far");
  EXPECT_EQ(drawn_in_a_frame("near"), 0);
  EXPECT_EQ(drawn_in_a_frame("far"), 1);
}

TEST_F(LongDocumentTest, TheKeyboardWalksThroughPartsOutOfSight) {
  screen_.ui.focus("part.near.0");
  screen_.driver.settle();
  screen_.driver.key(Key::tab);
  EXPECT_EQ(screen_.ui.focused(), "part.far.0");
  EXPECT_TRUE(screen_.driver.item("part.far.0").visible);
  screen_.driver.key(Key::enter);
  EXPECT_EQ(pressed_, "far");
}

TEST_F(LongDocumentTest, AFocusedPartScrolledAwayKeepsTheKeyboard) {
  screen_.ui.focus("part.near.0");
  screen_.driver.settle();
  screen_.driver.scroll("pane", -20);
  screen_.driver.settle();
  EXPECT_FALSE(screen_.driver.item("part.near.0").visible);
  EXPECT_EQ(screen_.ui.focused(), "part.near.0");
  screen_.driver.key(Key::enter);
  EXPECT_EQ(pressed_, "near");
}

TEST_F(LongDocumentTest, ANewRevisionIsSeenWhereverThePartStands) {
  screen_.driver.settle();
  label_ = "Press again";
  rows_ = 3;
  screen_.driver.settle();
  EXPECT_EQ(screen_.driver.item("part.far.0").label, "Press");
  ++revision_;
  screen_.driver.settle();
  EXPECT_EQ(screen_.driver.item("part.far.2").label, "Press again");
  EXPECT_EQ(drawn_in_a_frame("far"), 0);
}

TEST_F(LongDocumentTest, ComingBackAfterAnotherScreenFindsEverythingAgain) {
  screen_.driver.settle();
  away_ = true;
  screen_.driver.frames(3);
  EXPECT_FALSE(screen_.driver.has("part.far.0"));
  away_ = false;
  screen_.driver.settle();
  EXPECT_TRUE(screen_.driver.has("part.near.0"));
  EXPECT_TRUE(screen_.driver.has("part.far.0"));
}

/// What was in sight when it was left and is not any more was in a ledger that is gone.
TEST_F(LongDocumentTest, ComingBackWithLargerTextFindsWhatIsOutOfSightNow) {
  rows_ = 40;
  ++revision_;
  screen_.driver.settle();
  screen_.driver.click("part.far.39");
  away_ = true;
  screen_.driver.frames(3);
  Look look;
  look.text_percent = 300;
  screen_.ui.set_look(look);
  screen_.driver.frames(3);
  away_ = false;
  screen_.driver.settle();
  EXPECT_TRUE(screen_.driver.has("part.near.0"));
  EXPECT_EQ(screen_.driver.item("part.far.39").label, "Press");
  EXPECT_TRUE(screen_.ui.ledger().duplicates().empty());
}

}  // namespace
}  // namespace engine::ui

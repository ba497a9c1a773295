#include "engine/ui/document_view.h"

#include <gtest/gtest.h>
#include <imgui.h>

#include "engine/ui/button.h"
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

}  // namespace
}  // namespace engine::ui

#include "engine/views/sql_card.h"

#include <fmt/format.h>
#include <imgui.h>

#include <memory>
#include <string>

#include "engine/ui/button.h"
#include "engine/ui/status.h"
#include "engine/ui/text.h"
#include "engine/ui/ui.h"
#include "engine/views/events.h"

namespace engine::views {

ui::DocumentView sql_code_view(const lessons::markdown::LivePart& part) {
  auto document = std::make_shared<lessons::markdown::Document>();
  document->blocks.push_back({part.body_at, lessons::markdown::CodeBlock{"sql", part.body}});
  return {std::move(document), "lesson." + part.id + ".code", ui::DocumentView::Shortcuts::after_click};
}

void sql_card(ui::Ui& ui, SqlSession& session, ui::DocumentView& code,
              const lessons::markdown::LivePart& part, float width) {
  code.draw(ui, width, {});
  ui::space(ui, 8);
  const std::string name = "lesson." + part.id;
  const std::string_view environment = part.argument("on");
  const auto result = session.result(part.id);
  const bool waiting = session.waiting(part.id);
  if (ui::button(ui, name + ".run", result ? "Run again" : fmt::format("Run on {}", environment),
                 {.enabled = !waiting, .mark = ui::Mark::play}))
    session.run(part);
  if (waiting) {
    ui::beside(ui);
    if (ui::button(ui, name + ".cancel", "Cancel")) session.cancel();
    return;
  }
  if (result == nullptr) return;
  ui::beside(ui);
  if (ui::button(ui, name + ".fresh", "Start over", {.kind = ui::ButtonKind::quiet}))
    return session.start_over();
  ui::space(ui, 8);
  if (result->refused) draw_error(ui, name + ".refused", *result->refused);
  draw_events(ui, name + ".result", result->events);
}

}  // namespace engine::views

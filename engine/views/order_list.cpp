#include "engine/views/order_list.h"

#include <fmt/format.h>
#include <imgui.h>

#include <algorithm>
#include <cmath>

#include "engine/ui/button.h"
#include "engine/ui/interact.h"
#include "engine/ui/paint.h"
#include "engine/ui/text.h"
#include "engine/ui/ui.h"

namespace engine::views {

std::optional<Move> order_list(ui::Ui& ui, InlineTexts& texts, std::string_view name,
                               std::span<const OrderRow> rows, bool enabled, bool numbered) {
  using namespace engine::ui;
  std::optional<Move> move;
  const float width = room(ui);
  const ButtonOptions small{.enabled = enabled, .small = true};
  const float button_side = button_height(ui, small);
  const float pad = ui.px(12);
  const float text_left = ui.px(40);
  const float buttons = 2 * button_side + ui.px(6);
  const float first_top = ImGui::GetCursorScreenPos().y;
  std::vector<float> centres;
  std::optional<std::size_t> dragged;

  for (std::size_t i = 0; i < rows.size(); ++i) {
    const OrderRow& row = rows[i];
    const std::string item = fmt::format("{}.{}", name, row.id);
    const FontMetrics& metrics = ui.metrics();
    const float note_width = row.note.empty() ? 0 : metrics.width(TextStyle::small, row.note) + ui.px(28);
    const float text_width = std::max(ui.px(80), width - text_left - buttons - note_width - 2 * pad);
    const float text_height = texts.height(ui, row.title, TextStyle::body, text_width);
    const float height = std::max(text_height, button_side) + ui.px(14);
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const Rect box{at.x, at.y, width, height};
    centres.push_back(box.centre_y());

    ImDrawList& list = *ImGui::GetWindowDrawList();
    Interactive what{item, Role::list_item, texts.plain(row.title), row.note};
    what.enabled = enabled;
    const Interaction grip = interact_at(ui, what, {box.x, box.y, width - buttons - pad, height});
    const Theme& theme = ui.theme();
    const Colour outline =
        row.tone == Tone::normal ? (grip.held ? theme.accent : theme.line) : theme.ink(row.tone);
    ground(list, box, grip.held ? theme.accent_soft : theme.surface, outline, ui.px(7));
    if (grip.focused) focus_ring(ui, list, box, ui.px(7));
    if (numbered)
      draw_text(ui, list, box.x + pad, box.y + (height - metrics.line_height(TextStyle::small)) / 2,
                TextStyle::small, theme.muted, fmt::format("{}", i + 1));
    else
      draw_mark(list, Mark::grip, box.x + ui.px(19), box.centre_y(), ui.px(14), theme.muted);

    ImGui::SetCursorScreenPos({box.x + text_left, std::round(box.y + (height - text_height) / 2)});
    texts.draw(ui, row.title, TextStyle::body, Tone::normal, text_width);
    const float buttons_left = box.right() - pad - buttons;
    if (!row.note.empty()) {
      const float note_y = box.y + (height - metrics.line_height(TextStyle::small)) / 2;
      const float mark_x = buttons_left - note_width + ui.px(8);
      draw_mark(list, row.tone == Tone::bad ? Mark::cross : Mark::tick, mark_x, box.centre_y(), ui.px(10),
                theme.ink(row.tone));
      draw_text(ui, list, mark_x + ui.px(10), note_y, TextStyle::small, theme.ink(row.tone), row.note);
    }
    ImGui::SetCursorScreenPos({buttons_left, std::round(box.centre_y() - button_side / 2)});
    ButtonOptions up = small;
    up.enabled = enabled && i > 0;
    if (mark_button(ui, item + ".up", fmt::format("Move up: {}", texts.plain(row.title)), Mark::arrow_up, up))
      move = Move{i, i - 1};
    ImGui::SetCursorScreenPos(
        {buttons_left + button_side + ui.px(6), std::round(box.centre_y() - button_side / 2)});
    ButtonOptions down = small;
    down.enabled = enabled && i + 1 < rows.size();
    if (mark_button(ui, item + ".down", fmt::format("Move down: {}", texts.plain(row.title)),
                    Mark::arrow_down, down))
      move = Move{i, i + 1};
    if (grip.held) dragged = i;
    if (grip.focused && enabled) {
      if (i > 0 && ui.pressed(Key::up, with_alt)) move = Move{i, i - 1};
      if (i + 1 < rows.size() && ui.pressed(Key::down, with_alt)) move = Move{i, i + 1};
    }
    ImGui::SetCursorScreenPos({at.x, box.bottom() + ui.px(7)});
  }
  // A dragged row changes places when the pointer crosses a neighbour's middle: rows may differ in height.
  if (dragged && ImGui::IsMouseDragging(ImGuiMouseButton_Left)) {
    const float y = ImGui::GetIO().MousePos.y;
    if (*dragged > 0 && y < centres[*dragged - 1]) move = Move{*dragged, *dragged - 1};
    if (*dragged + 1 < rows.size() && y > centres[*dragged + 1]) move = Move{*dragged, *dragged + 1};
    ui.keep_drawing();
  }
  const float bottom = ImGui::GetCursorScreenPos().y;
  ImGui::SetCursorScreenPos({ImGui::GetCursorScreenPos().x, first_top});
  ImGui::Dummy({width, std::max(0.0F, bottom - first_top - ui.px(7))});
  return move;
}

}  // namespace engine::views

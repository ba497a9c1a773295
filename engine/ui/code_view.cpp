#include "engine/ui/code_view.h"

#include <imgui.h>

#include <algorithm>
#include <string>

#include "engine/text/line_index.h"
#include "engine/ui/button.h"
#include "engine/ui/paint.h"
#include "engine/ui/text.h"
#include "engine/ui/ui.h"

namespace engine::ui {

Colour code_colour(const Theme& theme, text::ColourClass colour) {
  switch (colour) {
    case text::ColourClass::plain:
      return theme.text;
    case text::ColourClass::keyword:
      return theme.code_keyword;
    case text::ColourClass::string:
      return theme.code_string;
    case text::ColourClass::number:
      return theme.code_number;
    case text::ColourClass::comment:
      return theme.code_comment;
  }
  return theme.text;
}

void code_view(Ui& ui, std::string_view name, std::string_view code, const CodeViewOptions& options) {
  while (!code.empty() && code.back() == '\n') code.remove_suffix(1);
  const text::LineIndex lines(code);
  const FontMetrics& metrics = ui.metrics();
  const float line = metrics.line_height(TextStyle::code);
  const float pad_x = ui.px(15);
  const float pad_y = ui.px(11);
  float widest = 0;
  for (std::size_t i = 0; i < lines.count(); ++i) {
    const text::LineRange range = lines.range(i);
    widest =
        std::max(widest, metrics.width(TextStyle::code, code.substr(range.begin, range.end - range.begin)));
  }
  const float width = options.width > 0 ? options.width : room(ui);
  const bool wide = widest + 2 * pad_x > width;
  const float height =
      line * static_cast<float>(lines.count()) + 2 * pad_y + (wide ? ImGui::GetStyle().ScrollbarSize : 0.0F);

  const ImVec2 at = ImGui::GetCursorScreenPos();
  const Rect rect{at.x, at.y, width, height};
  ground(*ImGui::GetWindowDrawList(), rect, ui.theme().code_ground, ui.theme().line, ui.px(9));
  ItemView item;
  item.name = name;
  item.role = Role::text;
  item.label = code;
  item.rect = rect;
  ui.mark(item);

  ImGui::BeginChild(std::string(name).c_str(), {width, height}, false,
                    ImGuiWindowFlags_HorizontalScrollbar | ImGuiWindowFlags_NavFlattened |
                        ImGuiWindowFlags_NoScrollWithMouse * !wide);
  const ImVec2 origin = ImGui::GetCursorScreenPos();
  ImDrawList& list = *ImGui::GetWindowDrawList();
  for (const text::ColourSpan& span : options.sql ? text::sql_colours(code) : text::plain_colours(code)) {
    const std::size_t row = lines.line_of(span.offset);
    const std::size_t start = lines.range(row).begin;
    draw_text(ui, list,
              origin.x + pad_x + metrics.width(TextStyle::code, code.substr(start, span.offset - start)),
              origin.y + pad_y + line * static_cast<float>(row), TextStyle::code,
              code_colour(ui.theme(), span.colour), code.substr(span.offset, span.length));
  }
  ImGui::Dummy({widest + 2 * pad_x, line * static_cast<float>(lines.count()) + 2 * pad_y - 1});
  if (options.copy) {
    const ButtonOptions look{.kind = ButtonKind::quiet, .small = true, .tone = Tone::muted};
    ImGui::SetCursorScreenPos({rect.right() - button_width(ui, "Copy", look) - ui.px(6), rect.y + ui.px(6)});
    if (button(ui, std::string(name) + ".copy", "Copy", look))
      ImGui::SetClipboardText(std::string(code).c_str());
  }
  ImGui::EndChild();
}

}  // namespace engine::ui

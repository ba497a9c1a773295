#include "engine/ui/text.h"

#include <imgui.h>
#include <imgui_internal.h>

#include <algorithm>
#include <string>
#include <vector>

#include "engine/ui/paint.h"
#include "engine/ui/ui.h"

namespace engine::ui {
namespace {

// Takes room at the cursor; true when any of it can be seen.
bool take(Ui& ui, float width, float height, Role role, std::string_view words, Rect& rect) {
  ImGuiWindow* window = ImGui::GetCurrentWindow();
  const ImVec2 at = window->DC.CursorPos;
  rect = {at.x, at.y, width, height};
  ImGui::ItemSize(ImVec2(width, height));
  const bool shown = ImGui::ItemAdd(ImRect(at.x, at.y, rect.right(), rect.bottom()), 0);
  ItemView item;
  item.role = role;
  item.label = words;
  item.rect = rect;
  ui.mark(item);
  return shown;
}

void line(Ui& ui, TextStyle style, std::string_view words, Tone tone, Role role) {
  Rect rect;
  if (take(ui, ui.metrics().width(style, words), ui.metrics().line_height(style), role, words, rect))
    draw_text(ui, *ImGui::GetWindowDrawList(), rect.x, rect.y, style, ui.theme().ink(tone), words);
}

}  // namespace

void text(Ui& ui, TextStyle style, std::string_view words, Tone tone) {
  line(ui, style, words, tone, Role::text);
}

void heading(Ui& ui, TextStyle style, std::string_view words) {
  line(ui, style, words, Tone::normal, Role::heading);
}

void text_cut(Ui& ui, TextStyle style, std::string_view words, Tone tone, float width) {
  Rect rect;
  const float space_left = width > 0 ? width : room(ui);
  const float wanted = std::min(space_left, ui.metrics().width(style, words));
  if (take(ui, wanted, ui.metrics().line_height(style), Role::text, words, rect))
    draw_text_cut(ui, *ImGui::GetWindowDrawList(), rect.x, rect.y, wanted, style, ui.theme().ink(tone),
                  words);
}

void paragraph(Ui& ui, TextStyle style, std::string_view words, Tone tone, float width) {
  const StyledText span{words, style, tone};
  paragraph(ui, std::span(&span, 1), width);
}

void paragraph(Ui& ui, std::initializer_list<StyledText> spans, float width) {
  paragraph(ui, std::span(spans.begin(), spans.size()), width);
}

void paragraph(Ui& ui, std::span<const StyledText> spans, float width) {
  const Flow flow = flow_text(spans, width > 0 ? width : room(ui), ui.metrics());
  if (spans.size() == 1) return paragraph(ui, spans, flow, spans.front().text);
  std::string words;
  for (const StyledText& span : spans) words += span.text;
  paragraph(ui, spans, flow, words);
}

void message(Ui& ui, std::string_view words, Tone tone) {
  std::vector<StyledText> spans;
  while (!words.empty()) {
    const auto from = words.find('`');
    const auto to = from == std::string_view::npos ? from : words.find('`', from + 1);
    const std::string_view plain = words.substr(0, to == std::string_view::npos ? to : from);
    if (!plain.empty()) spans.push_back({plain, TextStyle::small, tone});
    if (to == std::string_view::npos) break;
    if (to > from + 1) spans.push_back({words.substr(from + 1, to - from - 1), TextStyle::code_small, tone});
    words.remove_prefix(to + 1);
  }
  if (!spans.empty()) paragraph(ui, spans);
}

void paragraph(Ui& ui, std::span<const StyledText> spans, const Flow& flow, std::string_view words) {
  Rect rect;
  if (!take(ui, flow.width, flow.height, Role::text, words, rect)) return;
  ImDrawList& list = *ImGui::GetWindowDrawList();
  for (const FlowRun& run : flow.runs) {
    const StyledText& span = spans[run.span];
    // A smaller style stands in the middle of the line of the largest one.
    const bool code = span.style == TextStyle::code || span.style == TextStyle::code_small;
    const float spare = flow.line_height - ui.metrics().line_height(span.style);
    const float lower = spare / 2 + (code && spare > 0 ? ui.px(1) : 0);
    draw_text(ui, list, rect.x + run.x, rect.y + run.y + lower, span.style, ui.theme().ink(span.tone),
              span.text.substr(run.begin, run.end - run.begin));
  }
}

void space(Ui& ui, float length) {
  // ItemSpacing is added after each item; take it back so that the room is exactly what was asked for.
  const float spacing = ImGui::GetStyle().ItemSpacing.y;
  ImGui::SetCursorPosY(ImGui::GetCursorPosY() + ui.px(length) - spacing);
}

void beside(Ui& ui, float gap) { ImGui::SameLine(0, ui.px(gap)); }

void rule(Ui& ui) {
  const ImVec2 at = ImGui::GetCursorScreenPos();
  hairline(*ImGui::GetWindowDrawList(), at.x, at.y, at.x + room(ui), at.y, ui.theme().line);
  ImGui::Dummy({room(ui), 1});
}

void text_in_row(Ui& ui, float height, TextStyle style, std::string_view words, Tone tone) {
  Rect rect;
  if (take(ui, ui.metrics().width(style, words), height, Role::text, words, rect))
    draw_text(ui, *ImGui::GetWindowDrawList(), rect.x, rect.centre_y() - ui.metrics().line_height(style) / 2,
              style, ui.theme().ink(tone), words);
}

void at_right(Ui& ui, float width) {
  ImGui::SameLine(0, 0);
  const float space_left = room(ui) - width;
  if (space_left > 0) ImGui::SetCursorPosX(ImGui::GetCursorPosX() + space_left);
}

float room(Ui&) { return std::max(1.0F, ImGui::GetContentRegionAvail().x); }

}  // namespace engine::ui

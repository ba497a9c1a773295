#include "engine/ui/status.h"

#include <imgui.h>
#include <imgui_internal.h>

#include <algorithm>
#include <cmath>
#include <string>

#include "engine/ui/text.h"
#include "engine/ui/ui.h"

namespace engine::ui {
namespace {

struct Place {
  Rect rect;
  bool shown = false;  // at least partly: draw only then
};

Place take(float width, float height) {
  const ImVec2 at = ImGui::GetCursorScreenPos();
  ImGui::ItemSize(ImVec2(width, height));
  const bool shown = ImGui::ItemAdd(ImRect(at.x, at.y, at.x + width, at.y + height), 0);
  return {{at.x, at.y, width, height}, shown};
}

void record(Ui& ui, Role role, std::string_view name, std::string_view label, std::string_view value,
            const Rect& rect) {
  ItemView item;
  item.name = name;
  item.role = role;
  item.label = label;
  item.value = value;
  item.rect = rect;
  ui.mark(item);
}

}  // namespace

void mark(Ui& ui, Mark shape, Tone tone, TextStyle beside_style) {
  const float height = ui.metrics().line_height(beside_style);
  const auto [rect, shown] = take(ui.px(14), height);
  if (!shown) return;
  draw_mark(*ImGui::GetWindowDrawList(), shape, rect.centre_x(), rect.centre_y(), ui.px(12),
            ui.theme().ink(tone));
}

void status(Ui& ui, std::string_view name, Mark shape, Tone tone, std::string_view words, TextStyle style,
            float width) {
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float indent = ui.px(20);
  const StyledText span{words, style, tone == Tone::muted ? Tone::muted : Tone::normal};
  const Flow flow = flow_text(std::span(&span, 1), (width > 0 ? width : room(ui)) - indent, ui.metrics());
  const auto [rect, shown] = take(indent + flow.width, flow.height);
  record(ui, Role::status, name, words, word(shape), rect);
  if (!shown) return;
  ImDrawList& list = *ImGui::GetWindowDrawList();
  draw_mark(list, shape, at.x + ui.px(7), at.y + flow.line_height / 2, ui.px(12), ui.theme().ink(tone));
  for (const FlowRun& run : flow.runs)
    draw_text(ui, list, at.x + indent + run.x, at.y + run.y, style, ui.theme().ink(span.tone),
              words.substr(run.begin, run.end - run.begin));
}

float pill_width(Ui& ui, std::string_view words, const PillOptions& options) {
  return std::ceil(ui.metrics().width(TextStyle::small, words) + ui.px(14) + (options.mark ? ui.px(16) : 0));
}

void pill(Ui& ui, std::string_view words, Tone tone, const PillOptions& options) {
  const float height = ui.px(21);
  const auto [rect, shown] = take(pill_width(ui, words, options), height);
  record(ui, Role::status, {}, words, options.mark ? word(*options.mark) : "", rect);
  if (!shown) return;
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const Theme& theme = ui.theme();
  if (options.filled)
    soft_ground(ui, list, rect, tone, ui.px(5));
  else
    ground(list, rect, theme.surface, theme.line, ui.px(5));
  float x = rect.x + ui.px(7);
  if (options.mark) {
    draw_mark(list, *options.mark, x + ui.px(5), rect.centre_y(), ui.px(10), theme.ink(tone));
    x += ui.px(16);
  }
  draw_text(ui, list, x, rect.centre_y() - ui.metrics().line_height(TextStyle::small) / 2, TextStyle::small,
            theme.ink(tone), words);
}

void progress_bar(Ui& ui, std::string_view name, float share, float width, std::string_view label) {
  const float height = ui.metrics().line_height(TextStyle::small);
  const auto [rect, shown] = take(width, height);
  record(ui, Role::progress, name, label, std::to_string(std::lround(share * 100)) + " %", rect);
  if (!shown) return;
  const Theme& theme = ui.theme();
  const float thickness = ui.px(6);
  const Rect track{rect.x, std::floor(rect.centre_y() - thickness / 2), width, thickness};
  ImDrawList& list = *ImGui::GetWindowDrawList();
  ground(list, track, theme.outlines ? theme.page : theme.line,
         theme.outlines ? theme.text : Colour{0, 0, 0, 0}, thickness / 2);
  const float filled = std::round(width * std::clamp(share, 0.0F, 1.0F));
  if (filled >= 1)
    ground(list, {track.x, track.y, std::max(filled, thickness), thickness}, theme.accent, {0, 0, 0, 0},
           thickness / 2);
}

}  // namespace engine::ui

#include "engine/ui/choice.h"

#include <imgui.h>

#include <algorithm>
#include <cmath>
#include <string>

#include "engine/ui/interact.h"
#include "engine/ui/text.h"
#include "engine/ui/ui.h"

namespace engine::ui {
namespace {

// The row of a checkbox or a radio button: its label wraps beside the box. `draw_box(list, centre_x,
// centre_y, state)` draws the box itself.
template <class DrawBox>
bool row(Ui& ui, const Interactive& what, const ChoiceOptions& options, DrawBox draw_box) {
  const float pad_x = options.boxed ? ui.px(14) : 0;
  const float pad_y = options.boxed ? ui.px(9) : ui.px(2);
  const float indent = ui.px(28);
  const float width = options.width > 0 ? options.width : room(ui);
  const bool taken = !what.value.empty() && what.value != "unchecked";
  const StyledText span{what.label, options.style, options.enabled || taken ? Tone::normal : Tone::muted};
  const float verdict = options.verdict ? ui.px(26) : 0;
  const Flow flow = flow_text(std::span(&span, 1), width - indent - verdict - 2 * pad_x, ui.metrics());
  const float wanted = options.boxed ? width : indent + flow.width;
  const Interaction state = interact(ui, what, wanted, flow.height + 2 * pad_y);
  if (state.shown) {
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const Theme& theme = ui.theme();
    if (options.boxed) {
      const bool judged = options.tone == Tone::ok || options.tone == Tone::bad || options.tone == Tone::warn;
      const Colour outline = judged ? theme.ink(options.tone) : taken ? theme.accent : theme.line;
      ground(list, state.rect, state.hovered ? mix(theme.surface, theme.line, 0.3F) : theme.surface, outline,
             ui.px(7));
    }
    if (state.focused) focus_ring(ui, list, state.rect, ui.px(7));
    draw_box(list, state.rect.x + pad_x + ui.px(9), state.rect.y + pad_y + flow.line_height / 2, state);
    for (const FlowRun& run : flow.runs)
      draw_text(ui, list, state.rect.x + pad_x + indent + run.x, state.rect.y + pad_y + run.y, options.style,
                theme.ink(span.tone), what.label.substr(run.begin, run.end - run.begin));
    if (options.verdict)
      draw_mark(list, *options.verdict, state.rect.right() - pad_x - ui.px(6),
                state.rect.y + pad_y + flow.line_height / 2, ui.px(14), theme.ink(options.tone));
  }
  return state.pressed;
}

}  // namespace

bool checkbox(Ui& ui, std::string_view name, std::string_view label, bool& on, const ChoiceOptions& options) {
  const bool pressed =
      row(ui,
          {.name = name,
           .role = Role::checkbox,
           .label = label,
           .value = on ? "checked" : "unchecked",
           .enabled = options.enabled},
          options, [&](ImDrawList& list, float x, float y, const Interaction& state) {
            const Theme& theme = ui.theme();
            const float size = ui.px(18);
            const Rect box{std::floor(x - size / 2), std::floor(y - size / 2), size, size};
            const Colour edge = state.hovered ? theme.accent : theme.muted;
            ground(list, box, on ? (options.enabled ? theme.accent : theme.text) : theme.surface,
                   on ? Colour{0, 0, 0, 0} : edge, ui.px(5));
            if (on)
              draw_mark(list, Mark::tick, box.centre_x(), box.centre_y(), size * 0.72F, theme.on_accent);
          });
  if (pressed) on = !on;
  return pressed;
}

bool radio(Ui& ui, std::string_view name, std::string_view label, bool chosen, const ChoiceOptions& options) {
  return row(ui,
             {.name = name,
              .role = Role::radio,
              .label = label,
              .value = chosen ? "chosen" : "",
              .enabled = options.enabled},
             options, [&](ImDrawList& list, float x, float y, const Interaction& state) {
               const Theme& theme = ui.theme();
               const float r = ui.px(9);
               const Colour ink = !options.enabled          ? (chosen ? theme.text : theme.muted)
                                  : chosen || state.hovered ? theme.accent
                                                            : theme.muted;
               list.AddCircleFilled({x, y}, r, to_u32(theme.surface));
               list.AddCircle({x, y}, r - 0.5F, to_u32(ink), 0, chosen ? std::max(1.5F, ui.px(2)) : 1.0F);
               if (chosen) list.AddCircleFilled({x, y}, r * 0.5F, to_u32(ink));
             });
}

std::size_t segmented(Ui& ui, std::string_view name, std::span<const Segment> segments, std::size_t current) {
  std::size_t chosen = current;
  const float height = ui.metrics().line_height(TextStyle::small) + ui.px(10);
  for (std::size_t i = 0; i < segments.size(); ++i) {
    const Segment& segment = segments[i];
    const bool selected = i == current;
    const std::string full = std::string(name) + "." + std::string(segment.id);
    // Measured bold, so that choosing does not move the neighbours.
    const float width = std::ceil(ui.metrics().width(TextStyle::small_strong, segment.label) + ui.px(20));
    // Behind its neighbour, or on a new line when there is no room.
    if (i > 0) {
      ImGui::SameLine(0, ui.px(2));
      if (room(ui) < width) ImGui::NewLine();
    }
    const Interaction state = interact(
        ui, {.name = full, .role = Role::tab, .label = segment.label, .value = selected ? "selected" : ""},
        width, height);
    if (state.pressed) chosen = i;
    if (state.focused && ui.pressed(Key::right) && i + 1 < segments.size()) chosen = i + 1;
    if (state.focused && ui.pressed(Key::left) && i > 0) chosen = i - 1;
    if (!state.shown) continue;
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const Theme& theme = ui.theme();
    const Colour none{0, 0, 0, 0};
    if (selected)
      ground(list, state.rect, theme.accent_soft, theme.outlines ? theme.accent : none, ui.px(6));
    else if (state.hovered)
      ground(list, state.rect, mix(theme.surface, theme.line, 0.6F), none, ui.px(6));
    if (state.focused) focus_ring(ui, list, state.rect, ui.px(6));
    const TextStyle style = selected ? TextStyle::small_strong : TextStyle::small;
    draw_text(ui, list, state.rect.centre_x() - ui.metrics().width(style, segment.label) / 2,
              state.rect.centre_y() - ui.metrics().line_height(style) / 2, style,
              selected ? theme.accent : theme.muted, segment.label);
  }
  if (chosen != current) ui.focus(std::string(name) + "." + std::string(segments[chosen].id));
  return chosen;
}

}  // namespace engine::ui

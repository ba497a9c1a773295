#include "engine/ui/button.h"

#include <imgui.h>

#include <algorithm>
#include <cmath>
#include <string>

#include "engine/ui/interact.h"
#include "engine/ui/text.h"
#include "engine/ui/ui.h"

namespace engine::ui {
namespace {

TextStyle style_of(const ButtonOptions& options) {
  return options.small ? TextStyle::small : TextStyle::control;
}

float mark_size(Ui& ui, const ButtonOptions& options) { return ui.px(options.small ? 10 : 12); }

float keycap_width(Ui& ui, std::string_view shortcut) {
  return ui.metrics().width(TextStyle::code_small, shortcut) + ui.px(12);
}

void draw_keycap(Ui& ui, ImDrawList& list, float x, float middle, std::string_view shortcut) {
  const float height = ui.px(20);
  const Rect box{x, std::floor(middle - height / 2), keycap_width(ui, shortcut), height};
  ground(list, box, ui.theme().surface, ui.theme().line, ui.px(4));
  draw_text(ui, list, box.x + ui.px(6), middle - ui.metrics().line_height(TextStyle::code_small) / 2,
            TextStyle::code_small, ui.theme().muted, shortcut);
}

struct Colours {
  Colour fill, outline, ink;
};

Colours colours(Ui& ui, const ButtonOptions& options, const Interaction& state) {
  const Theme& t = ui.theme();
  const Colour none{0, 0, 0, 0};
  const float hover = ui.ease(state.id, state.hovered && options.enabled, 120);
  const float press = state.held ? 0.12F : 0.0F;
  if (!options.enabled && t.outlines) {
    // Lines and muted words are nearly as strong as others in high contrast: grey says that it is off.
    const Colour grey = mix(t.text, t.page, 0.45F);
    return {none, options.kind == ButtonKind::quiet ? none : grey, grey};
  }
  switch (options.kind) {
    case ButtonKind::primary:
      if (!options.enabled) return {mix(t.surface, t.line, 0.6F), t.line, t.muted};
      return {mix(t.accent, t.dark ? t.text : t.on_accent, hover * 0.12F + press), none, t.on_accent};
    case ButtonKind::secondary:
      if (!options.enabled) return {none, t.line, t.muted};
      return {mix(t.surface, t.line, hover * 0.45F + press),
              options.selected ? t.accent : mix(t.line, t.muted, 0.15F + hover * 0.25F), t.text};
    case ButtonKind::quiet:
      break;
  }
  const Colour ink = !options.enabled ? t.muted : options.selected ? t.accent : t.ink(options.tone);
  if (options.selected) return {t.accent_soft, t.outlines ? t.accent : none, ink};
  return {faded(mix(t.surface, t.line, 0.75F), hover), none, ink};
}

}  // namespace

float button_padding(Ui& ui, const ButtonOptions& options) { return ui.px(options.small ? 10 : 13); }

float button_height(Ui& ui, const ButtonOptions& options) {
  return ui.metrics().line_height(style_of(options)) + ui.px(options.small ? 6 : 11);
}

float button_width(Ui& ui, std::string_view label, const ButtonOptions& options) {
  float width = ui.metrics().width(style_of(options), label) + 2 * button_padding(ui, options);
  if (options.mark) width += mark_size(ui, options) + ui.px(label.empty() ? 0 : 7);
  if (!options.shortcut.empty()) width += keycap_width(ui, options.shortcut) + ui.px(8);
  return std::ceil(width);
}

bool button(Ui& ui, std::string_view name, std::string_view label, const ButtonOptions& options) {
  const float wanted = button_width(ui, label, options);
  const float width = options.width > 0 ? options.width : wanted;
  const float height = button_height(ui, options);
  const Interaction state = interact(ui,
                                     {.name = name,
                                      .role = Role::button,
                                      .label = label,
                                      .value = options.selected ? "selected" : "",
                                      .enabled = options.enabled},
                                     width, height);
  if (state.shown) {
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const Colours look = colours(ui, options, state);
    const float rounding = ui.px(7);
    ground(list, state.rect, look.fill, look.outline, rounding);
    if (state.focused) focus_ring(ui, list, state.rect, rounding);
    const float middle = state.rect.centre_y();
    float x = state.rect.x + button_padding(ui, options);
    if (!options.align_left && width > wanted) x += (width - wanted) / 2;
    if (options.mark) {
      const float size = mark_size(ui, options);
      draw_mark(list, *options.mark, x + size / 2, middle, size, look.ink);
      x += size + ui.px(7);
    }
    const float right = state.rect.right() - button_padding(ui, options) -
                        (options.shortcut.empty() ? 0 : keycap_width(ui, options.shortcut) + ui.px(8));
    const TextStyle style = style_of(options);
    const float top = middle - ui.metrics().line_height(style) / 2;
    const TextStyle shown = options.selected && options.small ? TextStyle::small_strong : style;
    if (shown != style || width < wanted)
      draw_text_cut(ui, list, x, top, right - x + 1, shown, look.ink, label);
    else
      draw_text(ui, list, x, top, style, look.ink, label);
    if (!options.shortcut.empty()) draw_keycap(ui, list, right + ui.px(8), middle, options.shortcut);
  }
  tooltip(ui, state, options.tooltip);
  return state.pressed;
}

bool mark_button(Ui& ui, std::string_view name, std::string_view label, Mark mark,
                 const ButtonOptions& options) {
  const float height = button_height(ui, options);
  const Interaction state =
      interact(ui, {.name = name, .role = Role::button, .label = label, .enabled = options.enabled},
               options.width > 0 ? options.width : height, height);
  if (state.shown) {
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const Colours look = colours(ui, options, state);
    const float rounding = ui.px(options.small ? 5 : 7);
    ground(list, state.rect, look.fill, look.outline, rounding);
    if (state.focused) focus_ring(ui, list, state.rect, rounding);
    draw_mark(list, mark, state.rect.centre_x(), state.rect.centre_y(), ui.px(options.small ? 11 : 14),
              look.ink);
  }
  tooltip(ui, state, options.tooltip.empty() ? label : options.tooltip);
  return state.pressed;
}

void keycap(Ui& ui, std::string_view shortcut) {
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float height = ui.px(22);
  draw_keycap(ui, *ImGui::GetWindowDrawList(), at.x, at.y + height / 2, shortcut);
  ImGui::Dummy({keycap_width(ui, shortcut), height});
}

}  // namespace engine::ui

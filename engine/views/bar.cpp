#include "engine/views/bar.h"

#include <imgui.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

#include "engine/ui/button.h"
#include "engine/ui/interact.h"
#include "engine/ui/pane.h"
#include "engine/ui/text.h"
#include "engine/ui/ui.h"

namespace engine::views {
using namespace engine::ui;

namespace {

enum class Shown { whole, mark, gone };

constexpr float action_gap = 10;  // look pixels, as all below
constexpr float crumb_gap = 10;
constexpr float slash_room = 16;
constexpr float after_name = 18;
/// Steps on the way are cut, but to no less than can be read, before they leave; where one is now is whole
/// for as long as that is possible.
constexpr float readable = 160;
constexpr float readable_here = 300;

/// How many stages there are in which actions yield: none, and each way of yielding but `never`.
constexpr int action_stages = 5;

Shown shown_at(const BarAction& action, int stage) {
  if (action.yields == Yields::never || static_cast<int>(action.yields) >= stage) return Shown::whole;
  const bool to_mark = action.yields == Yields::to_mark || action.yields == Yields::to_mark_late;
  return to_mark && action.mark ? Shown::mark : Shown::gone;
}

ButtonOptions options_of(const BarAction& action) {
  ButtonOptions options;
  options.kind = action.primary ? ButtonKind::primary : ButtonKind::secondary;
  options.enabled = action.enabled;
  options.mark = action.mark;
  options.shortcut = action.keycap;
  return options;
}

float width_of(Ui& ui, const BarAction& action, Shown shown) {
  const ButtonOptions options = options_of(action);
  if (shown == Shown::gone) return 0;
  const float width =
      shown == Shown::mark ? button_height(ui, options) : button_width(ui, action.label, options);
  return width + ui.px(action_gap);
}

/// The last steps of the way, from `first` on; before them an arrow back when `back`.
struct Way {
  std::size_t first = 0;
  bool back = false;
  bool named = true;  ///< the program's name stands before the steps
};

TextStyle style_at(std::size_t index) { return index == 0 ? TextStyle::strong : TextStyle::control; }

struct Places {
  std::vector<float> widths;  ///< of the steps from Way::first on
  float total = 0;
};

/// The steps side by side, the longest cut until they fit into `available`.
Places place(Ui& ui, std::span<const Crumb> crumbs, const Way& way, float available) {
  Places out;
  float fixed = way.back ? button_height(ui) + ui.px(crumb_gap) : 0;
  if (way.named) fixed += std::ceil(ui.metrics().width(style_at(0), crumbs[0].label)) + ui.px(after_name);
  for (std::size_t i = way.first; i < crumbs.size(); ++i) {
    out.widths.push_back(std::ceil(ui.metrics().width(style_at(i), crumbs[i].label)) + 1);
    fixed += i > way.first ? ui.px(crumb_gap + slash_room) : 0;
  }
  const auto sum = [&] { return std::accumulate(out.widths.begin(), out.widths.end(), fixed); };
  const float least = ui.px(readable);
  // Where one has come from is cut before where one is.
  for (std::size_t i = 0; i + 1 < out.widths.size() && sum() > available; ++i)
    out.widths[i] = std::max(std::min(out.widths[i], least), out.widths[i] - (sum() - available));
  if (!out.widths.empty() && sum() > available)
    out.widths.back() =
        std::max(std::min(out.widths.back(), ui.px(readable_here)), out.widths.back() - (sum() - available));
  out.total = sum();
  return out;
}

/// From everything to the least, in the order in which things yield.
std::vector<Way> ways(std::span<const Crumb> crumbs) {
  const std::size_t last = crumbs.size() - 1;
  if (last == 0) return {{1, false, true}};
  std::vector<Way> out;
  // The steps leave from the left; the arrow stands for the one before the last.
  for (std::size_t first = 1; first < last; ++first) out.push_back({first, false, true});
  const bool arrow = last > 1;
  out.push_back({last, arrow, true});
  out.push_back({last, arrow, false});
  return out;
}

struct Arrangement {
  int stage = 0;
  Way way;
  Places places;
};

/// The richest that fits; when none does, the least, with the last step cut to what is left.
Arrangement arrange(Ui& ui, std::span<const Crumb> crumbs, std::span<const BarAction> actions,
                    float available) {
  const std::vector<Way> all = ways(crumbs);
  float left_over = 0;
  for (int stage = 0; stage < action_stages; ++stage) {
    left_over = available;
    for (const BarAction& action : actions) left_over -= width_of(ui, action, shown_at(action, stage));
    for (const Way& way : all) {
      Places places = place(ui, crumbs, way, left_over);
      if (places.total <= left_over) return {stage, way, std::move(places)};
    }
  }
  Places least = place(ui, crumbs, all.back(), left_over);
  if (!least.widths.empty())
    least.widths.back() = std::max(0.0F, least.widths.back() - (least.total - left_over));
  return {action_stages - 1, all.back(), std::move(least)};
}

void draw_crumb(Ui& ui, const Crumb& crumb, std::size_t index, const Rect& rect) {
  ImDrawList& list = *ImGui::GetWindowDrawList();
  Interactive what{crumb.name, crumb.go ? Role::link : Role::text, crumb.label};
  what.focusable = what.hand = static_cast<bool>(crumb.go);
  const Interaction on = interact_at(ui, what, rect);
  const Colour colour = index == 0 || !crumb.go ? ui.theme().text
                        : on.hovered            ? ui.theme().accent
                                                : ui.theme().muted;
  draw_text_cut(ui, list, rect.x, rect.y, rect.width + 1, style_at(index), colour, crumb.label);
  if (ui.metrics().width(style_at(index), crumb.label) > rect.width + 1) tooltip(ui, on, crumb.label);
  if (on.focused) focus_ring(ui, list, rect, ui.px(4));
  if (on.pressed && crumb.go) crumb.go();
}

void draw_crumbs(Ui& ui, std::span<const Crumb> crumbs, const Way& way, const Places& places, float left,
                 float top) {
  const auto rect_of = [&](std::size_t index, float width) {
    const float height = ui.metrics().line_height(style_at(index));
    return Rect{left, std::round(top + (ui.px(bar_height) - height) / 2), width, height};
  };
  if (way.named) {
    const float width = std::ceil(ui.metrics().width(style_at(0), crumbs[0].label));
    draw_crumb(ui, crumbs[0], 0, rect_of(0, width));
    left += width + ui.px(after_name);
  }
  if (way.back) {
    const Crumb& parent = crumbs[crumbs.size() - 2];
    const float side = button_height(ui);
    ImGui::SetCursorScreenPos({left, std::round(top + (ui.px(bar_height) - side) / 2)});
    if (mark_button(ui, parent.name, "Back to " + parent.label, Mark::chevron_left,
                    {.kind = ButtonKind::quiet}))
      parent.go();
    left += side + ui.px(crumb_gap);
  }
  for (std::size_t i = way.first; i < crumbs.size(); ++i) {
    const float width = places.widths[i - way.first];
    if (i > way.first) {
      const Rect slash = rect_of(i, 0);
      draw_text(ui, *ImGui::GetWindowDrawList(), left, slash.y, style_at(i), ui.theme().muted, "/");
      left += ui.px(slash_room);
    }
    draw_crumb(ui, crumbs[i], i, rect_of(i, width));
    left += width + ui.px(crumb_gap);
  }
}

}  // namespace

void draw_bar(Ui& ui, std::span<const Crumb> crumbs, std::span<const BarAction> actions) {
  PaneOptions pane;
  pane.height = ui.px(bar_height);
  pane.padding_x = 20;
  pane.padding_y = 0;
  pane.ground = Ground::side;
  pane.scrolls = false;
  pane.line_bottom = true;
  pane.label = "Where you are";
  const Pane bar(ui, "bar", pane);
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float room_wide = room(ui);

  const auto [stage, way, places] = arrange(ui, crumbs, actions, room_wide);
  float x = at.x + room_wide + ui.px(action_gap);
  for (const BarAction& action : actions) x -= width_of(ui, action, shown_at(action, stage));
  for (const BarAction& action : actions) {
    ButtonOptions options = options_of(action);
    const Shown shown = shown_at(action, stage);
    ImGui::SetCursorScreenPos({x, std::round(at.y + (ui.px(bar_height) - button_height(ui, options)) / 2)});
    bool pressed = false;
    if (shown == Shown::mark)
      pressed = mark_button(ui, action.name, action.label, *action.mark, options);
    else if (shown == Shown::whole)
      pressed = button(ui, action.name, action.label, options);
    if (pressed) action.run();
    x += width_of(ui, action, shown);
    if (!action.title.empty())
      ui.commands().add({action.name, action.title, {action.key, action.mods}, action.enabled, action.run});
  }
  draw_crumbs(ui, crumbs, way, places, at.x, at.y);
}

}  // namespace engine::views

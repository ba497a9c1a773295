#include "engine/views/bar.h"

#include <imgui.h>

#include <algorithm>
#include <cmath>

#include "engine/ui/button.h"
#include "engine/ui/interact.h"
#include "engine/ui/pane.h"
#include "engine/ui/text.h"
#include "engine/ui/ui.h"

namespace engine::views {

void draw_bar(ui::Ui& ui, std::span<const Crumb> crumbs, std::span<const BarAction> actions) {
  using namespace engine::ui;
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
  const float right = at.x + room(ui);
  const FontMetrics& metrics = ui.metrics();

  float actions_left = right;
  std::vector<ButtonOptions> options;
  for (const BarAction& action : actions) {
    ButtonOptions o;
    o.kind = action.primary ? ButtonKind::primary : ButtonKind::secondary;
    o.enabled = action.enabled;
    o.mark = action.mark;
    options.push_back(o);
    actions_left -= button_width(ui, action.label, o) + ui.px(10);
  }
  float x = actions_left + ui.px(10);
  for (std::size_t i = 0; i < actions.size(); ++i) {
    const BarAction& action = actions[i];
    ImGui::SetCursorScreenPos(
        {x, std::round(at.y + (ui.px(bar_height) - button_height(ui, options[i])) / 2)});
    if (button(ui, action.name, action.label, options[i])) action.run();
    x += button_width(ui, action.label, options[i]) + ui.px(10);
    ui.commands().add({action.name,
                       action.title.empty() ? action.label : action.title,
                       {action.key, action.mods},
                       action.enabled,
                       action.run});
  }

  ImDrawList& list = *ImGui::GetWindowDrawList();
  float left = at.x;
  for (std::size_t i = 0; i < crumbs.size(); ++i) {
    const Crumb& crumb = crumbs[i];
    const TextStyle style = i == 0 ? TextStyle::strong : TextStyle::control;
    const float width =
        std::min(metrics.width(style, crumb.label), std::max(ui.px(40), actions_left - left - ui.px(20)));
    const float y = std::round(at.y + (ui.px(bar_height) - metrics.line_height(style)) / 2);
    if (i > 1) {
      draw_text(ui, list, left, y, style, ui.theme().muted, "/");
      left += ui.px(16);
    }
    Interactive what{crumb.name, crumb.go ? Role::link : Role::text, crumb.label};
    what.enabled = static_cast<bool>(crumb.go);
    what.focusable = what.enabled;
    const Rect rect{left, y, width, metrics.line_height(style)};
    const Interaction on = interact_at(ui, what, rect);
    const Colour colour = i == 0 || !crumb.go ? ui.theme().text
                          : on.hovered        ? ui.theme().accent
                                              : ui.theme().muted;
    draw_text_cut(ui, list, left, y, width + 1, style, colour, crumb.label);
    if (on.focused) focus_ring(ui, list, rect, ui.px(4));
    if (on.pressed && crumb.go) crumb.go();
    left += width + ui.px(i == 0 ? 18 : 10);
  }
}

}  // namespace engine::views

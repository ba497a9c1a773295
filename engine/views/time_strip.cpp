#include "engine/views/time_strip.h"

#include <fmt/format.h>
#include <imgui.h>

#include <algorithm>
#include <cmath>
#include <string>

#include "engine/ui/button.h"
#include "engine/ui/interact.h"
#include "engine/ui/paint.h"
#include "engine/ui/pane.h"
#include "engine/ui/text.h"
#include "engine/ui/ui.h"
#include "engine/views/bar.h"

namespace engine::views {
namespace world = simulator::world;

TimeWish time_strip(ui::Ui& ui, const world::WorldView& view, bool busy) {
  using namespace engine::ui;
  TimeWish wish;
  PaneOptions pane;
  pane.height = ui.px(strip_height);
  pane.padding_x = 18;
  pane.padding_y = 0;
  pane.ground = Ground::side;
  pane.scrolls = false;
  pane.line_top = true;
  pane.label = "Time";
  const Pane strip(ui, "time", pane);
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float width = room(ui);
  const float centre = std::round(at.y + ui.px(strip_height) / 2);
  const ButtonOptions large{};
  const float side = button_height(ui, large);

  ImGui::SetCursorScreenPos({at.x, centre - side / 2});
  ButtonOptions undo = large;
  undo.enabled = view.can_undo && !busy;
  wish.undo = mark_button(ui, "time.undo", "Undo", Mark::undo, undo);

  const std::string title = [&] {
    const auto here = std::find_if(view.strip.begin(), view.strip.end(),
                                   [&](const auto& m) { return m.id == view.cursor; });
    if (here == view.strip.end()) return std::string();
    if (view.commands_done == 0) return std::string("The start");
    return fmt::format("Command {} of {}: {}", view.commands_done, view.strip.size() - 1, here->title);
  }();
  const float caption = std::min(ui.metrics().width(TextStyle::small, title) + ui.px(4), width * 0.34F);
  const float redo_left = at.x + width - caption - ui.px(16) - side;
  ImGui::SetCursorScreenPos({redo_left, centre - side / 2});
  ButtonOptions redo = large;
  redo.enabled = view.can_redo && !busy;
  wish.redo = mark_button(ui, "time.redo", "Redo", Mark::redo, redo);
  ImGui::SetCursorScreenPos(
      {redo_left + side + ui.px(16), centre - ui.metrics().line_height(TextStyle::small) / 2});
  text_cut(ui, TextStyle::small, title, Tone::muted, caption);

  const float left = at.x + side + ui.px(24);
  const float right = redo_left - ui.px(24);
  if (right <= left || view.strip.empty()) return wish;
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const Theme& theme = ui.theme();
  const std::size_t count = view.strip.size();
  const float step = count > 1 ? std::min(ui.px(120), (right - left) / static_cast<float>(count - 1)) : 0;
  hairline(list, left, centre, left + step * static_cast<float>(count - 1), centre, theme.line);
  for (std::size_t i = 0; i < count; ++i) {
    const world::MomentView& moment = view.strip[i];
    const float x = left + step * static_cast<float>(i);
    const bool here = moment.id == view.cursor;
    const float reach = std::clamp(step, ui.px(8), ui.px(22));
    const std::string name = fmt::format("time.moment.{}", moment.id);
    Interactive what{name, Role::button, moment.title, moment.ok ? "" : "failed"};
    what.enabled = !busy;
    const Interaction on = interact_at(ui, what, {x - reach / 2, centre - ui.px(14), reach, ui.px(28)});
    tooltip(ui, on, moment.ok ? moment.title : moment.title + " (failed)");
    const Colour colour = moment.future ? theme.muted : moment.ok ? theme.accent : theme.bad;
    if (here) {
      list.AddCircleFilled({x, centre}, ui.px(9), to_u32(theme.surface));
      list.AddCircle({x, centre}, ui.px(8), to_u32(moment.ok ? theme.accent : theme.bad), 0, ui.px(3));
    } else if (moment.ok) {
      list.AddCircleFilled({x, centre}, ui.px(on.hovered ? 7 : 5), to_u32(colour));
    } else {
      draw_mark(list, Mark::cross, x, centre, ui.px(12), colour);
    }
    if (on.focused) focus_ring(ui, list, on.rect, ui.px(6));
    if (on.pressed && !here) wish.go_to = moment.id;
    // Branches that lead away from here hang below their point.
    for (std::size_t b = 0; b < moment.other_branches.size(); ++b) {
      const float y = centre + ui.px(13 + 11 * static_cast<float>(b));
      const world::NodeId branch = moment.other_branches[b];
      const std::string branch_name = fmt::format("time.branch.{}", branch);
      const Interaction other = interact_at(ui, {branch_name, Role::button, "Another branch"},
                                            {x + ui.px(4), y - ui.px(5), ui.px(12), ui.px(11)});
      hairline(list, x, centre, x + ui.px(8), y, theme.line);
      list.AddCircleFilled({x + ui.px(10), y}, ui.px(3.5F),
                           to_u32(other.hovered ? theme.accent : theme.muted));
      tooltip(ui, other, "Another branch: what was done here before");
      if (other.pressed) wish.go_to = branch;
    }
  }
  return wish;
}

}  // namespace engine::views

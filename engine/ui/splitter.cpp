#include "engine/ui/splitter.h"

#include <imgui.h>

#include <algorithm>
#include <cmath>
#include <string>

#include "engine/ui/interact.h"
#include "engine/ui/paint.h"
#include "engine/ui/ui.h"

namespace engine::ui {

float first_size(Ui& ui, float share, float total, const SplitterOptions& options) {
  const float least = ui.px(options.least_first);
  const float most = std::max(least, total - ui.px(options.least_second));
  return std::round(std::clamp(share * total, least, most));
}

bool splitter(Ui& ui, std::string_view name, std::string_view label, float& share, float total, float length,
              const SplitterOptions& options) {
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float reach = ui.px(4);
  const Rect rect = options.vertical ? Rect{at.x - reach, at.y, 2 * reach + 1, length}
                                     : Rect{at.x, at.y - reach, length, 2 * reach + 1};
  // A window of its own: the panes to both sides are child windows and would take the pointer from it.
  ImGui::SetCursorScreenPos(top_left(rect));
  ImGui::BeginChild(std::string(name).c_str(), {rect.width, rect.height}, false,
                    ImGuiWindowFlags_NoScrollbar | ImGuiWindowFlags_NavFlattened);
  const Interaction state =
      interact_at(ui, {.name = name, .role = Role::splitter, .label = label, .hand = false}, rect);
  const float before = share;
  if (state.hovered || state.held)
    ImGui::SetMouseCursor(options.vertical ? ImGuiMouseCursor_ResizeEW : ImGuiMouseCursor_ResizeNS);
  const float step = ui.px(24) / std::max(total, 1.0F);
  if (state.double_clicked) {
    share = options.initial;
  } else if (state.held) {
    const ImVec2 moved = ImGui::GetIO().MouseDelta;
    share += (options.vertical ? moved.x : moved.y) / std::max(total, 1.0F);
  } else if (state.focused) {
    if (ui.pressed(options.vertical ? Key::left : Key::up)) share -= step;
    if (ui.pressed(options.vertical ? Key::right : Key::down)) share += step;
  }
  if (share != before) share = first_size(ui, share, total, options) / std::max(total, 1.0F);
  const bool lively = state.hovered || state.held || state.focused;
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const Colour ink = lively ? ui.theme().accent : ui.theme().line;
  const float thick = lively ? 3.0F : 1.0F;
  if (options.vertical)
    list.AddRectFilled({at.x - std::floor(thick / 2), at.y}, {at.x + std::ceil(thick / 2), at.y + length},
                       to_u32(ink));
  else
    list.AddRectFilled({at.x, at.y - std::floor(thick / 2)}, {at.x + length, at.y + std::ceil(thick / 2)},
                       to_u32(ink));
  ImGui::EndChild();
  return share != before;
}

}  // namespace engine::ui

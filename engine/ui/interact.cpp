#include "engine/ui/interact.h"

#include <imgui.h>
#include <imgui_internal.h>

#include <cstdint>
#include <functional>
#include <string_view>

#include "engine/ui/text.h"
#include "engine/ui/ui.h"

namespace engine::ui {
namespace {

/// Not ImGuiWindow::GetID, which sums up a name byte by byte and was a twentieth of a frame.
ImGuiID id_of(const ImGuiWindow& window, std::string_view name) {
  const std::uint64_t hash =
      std::hash<std::string_view>()(name) ^ (std::uint64_t{window.IDStack.back()} << 32U);
  const auto id = static_cast<ImGuiID>(hash ^ (hash >> 32U));
  return id != 0 ? id : 1;
}

Interaction submit(Ui& ui, const Interactive& what, const Rect& rect) {
  ImGuiContext& g = *ImGui::GetCurrentContext();
  ImGuiWindow* window = ImGui::GetCurrentWindow();
  Interaction out;
  out.rect = rect;
  out.id = id_of(*window, what.name);
  ImGui::KeepAliveID(out.id);
  const ImRect box(rect.x, rect.y, rect.right(), rect.bottom());
  ImGuiItemFlags flags = what.enabled ? 0 : ImGuiItemFlags_Disabled;
  if (!what.focusable) flags |= ImGuiItemFlags_NoNav;
  out.shown = ImGui::ItemAdd(box, out.id, nullptr, flags);
  if (out.shown && what.enabled) {
    out.pressed = ImGui::ButtonBehavior(box, out.id, &out.hovered, &out.held);
    out.double_clicked = out.hovered && ImGui::IsMouseDoubleClicked(0);
    const bool has_keyboard = g.NavId == out.id && g.NavWindow == window && what.focusable;
    out.focused = has_keyboard && !g.NavDisableHighlight;
    // 1.86 presses a button with Space only.
    if (has_keyboard && g.ActiveId == 0 && (ui.pressed(Key::enter) || ui.pressed(Key::kp_enter)))
      out.pressed = true;
    if (out.hovered && what.hand) ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
    if (out.pressed) ui.keep_drawing();
  }
  ItemView item;
  item.name = what.name;
  item.role = what.role;
  item.label = what.label;
  item.value = what.value;
  item.rect = rect;
  item.enabled = what.enabled;
  item.focusable = what.focusable;
  item.id = out.id;
  ui.mark(item);
  return out;
}

}  // namespace

Interaction interact(Ui& ui, const Interactive& what, float width, float height) {
  const ImVec2 at = ImGui::GetCurrentWindow()->DC.CursorPos;
  ImGui::ItemSize(ImVec2(width, height));
  return submit(ui, what, {at.x, at.y, width, height});
}

Interaction interact_at(Ui& ui, const Interactive& what, const Rect& rect) { return submit(ui, what, rect); }

void tooltip(Ui& ui, const Interaction& of, std::string_view words) {
  const ImGuiContext& g = *ImGui::GetCurrentContext();
  if (!of.hovered || words.empty()) return;
  if (g.HoveredIdTimer < 0.5F) return ui.redraw_after(0.5 - static_cast<double>(g.HoveredIdTimer));
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(ui.px(10), ui.px(6)));
  ImGui::BeginTooltip();
  const float wanted = ui.metrics().width(TextStyle::small, words);
  paragraph(ui, TextStyle::small, words, Tone::normal, wanted < ui.px(360) ? wanted + 1 : ui.px(360));
  ImGui::EndTooltip();
  ImGui::PopStyleVar();
}

}  // namespace engine::ui

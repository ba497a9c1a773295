#include "engine/ui/style.h"

#include <imgui.h>

#include <cmath>

#include "engine/ui/paint.h"
#include "engine/ui/theme.h"

namespace engine::ui {

ImGuiStyle make_style(const Theme& theme, float scale) {
  ImGuiStyle style;
  const auto px = [&](float length) { return std::round(length * scale); };
  style.WindowPadding = {0, 0};
  style.FramePadding = {px(11), px(7)};
  style.ItemSpacing = {px(8), px(8)};
  style.ItemInnerSpacing = {px(8), px(4)};
  style.CellPadding = {px(8), px(4)};
  style.IndentSpacing = px(20);
  style.ScrollbarSize = px(10);
  style.GrabMinSize = px(24);
  style.WindowRounding = style.PopupRounding = px(9);
  style.ChildRounding = 0;
  style.FrameRounding = px(7);
  style.ScrollbarRounding = px(5);
  style.WindowBorderSize = style.ChildBorderSize = 0;
  style.PopupBorderSize = style.FrameBorderSize = 1;
  style.WindowMinSize = {1, 1};
  style.MouseCursorScale = 1;
  style.CircleTessellationMaxError = 0.2F;
  style.CurveTessellationTol = 1.0F;
  style.DisabledAlpha = 0.55F;

  const ImVec4 none(0, 0, 0, 0);
  for (ImVec4& colour : style.Colors) colour = none;
  const auto set = [&](int slot, Colour colour) { style.Colors[slot] = to_vec4(colour); };
  set(ImGuiCol_Text, theme.text);
  set(ImGuiCol_TextDisabled, theme.muted);
  set(ImGuiCol_PopupBg, theme.surface);
  set(ImGuiCol_Border, theme.line);
  set(ImGuiCol_FrameBg, theme.surface);
  set(ImGuiCol_FrameBgHovered, theme.surface);
  set(ImGuiCol_FrameBgActive, theme.surface);
  set(ImGuiCol_ScrollbarGrab, theme.outlines ? theme.text : mix(theme.line, theme.muted, 0.25F));
  set(ImGuiCol_ScrollbarGrabHovered, mix(theme.line, theme.muted, 0.55F));
  set(ImGuiCol_ScrollbarGrabActive, theme.muted);
  set(ImGuiCol_TextSelectedBg, theme.selection);
  set(ImGuiCol_ModalWindowDimBg, faded(rgb(0x000000), theme.dark ? 0.5F : 0.25F));
  set(ImGuiCol_Separator, theme.line);
  set(ImGuiCol_DragDropTarget, theme.accent);
  return style;
}

}  // namespace engine::ui

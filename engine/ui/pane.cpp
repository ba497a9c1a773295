#include "engine/ui/pane.h"

#include <imgui.h>
#include <imgui_internal.h>

#include <string>

#include "engine/ui/paint.h"
#include "engine/ui/ui.h"

namespace engine::ui {

Pane::Pane(Ui& ui, std::string_view name, const PaneOptions& options) {
  const Theme& theme = ui.theme();
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const ImVec2 left = ImGui::GetContentRegionAvail();
  const Rect rect{at.x, at.y, options.width > 0 ? options.width : left.x,
                  options.height > 0 ? options.height : left.y};
  ImDrawList& list = *ImGui::GetWindowDrawList();
  if (options.ground == Ground::side) ground(list, rect, theme.side, {0, 0, 0, 0}, 0);
  if (options.line_left) hairline(list, rect.x, rect.y, rect.x, rect.bottom(), theme.line);
  if (options.line_right)
    hairline(list, rect.right() - 1, rect.y, rect.right() - 1, rect.bottom(), theme.line);
  if (options.line_top) hairline(list, rect.x, rect.y, rect.right(), rect.y, theme.line);
  if (options.line_bottom)
    hairline(list, rect.x, rect.bottom() - 1, rect.right(), rect.bottom() - 1, theme.line);
  ItemView item;
  item.name = name;
  item.role = Role::pane;
  item.label = options.label;
  item.rect = rect;
  ui.mark(item);

  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding,
                      ImVec2(ui.px(options.padding_x), ui.px(options.padding_y)));
  ImGuiWindowFlags flags = ImGuiWindowFlags_AlwaysUseWindowPadding | ImGuiWindowFlags_NavFlattened;
  if (!options.scrolls) flags |= ImGuiWindowFlags_NoScrollbar | ImGuiWindowFlags_NoScrollWithMouse;
  ImGui::BeginChild(std::string(name).c_str(), ImVec2(rect.width, rect.height), false, flags);
  ImGui::PopStyleVar();
}

Pane::~Pane() { ImGui::EndChild(); }

void next_pane_beside() { ImGui::SameLine(0, 0); }

}  // namespace engine::ui

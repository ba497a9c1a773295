#include "engine/ui/card.h"

#include <imgui_internal.h>

#include <algorithm>

#include "engine/ui/text.h"
#include "engine/ui/ui.h"

namespace engine::ui {

Card::Card(Ui& ui, std::string_view name, const CardOptions& options)
    : ui_(ui), options_(options), name_(name) {
  ImGuiWindow* window = ImGui::GetCurrentWindow();
  const ImVec2 at = window->DC.CursorPos;
  rect_ = {at.x, at.y, options.width > 0 ? options.width : room(ui), 0};
  // What is drawn now goes above the ground, whose height is known only afterwards.
  layers_.Split(window->DrawList, 2);
  layers_.SetCurrentChannel(window->DrawList, 1);
  old_content_right_ = window->ContentRegionRect.Max.x;
  old_work_right_ = window->WorkRect.Max.x;
  window->ContentRegionRect.Max.x = window->WorkRect.Max.x = rect_.right() - ui.px(options.padding_x);
  window->DC.CursorPos = {at.x + ui.px(options.padding_x), at.y + ui.px(options.padding_y)};
  ImGui::BeginGroup();
}

Card::~Card() {
  ImGuiWindow* window = ImGui::GetCurrentWindow();
  ImGui::EndGroup();
  const float content = window->DC.CursorPos.y - ImGui::GetStyle().ItemSpacing.y;
  rect_.height = std::max(content + ui_.px(options_.padding_y) - rect_.y, options_.min_height);
  window->ContentRegionRect.Max.x = old_content_right_;
  window->WorkRect.Max.x = old_work_right_;

  layers_.SetCurrentChannel(window->DrawList, 0);
  const Theme& theme = ui_.theme();
  const float rounding = ui_.px(options_.soft ? 7 : 9);
  if (options_.soft)
    soft_ground(ui_, *window->DrawList, rect_, *options_.soft, rounding);
  else
    ground(*window->DrawList, rect_, options_.code ? theme.code_ground : theme.surface,
           options_.outline ? theme.ink(*options_.outline) : theme.line, rounding);
  layers_.Merge(window->DrawList);

  window->DC.CursorPos = {rect_.x, rect_.y};
  ImGui::ItemSize(ImVec2(rect_.width, rect_.height));
  ImGui::ItemAdd(ImRect(rect_.x, rect_.y, rect_.right(), rect_.bottom()), 0);
  if (name_.empty()) return;
  ItemView item;
  item.name = name_;
  item.role = Role::card;
  item.label = options_.label;
  item.rect = rect_;
  ui_.mark(item);
}

void callout(Ui& ui, std::string_view name, Tone tone, std::string_view title, std::string_view words) {
  const Card card(ui, name, {.padding_x = 14, .padding_y = 11, .soft = tone, .label = title});
  const std::string gap = words.empty() ? "" : " ";
  paragraph(ui, {{title, TextStyle::small_strong, tone}, {gap, TextStyle::small}, {words, TextStyle::small}});
}

}  // namespace engine::ui

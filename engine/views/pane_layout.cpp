#include "engine/views/pane_layout.h"

#include <fmt/format.h>
#include <imgui.h>

#include <algorithm>
#include <utility>

#include "engine/ui/choice.h"
#include "engine/ui/pane.h"
#include "engine/ui/text.h"
#include "engine/ui/ui.h"

namespace engine::views {

namespace {

constexpr float padding_x = 18;  // look pixels, as all below
constexpr float padding_y = 16;
constexpr float tabs_padding = 7;

}  // namespace

PaneLayout::PaneLayout(std::string name, std::vector<Part> parts)
    : name_(std::move(name)),
      parts_(std::move(parts)),
      shown_at_(parts_.size(), 0),
      visible_(parts_.size(), false) {}

std::size_t PaneLayout::front_of(const Column& column) const {
  return *std::max_element(column.parts.begin(), column.parts.end(),
                           [this](std::size_t a, std::size_t b) { return shown_at_[a] < shown_at_[b]; });
}

std::size_t PaneLayout::draw_tabs(ui::Ui& ui, std::size_t column_number, const Column& column) {
  const std::size_t front = front_of(column);
  std::vector<ui::Segment> segments;
  std::size_t current = 0;
  for (const std::size_t part : column.parts) {
    if (part == front) current = segments.size();
    segments.push_back({parts_[part].id, parts_[part].title});
    ui.commands().add({fmt::format("{}.show.{}", name_, parts_[part].id),
                       fmt::format("Show: {}", parts_[part].title),
                       {},
                       part != front,
                       [this, part] { show(part); }});
  }
  ui::PaneOptions options;
  options.width = column.width;
  options.height = ui.metrics().line_height(ui::TextStyle::small) + ui.px(10 + 2 * tabs_padding);
  options.padding_x = padding_x - 8;
  options.padding_y = tabs_padding;
  options.ground = ui::Ground::side;
  options.scrolls = false;
  options.line_bottom = true;
  options.line_right = column.width > 0;
  options.label = "Parts";
  const std::string tabs = fmt::format("{}.tabs.{}", name_, column_number);
  const ui::Pane pane(ui, tabs, options);
  const std::size_t chosen = ui::segmented(ui, tabs, segments, current);
  if (chosen != current) show(column.parts[chosen]);
  return front;
}

void PaneLayout::draw(ui::Ui& ui, std::span<const Column> columns, float height,
                      const std::function<void(std::size_t, float)>& draw_part) {
  const ImVec2 at = ImGui::GetCursorPos();
  std::fill(visible_.begin(), visible_.end(), false);
  float x = at.x;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    const Column& column = columns[i];
    std::size_t part = column.parts.front();
    ImGui::SetCursorPos({x, at.y});
    float left_over = height;
    if (column.parts.size() > 1) {
      part = draw_tabs(ui, i, column);
      const float bottom =
          at.y + ui.metrics().line_height(ui::TextStyle::small) + ui.px(10 + 2 * tabs_padding);
      ImGui::SetCursorPos({x, bottom});
      left_over = height - (bottom - at.y);
    }
    visible_[part] = true;
    ui::PaneOptions options;
    options.width = column.width;
    options.height = left_over;
    options.padding_x = padding_x;
    options.padding_y = padding_y;
    options.line_right = i + 1 < columns.size();
    options.label = parts_[part].label;
    const ui::Pane pane(ui, fmt::format("{}.{}", name_, parts_[part].id), options);
    draw_part(part, left_over - 2 * ui.px(padding_y));
    x += column.width;
  }
}

}  // namespace engine::views

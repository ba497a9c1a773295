#include "engine/views/precedence_graph.h"

#include <fmt/format.h>
#include <imgui.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <vector>

#include "engine/ui/interact.h"
#include "engine/ui/paint.h"
#include "engine/ui/text.h"
#include "engine/ui/ui.h"

namespace engine::views {
namespace deploy = simulator::deploy;
using namespace engine::ui;

namespace {

// Look pixels.
constexpr float widest_box = 168;
constexpr float narrowest_box = 104;
constexpr float gap_along = 34;   ///< between layers: room for arrows
constexpr float gap_across = 12;  ///< between the places of a layer
constexpr float box_padding = 10;

void arrow_head(ImDrawList& list, ImVec2 tip, ImVec2 from, float size, Colour colour) {
  const float length = std::max(1.0F, std::hypot(tip.x - from.x, tip.y - from.y));
  const ImVec2 along{(tip.x - from.x) / length, (tip.y - from.y) / length};
  const ImVec2 base{tip.x - along.x * size, tip.y - along.y * size};
  const float half = size * 0.55F;
  list.AddTriangleFilled(tip, {base.x - along.y * half, base.y + along.x * half},
                         {base.x + along.y * half, base.y - along.x * half}, to_u32(colour));
}

/// A place of the layout on the screen.
class Grid {
 public:
  Grid(Ui& ui, const PrecedenceLayout& layout, float room)
      : layout_(layout), gap_along_(ui.px(gap_along)), gap_across_(ui.px(gap_across)) {
    const auto layers = static_cast<float>(layout.rows.size());
    const auto most = static_cast<float>(
        layout.rows.empty() ? 1 : *std::max_element(layout.rows.begin(), layout.rows.end()));
    const float across = (room - (layers - 1) * gap_along_) / std::max(1.0F, layers);
    from_left_ = across >= ui.px(narrowest_box);
    width = std::min(ui.px(widest_box),
                     std::floor(from_left_ ? across : (room - (most - 1) * gap_across_) / most));
    most_ = most;
  }

  [[nodiscard]] Rect rect(ImVec2 at, PrecedenceLayout::Place place) const {
    // A layer with fewer places stands in the middle.
    const float shift = (most_ - static_cast<float>(layout_.rows[place.layer])) / 2;
    const float row = static_cast<float>(place.row) + shift;
    const auto layer = static_cast<float>(place.layer);
    if (from_left_)
      return {at.x + layer * (width + gap_along_), at.y + row * (height + gap_across_), width, height};
    return {at.x + row * (width + gap_across_), at.y + layer * (height + gap_along_), width, height};
  }
  [[nodiscard]] ImVec2 entry(const Rect& r) const {
    return from_left_ ? ImVec2(r.x, r.centre_y()) : ImVec2(r.centre_x(), r.y);
  }
  [[nodiscard]] ImVec2 exit(const Rect& r) const {
    return from_left_ ? ImVec2(r.right(), r.centre_y()) : ImVec2(r.centre_x(), r.bottom());
  }
  [[nodiscard]] float total_height() const {
    const auto layers = static_cast<float>(layout_.rows.size());
    return from_left_ ? most_ * height + (most_ - 1) * gap_across_
                      : layers * height + (layers - 1) * gap_along_;
  }

  float width = 0;
  float height = 0;

 private:
  const PrecedenceLayout& layout_;
  float gap_along_;
  float gap_across_;
  bool from_left_ = true;
  float most_ = 1;
};

}  // namespace

void precedence_graph(Ui& ui, std::string_view name, const PrecedenceLayout& layout,
                      const deploy::Scenario& scenario) {
  if (layout.boxes.empty()) return;
  const ImVec2 at = ImGui::GetCursorScreenPos();
  Grid grid(ui, layout, room(ui));
  const float inside = grid.width - 2 * ui.px(box_padding);
  const auto title_of = [&](const std::string& id) {
    const deploy::Step* step = scenario.step(id);
    return step == nullptr ? std::string_view(id) : std::string_view(step->title);
  };
  std::map<std::string, Flow> flows;
  for (const PrecedenceLayout::Box& box : layout.boxes) {
    const StyledText words{title_of(box.step), TextStyle::small};
    Flow flow = flow_text(std::span(&words, 1), inside, ui.metrics());
    grid.height = std::max(grid.height, std::ceil(flow.height) + 2 * ui.px(8));
    flows.emplace(box.step, std::move(flow));
  }
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const Theme& theme = ui.theme();

  for (const PrecedenceLayout::Arrow& arrow : layout.arrows) {
    const auto* first = layout.box(arrow.first);
    const auto* then = layout.box(arrow.then);
    if (first == nullptr || then == nullptr) continue;
    std::vector<ImVec2> points{grid.exit(grid.rect(at, first->place))};
    for (const PrecedenceLayout::Place place : arrow.through) {
      const Rect free = grid.rect(at, place);
      points.push_back(grid.entry(free));
      points.push_back(grid.exit(free));
    }
    points.push_back(grid.entry(grid.rect(at, then->place)));
    list.AddPolyline(points.data(), static_cast<int>(points.size()), to_u32(theme.accent), 0, ui.px(2));
    arrow_head(list, points.back(), points[points.size() - 2], ui.px(9), theme.accent);
    ItemView item;
    const std::string full = fmt::format("{}.{}.{}", name, arrow.first, arrow.then);
    const std::string label = fmt::format("{} before {}", title_of(arrow.first), title_of(arrow.then));
    item.name = full;
    item.role = Role::picture;
    item.label = label;
    item.rect = {std::min(points.front().x, points.back().x), std::min(points.front().y, points.back().y),
                 std::abs(points.back().x - points.front().x),
                 std::abs(points.back().y - points.front().y) + 1};
    ui.mark(item);
  }
  for (const PrecedenceLayout::Box& box : layout.boxes) {
    const Rect rect = grid.rect(at, box.place);
    ground(list, rect, theme.surface, theme.line, ui.px(7));
    const Flow& flow = flows.at(box.step);
    const StyledText words{title_of(box.step), TextStyle::small};
    ImGui::SetCursorScreenPos({rect.x + ui.px(box_padding), std::round(rect.centre_y() - flow.height / 2)});
    paragraph(ui, std::span(&words, 1), flow, words.text);
    const std::string full = fmt::format("{}.{}", name, box.step);
    Interactive what{full, Role::picture, words.text};
    what.focusable = what.hand = false;
    (void)interact_at(ui, what, rect);
  }
  ImGui::SetCursorScreenPos(at);
  ImGui::Dummy({room(ui), grid.total_height()});
}

}  // namespace engine::views

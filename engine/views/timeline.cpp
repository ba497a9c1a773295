#include "engine/views/timeline.h"

#include <fmt/format.h>
#include <imgui.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "engine/ui/interact.h"
#include "engine/ui/paint.h"
#include "engine/ui/text.h"
#include "engine/ui/ui.h"

namespace engine::views {
namespace deploy = simulator::deploy;
using namespace engine::ui;

namespace {

struct Axis {
  float left;
  float tick_width;
  [[nodiscard]] float start(std::size_t tick) const { return left + tick_width * static_cast<float>(tick); }
  [[nodiscard]] float middle(std::size_t tick) const { return start(tick) + tick_width / 2; }
};

void bar(Ui& ui, const Axis& axis, float y, float height, std::size_t from, std::size_t to, Tone tone,
         std::string_view label) {
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const Rect rect{axis.start(from) + 1, y, axis.tick_width * static_cast<float>(to - from + 1) - 2, height};
  const Theme& theme = ui.theme();
  if (tone == Tone::muted)
    ground(list, rect, theme.side, theme.line, ui.px(5));
  else
    soft_ground(ui, list, rect, tone, ui.px(5));
  draw_text_cut(ui, list, rect.x + ui.px(8),
                y + (height - ui.metrics().line_height(TextStyle::code_small)) / 2, rect.width - ui.px(12),
                TextStyle::code_small, theme.ink(tone), label);
}

/// The first version that ran keeps the first colour, every later one has the second.
Tone version_tone(const deploy::Trace& trace, const std::string& version) {
  for (const deploy::Lane& lane : trace.lanes)
    if (!lane.intervals.empty())
      return lane.intervals.front().version == version ? Tone::version_1 : Tone::version_2;
  return Tone::version_1;
}

}  // namespace

TimelineWish timeline(Ui& ui, const deploy::Trace& trace, std::size_t tick,
                      std::optional<std::size_t> selected) {
  TimelineWish wish;
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float width = room(ui);
  const float label_width = ui.px(96);
  const float lane_height = ui.px(60);
  const float bar_height = ui.px(42);
  const std::size_t ticks = std::max<std::size_t>(1, trace.ticks.size());
  const Axis axis{at.x + label_width, std::max(2.0F, (width - label_width) / static_cast<float>(ticks))};
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const Theme& theme = ui.theme();
  float y = at.y;
  const auto lane_label = [&](std::string_view label) {
    draw_text_cut(ui, list, at.x, y + (lane_height - ui.metrics().line_height(TextStyle::control)) / 2,
                  label_width - ui.px(10), TextStyle::control, theme.text, label);
    hairline(list, at.x, y + lane_height, at.x + width, y + lane_height, theme.line);
  };

  lane_label("schema");
  for (std::size_t i = 0; i < trace.schemas.size(); ++i) {
    const deploy::SchemaInterval& schema = trace.schemas[i];
    bar(ui, axis, y + (lane_height - bar_height) / 2, bar_height, schema.from, schema.to,
        i == 0 ? Tone::muted : Tone::warn, schema.label);
  }
  y += lane_height;
  for (const deploy::Lane& lane : trace.lanes) {
    lane_label(lane.node);
    for (const deploy::LaneInterval& interval : lane.intervals) {
      const bool serving = interval.state == deploy::LaneState::serving;
      bar(ui, axis, y + (lane_height - bar_height) / 2, bar_height, interval.from, interval.to,
          serving ? version_tone(trace, interval.version) : Tone::muted,
          serving                                         ? std::string_view(interval.version)
          : interval.state == deploy::LaneState::draining ? "drain"
                                                          : "down");
    }
    // Failures of one node in one tick share a mark: the first is what it selects.
    for (const deploy::Tick& moment : trace.ticks) {
      std::optional<std::size_t> first;
      std::size_t failed = 0;
      for (const std::size_t index : moment.requests) {
        const deploy::Request& request = trace.requests[index];
        if (request.node != lane.node || request.ok()) continue;
        ++failed;
        if (!first) first = index;
        if (selected == index) first = index;
      }
      if (!first) continue;
      const float x = axis.middle(moment.number);
      const float centre = y + lane_height / 2 + ui.px(9);
      const std::string name = fmt::format("deploy.failure.{}.{}", lane.node, moment.number);
      const std::string label = fmt::format("{} failed at t = {} on {}", failed, moment.number, lane.node);
      const float reach = std::min(axis.tick_width, ui.px(24));
      const Interaction on =
          interact_at(ui, {name, Role::button, label}, {x - reach / 2, centre - ui.px(12), reach, ui.px(24)});
      if (selected == *first) {
        list.AddCircleFilled({x, centre}, ui.px(10), to_u32(theme.bad_soft));
        list.AddCircle({x, centre}, ui.px(10), to_u32(theme.bad));
      }
      draw_mark(list, Mark::cross, x, centre, ui.px(on.hovered ? 13 : 11), theme.bad);
      tooltip(ui, on, label);
      if (on.focused) focus_ring(ui, list, on.rect, ui.px(5));
      if (on.pressed) wish.request = first;
    }
    y += lane_height;
  }
  const float line = axis.middle(std::min(tick, ticks - 1));
  list.AddLine({line, at.y}, {line, y}, to_u32(theme.accent), ui.px(2));
  ImGui::SetCursorScreenPos(at);
  ImGui::Dummy({width, y - at.y});
  return wish;
}

TimelineWish scrubber(Ui& ui, const deploy::Trace& trace, std::size_t tick, float width) {
  TimelineWish wish;
  const std::size_t last = trace.ticks.empty() ? 0 : trace.ticks.size() - 1;
  const float height = ui.px(36);
  const std::string value = fmt::format("t = {} of {}", tick, last);
  const Interaction on = interact(ui, {"deploy.scrubber", Role::slider, "Moment", value}, width, height);
  const float inset = ui.px(8);
  const float left = on.rect.x + inset;
  const float length = std::max(1.0F, on.rect.width - 2 * inset);
  const float step = last == 0 ? 0 : length / static_cast<float>(last);
  const float centre = on.rect.centre_y();
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const Theme& theme = ui.theme();
  const float here = left + step * static_cast<float>(tick);
  list.AddLine({left, centre}, {left + length, centre}, to_u32(theme.line), ui.px(4));
  list.AddLine({left, centre}, {here, centre}, to_u32(theme.accent), ui.px(4));
  for (const deploy::Tick& moment : trace.ticks) {
    if (moment.failed_requests == 0 && !moment.error) continue;
    const float x = left + step * static_cast<float>(moment.number);
    list.AddLine({x, centre - ui.px(13)}, {x, centre - ui.px(6)}, to_u32(theme.bad), ui.px(2));
  }
  list.AddCircleFilled({here, centre}, ui.px(8), to_u32(theme.accent));
  if (on.focused) focus_ring(ui, list, on.rect, ui.px(6));
  if (on.held && last > 0) {
    const float share = (ImGui::GetIO().MousePos.x - left) / length;
    wish.tick = static_cast<std::size_t>(
        std::clamp(std::round(share * static_cast<float>(last)), 0.0F, static_cast<float>(last)));
  }
  if (on.focused) {
    if (ui.pressed(Key::left) && tick > 0) wish.tick = tick - 1;
    if (ui.pressed(Key::right) && tick < last) wish.tick = tick + 1;
    if (ui.pressed(Key::home)) wish.tick = 0;
    if (ui.pressed(Key::end)) wish.tick = last;
  }
  return wish;
}

}  // namespace engine::views

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

/// A stretch of a lane: its words stand in the upper half, the marks of its requests in the lower.
struct Bar {
  std::string name;  ///< in the ledger: "deploy.lane.node 1.0"
  Rect rect;
  Tone tone = Tone::muted;
  std::string words;
  std::string told;  ///< in the tooltip and to the ledger
  float words_y = 0;
  std::optional<Mark> mark = {};  ///< instead of words that do not fit
};

void draw_ground(Ui& ui, const Bar& bar) {
  ImDrawList& list = *ImGui::GetWindowDrawList();
  if (bar.tone == Tone::muted)
    ground(list, bar.rect, ui.theme().side, ui.theme().line, ui.px(5));
  else
    soft_ground(ui, list, bar.rect, bar.tone, ui.px(5));
}

void draw_words(Ui& ui, const Bar& bar) {
  constexpr TextStyle style = TextStyle::small;
  const float wide = ui.metrics().width(style, bar.words);
  const float line = ui.metrics().line_height(style);
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const Colour ink = ui.theme().ink(bar.tone);
  const float inset = std::clamp((bar.rect.width - wide) / 2, 1.0F, ui.px(8));
  const float left_over = bar.rect.width - 2 * inset;
  if (wide <= left_over + 1)
    return draw_text(ui, list, bar.rect.x + inset, bar.words_y, style, ink, bar.words);
  // A stump of a few letters says less than the tooltip.
  if (bar.mark)
    draw_mark(list, *bar.mark, bar.rect.centre_x(), bar.words_y + line / 2, ui.px(11), ink);
  else if (left_over > ui.px(60))
    draw_text_cut(ui, list, bar.rect.x + inset, bar.words_y, left_over, style, ink, bar.words);
}

/// What the requests of one node in one tick came to.
struct Served {
  std::size_t answered = 0;
  std::size_t failed = 0;
  std::optional<std::size_t> first;  ///< index of the one to select: the selected, else the first that failed
};

Served served(const deploy::Trace& trace, const deploy::Tick& moment, std::string_view node,
              std::optional<std::size_t> selected) {
  Served out;
  std::optional<std::size_t> answered;
  for (const std::size_t index : moment.requests) {
    const deploy::Request& request = trace.requests[index];
    if (request.node != node) continue;
    ++(request.ok() ? out.answered : out.failed);
    auto& first = request.ok() ? answered : out.first;
    if (!first || selected == index) first = index;
  }
  if (!out.first || (selected && selected == answered)) out.first = answered;
  return out;
}

std::string told(const Served& served, std::size_t tick, std::string_view node) {
  const std::string who = node.empty() ? "no node was there" : std::string(node);
  if (served.failed == 0) return fmt::format("t = {}, {}: {} answered", tick, who, served.answered);
  if (served.answered == 0) return fmt::format("t = {}, {}: {} failed", tick, who, served.failed);
  return fmt::format("t = {}, {}: {} failed, {} answered", tick, who, served.failed, served.answered);
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
  const float lane_height = ui.px(60);
  const float bar_height = ui.px(46);
  const std::size_t ticks = std::max<std::size_t>(1, trace.ticks.size());

  // Requests that came while no node ran are on a lane of their own.
  std::vector<std::string> lanes;
  for (const deploy::Lane& lane : trace.lanes) lanes.push_back(lane.node);
  const bool unserved = std::any_of(trace.requests.begin(), trace.requests.end(),
                                    [](const deploy::Request& request) { return request.node.empty(); });
  if (unserved) lanes.emplace_back();
  const auto lane_name = [](const std::string& node) { return node.empty() ? std::string("nobody") : node; };
  float label_width = ui.metrics().width(TextStyle::control, "schema");
  for (const std::string& node : lanes)
    label_width = std::max(label_width, ui.metrics().width(TextStyle::control, lane_name(node)));
  label_width = std::min(std::ceil(label_width) + ui.px(14), width * 0.3F);

  const Axis axis{at.x + label_width, std::max(2.0F, (width - label_width) / static_cast<float>(ticks))};
  const auto bar = [&](std::string name, float top, std::size_t from, std::size_t to, Tone tone,
                       std::string words, const std::string& what) {
    const float y = top + (lane_height - bar_height) / 2;
    const Rect rect{axis.start(from) + 1, y, axis.tick_width * static_cast<float>(to - from + 1) - 2,
                    bar_height};
    const std::string when = from == to ? fmt::format("t = {}", from) : fmt::format("t = {} to {}", from, to);
    return Bar{std::move(name), rect, tone, std::move(words), fmt::format("{}, {}", what, when),
               y + ui.px(4)};
  };
  std::vector<Bar> bars;
  for (std::size_t i = 0; i < trace.schemas.size(); ++i) {
    const deploy::SchemaInterval& schema = trace.schemas[i];
    bars.push_back(bar(fmt::format("deploy.schema.{}", i), at.y, schema.from, schema.to,
                       i == 0 ? Tone::muted : Tone::warn, schema.label, "Schema: " + schema.label));
    bars.back().words_y = bars.back().rect.centre_y() - ui.metrics().line_height(TextStyle::small) / 2;
  }
  for (std::size_t l = 0; l < trace.lanes.size(); ++l) {
    const deploy::Lane& lane = trace.lanes[l];
    const float top = at.y + lane_height * static_cast<float>(l + 1);
    for (std::size_t i = 0; i < lane.intervals.size(); ++i) {
      const deploy::LaneInterval& interval = lane.intervals[i];
      const bool serving = interval.state == deploy::LaneState::serving;
      const bool draining = interval.state == deploy::LaneState::draining;
      const std::string what =
          serving    ? fmt::format("{} serves with {}", lane.node, interval.version)
          : draining ? fmt::format("{} finishes its last requests with {}", lane.node, interval.version)
                     : fmt::format("{} is down", lane.node);
      bars.push_back(bar(fmt::format("deploy.lane.{}.{}", lane.node, i), top, interval.from, interval.to,
                         serving ? version_tone(trace, interval.version) : Tone::muted,
                         serving    ? interval.version
                         : draining ? "drain"
                                    : "down",
                         what));
      if (!serving) bars.back().mark = draining ? Mark::arrow_down : Mark::minus;
    }
  }

  ImDrawList& list = *ImGui::GetWindowDrawList();
  const Theme& theme = ui.theme();
  const float bottom = at.y + lane_height * static_cast<float>(lanes.size() + 1);
  for (const Bar& b : bars) draw_ground(ui, b);
  const float line = axis.middle(std::min(tick, ticks - 1));
  list.AddLine({line, at.y}, {line, bottom}, to_u32(theme.accent), ui.px(2));
  for (std::size_t l = 0; l <= lanes.size(); ++l) {
    const float top = at.y + lane_height * static_cast<float>(l);
    draw_text_cut(ui, list, at.x, top + (lane_height - ui.metrics().line_height(TextStyle::control)) / 2,
                  label_width - ui.px(8), TextStyle::control, theme.text,
                  l == 0 ? std::string("schema") : lane_name(lanes[l - 1]));
    hairline(list, at.x, top + lane_height, at.x + width, top + lane_height, theme.line);
  }
  for (const Bar& b : bars) draw_words(ui, b);

  for (std::size_t l = 0; l < lanes.size(); ++l) {
    const std::string& node = lanes[l];
    const float centre = at.y + lane_height * static_cast<float>(l + 1) + lane_height / 2 + ui.px(12);
    for (const deploy::Tick& moment : trace.ticks) {
      const Served came = served(trace, moment, node, selected);
      if (!came.first) continue;
      const bool failed = came.failed > 0;
      const float x = axis.middle(moment.number);
      const float reach = std::min(axis.tick_width, ui.px(24));
      const std::string name =
          fmt::format("deploy.{}.{}.{}", failed ? "failure" : "answered", lane_name(node), moment.number);
      const std::string label = told(came, moment.number, node);
      Interactive what{name, Role::button, label};
      what.focusable = failed;  // what was answered is listed under the lanes
      const Interaction on = interact_at(ui, what, {x - reach / 2, centre - ui.px(10), reach, ui.px(20)});
      const bool here = moment.number == tick;  // the line must not run through it
      if (here) list.AddCircleFilled({x, centre}, ui.px(8), to_u32(theme.surface));
      if (selected == came.first) {
        list.AddCircleFilled({x, centre}, ui.px(9), to_u32(failed ? theme.bad_soft : theme.surface));
        list.AddCircle({x, centre}, ui.px(9), to_u32(failed ? theme.bad : theme.accent));
      }
      if (failed)
        draw_mark(list, Mark::cross, x, centre, ui.px(on.hovered ? 13 : 11), theme.bad);
      else
        list.AddCircleFilled({x, centre}, ui.px(on.hovered ? 4 : 2.5F), to_u32(theme.muted));
      tooltip(ui, on, label);
      if (on.focused) focus_ring(ui, list, on.rect, ui.px(5));
      if (on.pressed) wish.request = came.first;
    }
  }
  // After the marks: what was submitted first gets the pointer.
  for (const Bar& b : bars) {
    Interactive what{b.name, Role::picture, b.told};
    what.focusable = what.hand = false;
    tooltip(ui, interact_at(ui, what, b.rect), b.told);
  }
  ImGui::SetCursorScreenPos(at);
  ImGui::Dummy({width, bottom - at.y});
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

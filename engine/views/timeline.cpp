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
using Kind = TimelineRow::Kind;

namespace {

constexpr std::size_t many_nodes = 6;  ///< lanes are lower from here on

struct Axis {
  float left;
  float tick_width;
  [[nodiscard]] float start(std::size_t tick) const { return left + tick_width * static_cast<float>(tick); }
  [[nodiscard]] float middle(std::size_t tick) const { return start(tick) + tick_width / 2; }
};

/// A row's place on the screen.
struct Band {
  float top = 0;
  float height = 0;
  [[nodiscard]] float centre() const { return top + height / 2; }
};

float height_of(Ui& ui, const TimelineRow& row, bool low) {
  switch (row.kind) {
    case Kind::traffic:
      return ui.px(44);
    case Kind::failures:
      return ui.px(34);
    case Kind::schema:
    case Kind::flag:
      return ui.px(42);
    case Kind::node:
      return ui.px(low ? 52 : 58);
  }
  return 0;
}

class Timeline {
 public:
  Timeline(Ui& ui, const TimelineState& state)
      : ui_(ui),
        state_(state),
        list_(*ImGui::GetWindowDrawList()),
        at_(ImGui::GetCursorScreenPos()),
        width_(room(ui)) {
    const auto nodes = static_cast<std::size_t>(std::count_if(
        state.rows.begin(), state.rows.end(), [](const auto& row) { return row.kind == Kind::node; }));
    float y = at_.y;
    float label = 0;
    for (const TimelineRow& row : state.rows) {
      bands_.push_back({y, height_of(ui, row, nodes >= many_nodes)});
      y += bands_.back().height;
      label = std::max(label, ui.metrics().width(TextStyle::control, row.label));
    }
    bottom_ = y;
    label_width_ = std::min(std::ceil(label) + ui.px(14), width_ * 0.3F);
    const auto ticks = static_cast<float>(std::max<std::size_t>(1, state.trace.ticks.size()));
    axis_ = {at_.x + label_width_, std::max(2.0F, (width_ - label_width_) / ticks)};
  }

  TimelineWish draw() {
    for_rows([this](const TimelineRow& row, const Band& band) { draw_grounds(row, band); });
    draw_moment_line();
    for_rows([this](const TimelineRow& row, const Band& band) {
      draw_label(row, band);
      draw_words(row, band);
      if (row.kind == Kind::traffic) draw_traffic(band);
      if (row.kind == Kind::failures) draw_failures(band);
      if (row.kind == Kind::node) draw_requests(row, band);
    });
    // After the marks: what was submitted first gets the pointer.
    for_rows([this](const TimelineRow& row, const Band& band) { tell(row, band); });
    ImGui::SetCursorScreenPos(at_);
    ImGui::Dummy({width_, bottom_ - at_.y});
    return wish_;
  }

 private:
  template <class Draw>
  void for_rows(Draw draw) {
    for (std::size_t i = 0; i < bands_.size(); ++i) draw(state_.rows[i], bands_[i]);
  }

  [[nodiscard]] Rect rect_of(const Stretch& stretch, const Band& band) const {
    const float inset = ui_.px(6);
    const auto ticks = static_cast<float>(stretch.to - stretch.from + 1);
    return {axis_.start(stretch.from) + 1, band.top + inset, std::max(1.0F, axis_.tick_width * ticks - 2),
            band.height - 2 * inset};
  }

  void draw_grounds(const TimelineRow& row, const Band& band) {
    const Theme& theme = ui_.theme();
    for (const Stretch& stretch : row.stretches) {
      const Rect rect = rect_of(stretch, band);
      if (stretch.outlined)
        ground(list_, rect, theme.page, theme.ink(stretch.tone), ui_.px(5));
      else if (stretch.tone == Tone::muted)
        ground(list_, rect, theme.side, theme.line, ui_.px(5));
      else
        soft_ground(ui_, list_, rect, stretch.tone, ui_.px(5));
    }
    hairline(list_, at_.x, band.top + band.height, at_.x + width_, band.top + band.height, theme.line);
  }

  void draw_moment_line() {
    if (state_.trace.ticks.empty()) return;
    const float x = axis_.middle(state_.tick);
    list_.AddLine({x, at_.y}, {x, bottom_}, to_u32(ui_.theme().accent), ui_.px(2));
  }

  void draw_label(const TimelineRow& row, const Band& band) {
    draw_text_cut(ui_, list_, at_.x, band.centre() - ui_.metrics().line_height(TextStyle::control) / 2,
                  label_width_ - ui_.px(8), TextStyle::control, ui_.theme().text, row.label);
  }

  /// A node's words stand in the upper half of its lane, the marks of its requests in the lower.
  void draw_words(const TimelineRow& row, const Band& band) {
    constexpr TextStyle style = TextStyle::small;
    const float line = ui_.metrics().line_height(style);
    for (const Stretch& stretch : row.stretches) {
      const Rect rect = rect_of(stretch, band);
      const float y = row.kind == Kind::node ? rect.y + ui_.px(2) : rect.centre_y() - line / 2;
      const Colour ink = ui_.theme().ink(stretch.tone);
      const auto fits = [&](const std::string& words) {
        return ui_.metrics().width(style, words) + 2 * ui_.px(4) <= rect.width;
      };
      const auto draw = [&](const std::string& words) {
        const float inset = std::min((rect.width - ui_.metrics().width(style, words)) / 2, ui_.px(8));
        draw_text(ui_, list_, rect.x + inset, y, style, ink, words);
      };
      const auto shorter = std::find_if(stretch.shorter.begin(), stretch.shorter.end(), fits);
      // A stump of a few letters says less than a mark, a part of it that has a meaning, or the tooltip.
      if (fits(stretch.words))
        draw(stretch.words);
      else if (stretch.mark)
        draw_mark(list_, *stretch.mark, rect.centre_x(), y + line / 2, ui_.px(11), ink);
      else if (const float room = rect.width - 2 * ui_.px(8); room > ui_.px(140))
        draw_text_cut(ui_, list_, rect.x + ui_.px(8), y, room, style, ink, stretch.words);
      else if (shorter != stretch.shorter.end())
        draw(*shorter);
    }
  }

  /// Requests a tick, as high as the busiest tick allows.
  void draw_traffic(const Band& band) {
    std::size_t most = 1;
    for (const deploy::Tick& tick : state_.trace.ticks) most = std::max(most, tick.requests.size());
    const float low = band.top + band.height - ui_.px(9);
    const float high = band.top + ui_.px(9);
    std::vector<ImVec2> points;
    for (const deploy::Tick& tick : state_.trace.ticks)
      points.push_back(
          {axis_.middle(tick.number),
           low - (low - high) * static_cast<float>(tick.requests.size()) / static_cast<float>(most)});
    list_.AddPolyline(points.data(), static_cast<int>(points.size()), to_u32(ui_.theme().muted), 0,
                      ui_.px(2));
    const std::string told =
        fmt::format("{} requests, {} in the busiest tick", state_.trace.requests.size(), most);
    Interactive what{"deploy.traffic", Role::picture, told};
    what.focusable = what.hand = false;
    tooltip(ui_, interact_at(ui_, what, {axis_.left, band.top, width_ - label_width_, band.height}), told);
  }

  /// A cross for each tick in which anything failed.
  void draw_failures(const Band& band) {
    const auto& failures = state_.failures;
    for (std::size_t i = 0; i < failures.size();) {
      const std::size_t tick = failures[i].tick;
      std::size_t end = i;
      while (end < failures.size() && failures[end].tick == tick) ++end;
      const bool selected = state_.failure && *state_.failure >= i && *state_.failure < end;
      const std::string label =
          end - i == 1
              ? fmt::format("t = {}: {}. {}", tick, heading_of(failures[i].kind), failures[i].message)
              : fmt::format("t = {}: {} failures, the first: {}. {}", tick, end - i,
                            heading_of(failures[i].kind), failures[i].message);
      if (press_mark(fmt::format("deploy.failures.{}", tick), label, tick, band.centre(), Sight::failed,
                     selected, true))
        wish_.failure = i;
      i = end;
    }
  }

  void draw_requests(const TimelineRow& row, const Band& band) {
    const float y = band.top + band.height - ui_.px(6) - (band.height - ui_.px(12)) / 4 - ui_.px(1);
    for (const deploy::Tick& moment : state_.trace.ticks) {
      const Served came = served(state_.trace, moment, row.node, state_.request);
      if (!came.first) continue;
      const bool failed = came.failed > came.tolerated;
      const Sight sight = failed ? Sight::failed : came.failed > 0 ? Sight::tolerated : Sight::answered;
      const std::string name =
          fmt::format("deploy.{}.{}.{}", failed ? "failure" : "answered", row.label, moment.number);
      // What was answered is listed under the rows.
      if (press_mark(name, told(came, moment.number, row.node), moment.number, y, sight,
                     state_.request == came.first, failed))
        wish_.request = came.first;
    }
  }

  static std::string told(const Served& came, std::size_t tick, std::string_view node) {
    const std::string who = node.empty() ? "no node was there" : std::string(node);
    if (came.failed == 0) return fmt::format("t = {}, {}: {} answered", tick, who, came.answered);
    if (came.tolerated == came.failed && came.answered == 0)
      return fmt::format("t = {}, {}: {} failed, as this rollout allows", tick, who, came.failed);
    if (came.answered == 0) return fmt::format("t = {}, {}: {} failed", tick, who, came.failed);
    return fmt::format("t = {}, {}: {} failed, {} answered", tick, who, came.failed, came.answered);
  }

  enum class Sight { answered, failed, tolerated };

  bool press_mark(const std::string& name, const std::string& label, std::size_t tick, float y, Sight sight,
                  bool selected, bool focusable) {
    const bool failed = sight == Sight::failed;
    const Theme& theme = ui_.theme();
    const float x = axis_.middle(tick);
    const float reach = std::min(axis_.tick_width, ui_.px(24));
    Interactive what{name, Role::button, label};
    what.focusable = focusable;
    const Interaction on = interact_at(ui_, what, {x - reach / 2, y - ui_.px(10), reach, ui_.px(20)});
    // The line of the moment must not run through it.
    if (tick == state_.tick) list_.AddCircleFilled({x, y}, ui_.px(8), to_u32(theme.surface));
    if (selected) {
      list_.AddCircleFilled({x, y}, ui_.px(9), to_u32(failed ? theme.bad_soft : theme.surface));
      list_.AddCircle({x, y}, ui_.px(9), to_u32(failed ? theme.bad : theme.accent));
    }
    const float size = std::clamp(axis_.tick_width, ui_.px(7), ui_.px(11));
    if (sight != Sight::answered)
      draw_mark(list_, Mark::cross, x, y, on.hovered ? size + ui_.px(2) : size,
                failed ? theme.bad : theme.muted);
    else
      list_.AddCircleFilled({x, y}, ui_.px(on.hovered ? 4 : 2.5F), to_u32(theme.muted));
    tooltip(ui_, on, label);
    if (on.focused) focus_ring(ui_, list_, on.rect, ui_.px(5));
    return on.pressed;
  }

  void tell(const TimelineRow& row, const Band& band) {
    for (std::size_t i = 0; i < row.stretches.size(); ++i) {
      const Stretch& stretch = row.stretches[i];
      const std::string name = fmt::format("{}.{}", row.name, i);
      Interactive what{name, Role::picture, stretch.told};
      what.focusable = what.hand = false;
      tooltip(ui_, interact_at(ui_, what, rect_of(stretch, band)), stretch.told);
    }
  }

  Ui& ui_;
  const TimelineState& state_;
  ImDrawList& list_;
  ImVec2 at_;
  float width_;
  float label_width_ = 0;
  float bottom_ = 0;
  Axis axis_{};
  std::vector<Band> bands_;
  TimelineWish wish_;
};

}  // namespace

TimelineWish timeline(Ui& ui, const TimelineState& state) { return Timeline(ui, state).draw(); }

}  // namespace engine::views

#include "engine/views/scrubber.h"

#include <fmt/format.h>
#include <imgui.h>

#include <algorithm>
#include <cmath>
#include <string>

#include "engine/ui/button.h"
#include "engine/ui/interact.h"
#include "engine/ui/paint.h"
#include "engine/ui/pane.h"
#include "engine/ui/text.h"
#include "engine/ui/ui.h"
#include "engine/views/bar.h"

namespace engine::views {
using namespace engine::ui;

namespace {

constexpr double seconds_a_tick = 0.7;
constexpr float least_track =
    180;  // look pixels; buttons of failures leave for the palette before it shrinks

}  // namespace

void Scrubber::go(std::size_t tick, bool failure) {
  playing_ = false;
  wish_ = ScrubWish{tick, failure};
}

void Scrubber::toggle(double now, std::size_t last, std::size_t tick) {
  if (!playing_ && tick == last) wish_ = ScrubWish{};
  playing_ = !playing_;
  next_tick_at_ = now + seconds_a_tick;
}

void Scrubber::add_commands(Ui& ui, std::size_t last, std::size_t tick,
                            const std::vector<ReplayFailure>& failures) {
  ui.commands().add({"deploy.play",
                     playing_ ? "Pause the replay" : "Play the replay",
                     {Key::space, no_mods},
                     true,
                     [this, now = ui.now(), last, tick] { toggle(now, last, tick); }});
  const auto add = [&](const char* id, const char* title, Key key, std::optional<std::size_t> to,
                       bool failure) {
    ui.commands().add({id, title, {key, no_mods}, to.has_value(), [this, to, failure] { go(*to, failure); }});
  };
  add("deploy.back", "One tick back", Key::comma, tick > 0 ? std::optional(tick - 1) : std::nullopt, false);
  add("deploy.forward", "One tick forward", Key::period, tick < last ? std::optional(tick + 1) : std::nullopt,
      false);
  add("deploy.first_failure", "Go to the first failure", Key::f,
      failures.empty() ? std::nullopt : std::optional(failures.front().tick), true);
  add("deploy.next_failure", "Go to the next failure", Key::n, failing_tick_after(failures, tick), true);
  add("deploy.previous_failure", "Go to the previous failure", Key::p, failing_tick_before(failures, tick),
      true);
}

std::optional<ScrubWish> Scrubber::draw(Ui& ui, std::size_t ticks, std::size_t tick,
                                        const std::vector<ReplayFailure>& failures) {
  PaneOptions options;
  options.height = ui.px(strip_height);
  options.padding_x = 18;
  options.padding_y = 0;
  options.ground = Ground::side;
  options.scrolls = false;
  options.line_top = true;
  options.label = "Moment";
  const Pane pane(ui, "deploy.player", options);
  const std::size_t last = ticks - 1;
  add_commands(ui, last, tick, failures);

  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float side = button_height(ui);
  const float top = std::round(at.y + (ui.px(strip_height) - side) / 2);
  float left = at.x;
  float right = at.x + room(ui);
  const auto square = [&](const char* name, const char* label, Mark mark, bool enabled) {
    ImGui::SetCursorScreenPos({left, top});
    left += side + ui.px(6);
    return mark_button(ui, name, label, mark, {.enabled = enabled});
  };
  if (square("deploy.play.button", playing_ ? "Pause (Space)" : "Play (Space)",
             playing_ ? Mark::pause : Mark::play, true))
    toggle(ui.now(), last, tick);
  if (square("deploy.back.button", "One tick back (comma)", Mark::chevron_left, tick > 0)) go(tick - 1);
  if (square("deploy.forward.button", "One tick forward (period)", Mark::chevron_right, tick < last))
    go(tick + 1);
  left += ui.px(10);

  // From the right: whoever finds no room beside the track is still a command.
  const auto at_end = [&](const char* name, const char* label, std::optional<std::size_t> to,
                          const char* tip) {
    const ButtonOptions looks{.enabled = to.has_value(), .tooltip = tip};
    const float width = button_width(ui, label, looks);
    if (right - width - ui.px(8) - left < ui.px(least_track)) return;
    right -= width;
    ImGui::SetCursorScreenPos({right, top});
    if (button(ui, name, label, looks)) go(*to, true);
    right -= ui.px(8);
  };
  if (!failures.empty()) {
    at_end("deploy.first_failure.button", "First failure", failures.front().tick, "F");
    at_end("deploy.next_failure.button", "Next", failing_tick_after(failures, tick), "The next failure: N");
    at_end("deploy.previous_failure.button", "Previous", failing_tick_before(failures, tick),
           "The failure before: P");
  }
  ImGui::SetCursorScreenPos({left, std::round(at.y + (ui.px(strip_height) - ui.px(36)) / 2)});
  draw_track(ui, last, tick, failures, right - left - ui.px(4));

  if (playing_) {
    if (ui.now() >= next_tick_at_) {
      next_tick_at_ = ui.now() + seconds_a_tick;
      wish_ = ScrubWish{std::min(last, tick + 1), false};
      playing_ = wish_->tick < last;
    }
    ui.redraw_after(std::max(0.0, next_tick_at_ - ui.now()));
  }
  // What a command wished after the last frame comes out with this one.
  const auto wish = wish_;
  wish_.reset();
  return wish;
}

void Scrubber::draw_track(Ui& ui, std::size_t last, std::size_t tick,
                          const std::vector<ReplayFailure>& failures, float width) {
  const std::string value = fmt::format("t = {} of {}", tick, last);
  const Interaction on =
      interact(ui, {"deploy.scrubber", Role::slider, "Moment", value}, std::max(1.0F, width), ui.px(36));
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
  for (const ReplayFailure& failure : failures) {
    const float x = left + step * static_cast<float>(failure.tick);
    list.AddLine({x, centre - ui.px(13)}, {x, centre - ui.px(6)}, to_u32(theme.bad), ui.px(2));
  }
  list.AddCircleFilled({here, centre}, ui.px(8), to_u32(theme.accent));
  if (on.focused) focus_ring(ui, list, on.rect, ui.px(6));
  if (on.held && last > 0) {
    const float share = (ImGui::GetIO().MousePos.x - left) / length;
    const float held =
        std::clamp(std::round(share * static_cast<float>(last)), 0.0F, static_cast<float>(last));
    if (static_cast<std::size_t>(held) != tick) go(static_cast<std::size_t>(held));
  }
  if (!on.focused) return;
  std::optional<std::size_t> to;
  if (ui.pressed(Key::left)) to = tick > 0 ? tick - 1 : 0;
  if (ui.pressed(Key::right)) to = std::min(last, tick + 1);
  if (ui.pressed(Key::home)) to = 0;
  if (ui.pressed(Key::end)) to = last;
  if (!to) return;
  go(*to);
  ui.focus("deploy.scrubber");  // the arrows would walk on to the buttons beside it
}

}  // namespace engine::views

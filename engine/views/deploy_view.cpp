#include "engine/views/deploy_view.h"

#include <fmt/format.h>
#include <imgui.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "engine/ui/button.h"
#include "engine/ui/status.h"
#include "engine/ui/text.h"
#include "engine/ui/ui.h"
#include "engine/views/safe_plan.h"
#include "engine/views/timeline.h"

namespace engine::views {
namespace deploy = simulator::deploy;
using ui::Mark;
using ui::TextStyle;
using ui::Tone;

namespace {

// Look pixels: below these the parts share a place behind tabs.
constexpr float least_width_for_three = 900;
constexpr float least_width_for_two = 640;
constexpr float least_height_with_strip = 400;

}  // namespace

DeployView::DeployView(Services& services, InlineTexts& texts, ProgressBook& book, std::string lesson,
                       std::shared_ptr<const deploy::Scenario> scenario)
    : services_(services),
      texts_(texts),
      book_(book),
      lesson_(std::move(lesson)),
      session_(services.worker, std::move(scenario)),
      layout_("deploy", {{"steps", "Steps", "Steps"},
                         {"replay", "Replay", "Replay"},
                         {"database", "Database", "The database at this moment"},
                         {"moment", "Request", "This moment"}}),
      steps_(session_, texts_),
      plan_(safe_plan(session_.scenario())) {}

void DeployView::run(std::vector<std::string> order) {
  session_.set_order(std::move(order));
  run_order();
}

void DeployView::run_order() {
  if (session_.impossible()) return;
  session_.run();
  show(DeployPart::replay);
}

std::vector<BarAction> DeployView::actions() {
  std::vector<BarAction> out;
  const bool ready = !services_.worker.busy() && !session_.impossible();
  out.push_back({.name = "deploy.run",
                 .label = "Run this order",
                 .title = "Run the steps in this order",
                 .mark = Mark::play,
                 .enabled = ready,
                 .primary = true,
                 .key = database_.typing() ? ui::Key::none : ui::Key::enter,
                 .mods = ui::with_control,
                 .run = [this] { run_order(); }});
  return out;
}

void DeployView::take_replay() {
  const auto next = session_.replayed();
  if (next == replayed_) return;
  replayed_ = next;
  const deploy::Trace& trace = replayed_->trace;
  rows_ = timeline_rows(session_.scenario(), trace, replayed_->failures);
  request_.reset();
  failure_.reset();
  scrubber_.pause();
  tick_ = trace.ticks.empty() ? 0 : trace.ticks.size() - 1;
  if (!replayed_->failures.empty()) select_failure(0);
  std::string order;
  for (const std::string& step : trace.order) order += (order.empty() ? "" : ",") + step;
  book_.add(lesson_, deploy_part(session_.scenario().id), order, trace.safe() ? 1.0 : 0.0);
}

void DeployView::look_at(std::size_t tick) {
  tick_ = tick;
  request_.reset();
  failure_ = failure_at(replayed_->failures, tick);
  if (failure_) request_ = replayed_->failures[*failure_].request;
}

void DeployView::select_request(std::size_t request) {
  request_ = request;
  tick_ = replayed_->trace.requests[request].tick;
  const auto& failures = replayed_->failures;
  const auto shown = std::find_if(failures.begin(), failures.end(),
                                  [&](const ReplayFailure& failure) { return failure.request == request; });
  failure_.reset();
  if (shown != failures.end()) failure_ = static_cast<std::size_t>(shown - failures.begin());
  scrubber_.pause();
}

void DeployView::select_failure(std::size_t failure) {
  failure_ = failure;
  tick_ = replayed_->failures[failure].tick;
  request_ = replayed_->failures[failure].request;
  scrubber_.pause();
}

void DeployView::draw(ui::Ui& ui) {
  take_replay();
  const float strip = player_in_replay(ui) ? 0 : ui.px(strip_height);
  const float height = ImGui::GetContentRegionAvail().y - strip;
  layout_.draw(ui, columns(ui), height,
               [&](std::size_t part, float) { draw_part(ui, static_cast<DeployPart>(part)); });
  if (player_in_replay(ui)) return;
  ImGui::SetCursorPos({0, ui.height() - strip});
  draw_player(ui);
}

void DeployView::draw_part(ui::Ui& ui, DeployPart part) {
  const bool any = replayed_ != nullptr && !replayed_->trace.ticks.empty();
  switch (part) {
    case DeployPart::steps:
      if (const std::string address = steps_.draw(ui, replayed_.get(), !services_.worker.busy());
          !address.empty())
        services_.open_url(address);
      return;
    case DeployPart::replay:
      return draw_replay(ui);
    case DeployPart::database:
      if (any) return database_.draw(ui, session_, *replayed_, tick_);
      return ui::paragraph(ui, TextStyle::body,
                           "Run an order first: then its database can be opened at any moment.", Tone::muted);
    case DeployPart::moment: {
      if (!any) return;
      const MomentWish wish =
          moment_.draw(ui, texts_, {session_.scenario(), *replayed_, tick_, request_, failure_, plan_});
      if (wish.open_database) show(DeployPart::database);
      if (wish.failure) select_failure(*wish.failure);
      return;
    }
  }
}

bool DeployView::player_in_replay(ui::Ui& ui) { return ui.height() < ui.px(least_height_with_strip); }

std::vector<Column> DeployView::columns(ui::Ui& ui) {
  const float width = ui::room(ui);
  constexpr auto steps = static_cast<std::size_t>(DeployPart::steps);
  constexpr auto replay = static_cast<std::size_t>(DeployPart::replay);
  constexpr auto database = static_cast<std::size_t>(DeployPart::database);
  constexpr auto moment = static_cast<std::size_t>(DeployPart::moment);
  if (width < ui.px(least_width_for_two)) return {{0, {steps, replay, database, moment}}};
  if (width < ui.px(least_width_for_three))
    return {{std::round(width * 0.42F), {steps, moment}}, {0, {replay, database}}};
  const float left = std::min(ui.px(360), std::round(width * 0.27F));
  const float right = std::min(ui.px(350), std::round(width * 0.26F));
  return {{left, {steps}}, {width - left - right, {replay, database}}, {right, {moment}}};
}

void DeployView::draw_replay(ui::Ui& ui) {
  if (replayed_ == nullptr || replayed_->trace.ticks.empty()) {
    ui::paragraph(ui, TextStyle::body,
                  fmt::format("{} nodes run {} and answer requests all the time. Choose an order and run it.",
                              session_.scenario().nodes().count, session_.scenario().nodes().version),
                  Tone::muted);
    return;
  }
  const deploy::Trace& trace = replayed_->trace;
  const deploy::Tick& moment = trace.ticks[tick_];
  ui::pill(ui, fmt::format("t = {} of {}", tick_, trace.ticks.size() - 1));
  ui::beside(ui, 10);
  ui::text_cut(ui, TextStyle::h3, moment.title.empty() ? std::string("Traffic only") : moment.title);
  if (moment.error) ui::paragraph(ui, TextStyle::code, moment.error->message, Tone::bad);
  ui::space(ui, 6);
  if (player_in_replay(ui)) draw_player(ui);
  const TimelineWish wish = timeline(ui, {trace, rows_, replayed_->failures, tick_, request_, failure_});
  if (wish.request) select_request(*wish.request);
  if (wish.failure) select_failure(*wish.failure);
  if (wish.request || wish.failure) show(DeployPart::moment);
  ui::space(ui, 16);
  draw_tick(ui);
}

void DeployView::draw_tick(ui::Ui& ui) {
  const deploy::Trace& trace = replayed_->trace;
  const deploy::Tick& moment = trace.ticks[tick_];
  ui::heading(ui, TextStyle::h3, fmt::format("Requests at t = {}", tick_));
  ui::space(ui, 4);
  for (const std::size_t index : moment.requests) {
    const deploy::Request& request = trace.requests[index];
    const std::string words =
        fmt::format("{} · {} · {}{}", request.node.empty() ? "no node" : request.node, request.version,
                    request.query, request.in_flight ? " (in flight)" : "");
    ui::ButtonOptions options{.kind = ui::ButtonKind::quiet, .small = true, .align_left = true};
    options.selected = request_ == index;
    options.mark = request.ok() ? Mark::tick : Mark::cross;
    options.tone = request.ok() ? Tone::muted : Tone::bad;
    if (ui::button(ui, fmt::format("deploy.request.{}", request.number), words, options)) {
      select_request(index);
      show(DeployPart::moment);
    }
  }
}

void DeployView::draw_player(ui::Ui& ui) {
  if (replayed_ == nullptr || replayed_->trace.ticks.empty()) return;
  const auto wish = scrubber_.draw(ui, replayed_->trace.ticks.size(), tick_, replayed_->failures);
  if (!wish) return;
  look_at(wish->tick);
  if (wish->failure) show(DeployPart::moment);
}

}  // namespace engine::views

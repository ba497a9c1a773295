#include "engine/views/deploy_view.h"

#include <fmt/format.h>
#include <imgui.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "engine/ui/button.h"
#include "engine/ui/card.h"
#include "engine/ui/pane.h"
#include "engine/ui/status.h"
#include "engine/ui/text.h"
#include "engine/ui/ui.h"
#include "engine/views/order_list.h"
#include "engine/views/timeline.h"

namespace engine::views {
namespace deploy = simulator::deploy;
using ui::Mark;
using ui::TextStyle;
using ui::Tone;

namespace {

constexpr double seconds_a_tick = 0.7;
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
                         {"moment", "Request", "This moment"}}) {}

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
  if (trace_ != nullptr && trace_->first_failure)
    out.push_back({.name = "deploy.first_failure",
                   .label = "First failure",
                   .title = "Go to the first failure",
                   .key = ui::Key::f,
                   .yields = Yields::leaves_last,
                   .run = [this] {
                     select(*trace_->first_failure);
                     show(DeployPart::moment);
                   }});
  out.push_back({.name = "deploy.run",
                 .label = "Run this order",
                 .title = "Run the steps in this order",
                 .mark = Mark::play,
                 .enabled = ready,
                 .primary = true,
                 .key = ui::Key::enter,
                 .mods = ui::with_control,
                 .run = [this] { run_order(); }});
  return out;
}

void DeployView::take_trace() {
  const auto next = session_.trace();
  if (next == trace_) return;
  trace_ = next;
  request_.reset();
  playing_ = false;
  tick_ = trace_->ticks.empty() ? 0 : trace_->ticks.size() - 1;
  const std::string part = deploy_part(session_.scenario().id);
  std::string order;
  for (const std::string& step : trace_->order) order += (order.empty() ? "" : ",") + step;
  book_.add(lesson_, part, order, trace_->safe() ? 1.0 : 0.0);
  if (trace_->first_failure) select(*trace_->first_failure);
}

void DeployView::look_at(std::size_t tick) {
  tick_ = tick;
  request_.reset();
  for (const std::size_t index : trace_->ticks[tick].requests)
    if (!trace_->requests[index].ok() && !request_) request_ = index;
}

void DeployView::select(std::size_t request) {
  request_ = request;
  tick_ = trace_->requests[request].tick;
}

void DeployView::draw(ui::Ui& ui) {
  take_trace();
  const float strip = player_in_replay(ui) ? 0 : ui.px(strip_height);
  const float height = ImGui::GetContentRegionAvail().y - strip;
  layout_.draw(ui, columns(ui), height, [&](std::size_t part, float) {
    switch (static_cast<DeployPart>(part)) {
      case DeployPart::steps:
        return draw_steps(ui);
      case DeployPart::replay:
        return draw_replay(ui);
      case DeployPart::moment:
        return draw_moment(ui);
    }
  });
  if (player_in_replay(ui)) return;
  ImGui::SetCursorPos({0, ui.height() - strip});
  draw_player(ui);
}

bool DeployView::player_in_replay(ui::Ui& ui) { return ui.height() < ui.px(least_height_with_strip); }

std::vector<Column> DeployView::columns(ui::Ui& ui) {
  const float width = ui::room(ui);
  constexpr auto steps = static_cast<std::size_t>(DeployPart::steps);
  constexpr auto replay = static_cast<std::size_t>(DeployPart::replay);
  constexpr auto moment = static_cast<std::size_t>(DeployPart::moment);
  if (width < ui.px(least_width_for_two)) return {{0, {steps, replay, moment}}};
  if (width < ui.px(least_width_for_three))
    return {{std::round(width * 0.42F), {steps, moment}}, {0, {replay}}};
  const float left = std::min(ui.px(360), std::round(width * 0.27F));
  const float right = std::min(ui.px(350), std::round(width * 0.26F));
  return {{left, {steps}}, {width - left - right, {replay}}, {right, {moment}}};
}

void DeployView::draw_steps(ui::Ui& ui) {
  const deploy::Scenario& scenario = session_.scenario();
  texts_.draw(ui, scenario.task, TextStyle::small);
  ui::space(ui, 14);
  ui::heading(ui, TextStyle::h3, "The order you chose");
  ui::space(ui, 8);
  std::vector<OrderRow> rows;
  for (const std::string& id : session_.order()) {
    const deploy::Step* step = scenario.step(id);
    OrderRow row{step->id, step->title, Tone::normal, {}};
    if (trace_ != nullptr && trace_->order == session_.order()) {
      const auto interval =
          std::find_if(trace_->steps.begin(), trace_->steps.end(), [&](const auto& s) { return s.id == id; });
      if (interval != trace_->steps.end()) {
        const bool failed =
            !interval->ok ||
            std::any_of(trace_->failures.begin(), trace_->failures.end(), [&](std::size_t i) {
              return trace_->requests[i].tick >= interval->from && trace_->requests[i].tick <= interval->to;
            });
        row.tone = failed ? Tone::bad : Tone::ok;
      }
    }
    rows.push_back(std::move(row));
  }
  if (const auto move = order_list(ui, texts_, "deploy.step", rows, !services_.worker.busy(), true)) {
    auto order = session_.order();
    std::string moved = order[move->from];
    order.erase(order.begin() + static_cast<std::ptrdiff_t>(move->from));
    order.insert(order.begin() + static_cast<std::ptrdiff_t>(move->to), std::move(moved));
    session_.set_order(std::move(order));
  }
  ui::space(ui, 12);
  if (const auto impossible = session_.impossible()) {
    ui::callout(ui, "deploy.impossible", Tone::warn, "This order cannot happen.", impossible->message);
  } else if (const auto failure = session_.failure()) {
    ui::callout(ui, "deploy.error", Tone::bad, "The replay could not run.", to_string(*failure));
  } else if (trace_ == nullptr) {
    ui::paragraph(ui, TextStyle::small,
                  "Drag the steps, or use the arrows. Then run them: every request is real.", Tone::muted);
  } else if (trace_->order != session_.order()) {
    ui::paragraph(ui, TextStyle::small, "The replay shows the order you ran before. Run this one to see it.",
                  Tone::muted);
  } else {
    const deploy::Order* said = scenario.find_order(trace_->order);
    ui::CardOptions options;
    options.soft = trace_->safe() ? Tone::ok : Tone::bad;
    options.padding_x = 14;
    options.padding_y = 12;
    const ui::Card card(ui, "deploy.verdict", options);
    const Tone tone = trace_->safe() ? Tone::ok : Tone::bad;
    if (trace_->safe())
      ui::paragraph(ui, {{"Not one request failed. ", TextStyle::strong, tone},
                         {fmt::format("All {} were answered.", trace_->requests.size()), TextStyle::body}});
    else
      ui::paragraph(ui, {{trace_->summary() + ".", TextStyle::strong, tone}});
    if (said != nullptr && !said->why.empty()) {
      ui::space(ui, 6);
      texts_.draw(ui, said->why, TextStyle::small);
    }
  }
}

void DeployView::draw_replay(ui::Ui& ui) {
  ui::heading(ui, TextStyle::h3, "Replay");
  if (trace_ == nullptr) {
    ui::space(ui, 8);
    ui::paragraph(ui, TextStyle::body,
                  fmt::format("{} nodes run {} and answer requests all the time. Choose an order and run it.",
                              session_.scenario().nodes().count, session_.scenario().nodes().version),
                  Tone::muted);
    return;
  }
  const std::size_t last = trace_->ticks.empty() ? 0 : trace_->ticks.size() - 1;
  ui::beside(ui, 10);
  ui::pill(ui, fmt::format("t = {} of {}", tick_, last));
  ui::space(ui, 10);
  if (player_in_replay(ui)) draw_player(ui);
  const TimelineWish wish = timeline(ui, *trace_, tick_, request_);
  if (wish.request) {
    playing_ = false;
    select(*wish.request);
    show(DeployPart::moment);
  }
  if (trace_->ticks.empty()) return;
  const deploy::Tick& moment = trace_->ticks[tick_];
  ui::space(ui, 16);
  ui::heading(ui, TextStyle::h3, fmt::format("At t = {}", tick_));
  ui::paragraph(ui, TextStyle::body, moment.title.empty() ? std::string("Traffic only.") : moment.title);
  if (moment.error) ui::paragraph(ui, TextStyle::code, moment.error->message, Tone::bad);
  ui::space(ui, 6);
  for (const std::size_t index : moment.requests) {
    const deploy::Request& request = trace_->requests[index];
    const std::string words = fmt::format("{} · {} · {}", request.node, request.version, request.query);
    ui::ButtonOptions options{.kind = ui::ButtonKind::quiet, .small = true, .align_left = true};
    options.selected = request_ == index;
    options.mark = request.ok() ? Mark::tick : Mark::cross;
    options.tone = request.ok() ? Tone::muted : Tone::bad;
    if (ui::button(ui, fmt::format("deploy.request.{}", request.number), words, options)) {
      request_ = index;
      show(DeployPart::moment);
    }
  }
}

void DeployView::draw_moment(ui::Ui& ui) {
  if (trace_ == nullptr || trace_->ticks.empty()) return;
  if (request_) {
    const deploy::Request& request = trace_->requests[*request_];
    ui::heading(ui, TextStyle::h3, request.ok() ? "Request answered" : "Request failed");
    ui::paragraph(
        ui, TextStyle::small,
        fmt::format("t = {} · {} · {} · {}", request.tick, request.node, request.version, request.query),
        Tone::muted);
    ui::space(ui, 8);
    if (request_code_ == nullptr || request_sql_ != request.sql) {
      request_sql_ = request.sql;
      auto document = std::make_shared<lessons::markdown::Document>();
      document->blocks.push_back({{}, lessons::markdown::CodeBlock{"sql", request.sql}});
      request_code_ = std::make_unique<ui::DocumentView>(std::move(document), "deploy.request.sql");
    }
    request_code_->draw(ui, ui::room(ui), {});
    ui::space(ui, 6);
    if (request.error)
      ui::status(ui, "deploy.request.error", Mark::cross, Tone::bad, request.error->message, TextStyle::code);
    else
      ui::status(ui, "deploy.request.ok", Mark::tick, Tone::ok, fmt::format("{} rows", request.rows));
    ui::space(ui, 14);
  }
  const deploy::Tick& moment = trace_->ticks[tick_];
  ui::heading(ui, TextStyle::h3, fmt::format("The schema at t = {}", tick_));
  ui::space(ui, 4);
  if (moment.database == nullptr) return;
  for (const auto& table : moment.database->schema.tables) {
    ui::text(ui, TextStyle::code, table.name);
    ImGui::Indent(ui.px(16));
    for (const auto& column : table.columns)
      ui::text_cut(ui, TextStyle::code_small,
                   column.name + " " + column.type + (column.not_null ? " NOT NULL" : ""), Tone::muted);
    ImGui::Unindent(ui.px(16));
  }
}

void DeployView::draw_player(ui::Ui& ui) {
  ui::PaneOptions options;
  options.height = ui.px(strip_height);
  options.padding_x = 18;
  options.padding_y = 0;
  options.ground = ui::Ground::side;
  options.scrolls = false;
  options.line_top = true;
  options.label = "Moment";
  const ui::Pane pane(ui, "deploy.player", options);
  if (trace_ == nullptr || trace_->ticks.empty()) return;
  const std::size_t last = trace_->ticks.size() - 1;
  const auto toggle = [this, last, &ui] {
    if (!playing_ && tick_ == last) tick_ = 0;
    playing_ = !playing_;
    next_tick_at_ = ui.now() + seconds_a_tick;
  };
  ui.commands().add({"deploy.play",
                     playing_ ? "Pause the replay" : "Play the replay",
                     {ui::Key::space, ui::no_mods},
                     true,
                     toggle});
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float side = ui::button_height(ui);
  ImGui::SetCursorScreenPos({at.x, std::round(at.y + (ui.px(strip_height) - side) / 2)});
  if (ui::mark_button(ui, "deploy.play.button", playing_ ? "Pause" : "Play",
                      playing_ ? Mark::pause : Mark::play))
    toggle();
  ImGui::SetCursorScreenPos(
      {at.x + side + ui.px(16), std::round(at.y + (ui.px(strip_height) - ui.px(36)) / 2)});
  const TimelineWish wish = scrubber(ui, *trace_, tick_, ui::room(ui));
  if (wish.tick && *wish.tick != tick_) {
    playing_ = false;
    look_at(*wish.tick);
  }
  if (playing_) {
    if (ui.now() >= next_tick_at_) {
      next_tick_at_ = ui.now() + seconds_a_tick;
      look_at(std::min(last, tick_ + 1));
      playing_ = tick_ < last;
    }
    ui.redraw_after(std::max(0.0, next_tick_at_ - ui.now()));
  }
}

}  // namespace engine::views

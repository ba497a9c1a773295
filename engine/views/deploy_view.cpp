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
#include "engine/views/matrix_view.h"
#include "engine/views/safe_plan.h"
#include "engine/views/scenario_code.h"
#include "engine/views/timeline.h"
#include "simulator/base/sentence.h"

namespace engine::views {
namespace deploy = simulator::deploy;
using ui::Mark;
using ui::TextStyle;
using ui::Tone;

DeployView::DeployView(Services& services, InlineTexts& texts, ProgressBook& book, std::string lesson,
                       std::shared_ptr<const deploy::Scenario> scenario)
    : services_(services),
      texts_(texts),
      book_(book),
      lesson_(std::move(lesson)),
      session_(services.worker, scenario),
      explore_(services.worker, std::move(scenario)),
      layout_("deploy", {{"steps", "Steps", "Steps"},
                         {"replay", "Replay", "Replay"},
                         {"code", "Code", "What the versions ask and the migrations do"},
                         {"database", "Database", "The database at this moment"},
                         {"orders", "Orders", "Every order"},
                         {"moment", "Request", "This moment"}}),
      steps_(session_, texts_),
      orders_(explore_, session_.scenario()),
      code_(std::make_shared<const lessons::markdown::Document>(code_of(session_.scenario())),
            "deploy.code.text", ui::DocumentView::Shortcuts::after_click),
      plan_(safe_plan(session_.scenario(), nullptr)) {}

void DeployView::run(std::vector<std::string> order) {
  session_.set_order(std::move(order));
  run_order();
}

void DeployView::run_order() {
  if (session_.impossible()) return;
  explore_.give_way();
  session_.run();
  show(DeployPart::replay);
}

void DeployView::run_story(std::size_t story) {
  if (found_ == nullptr || story >= found_->stories.size()) return;
  explore_.give_way();
  session_.run(found_->stories[story]);
  show(DeployPart::replay);
}

std::vector<BarAction> DeployView::actions() {
  std::vector<BarAction> out;
  const bool free = !services_.worker.busy();
  const bool ready = free && !session_.impossible();
  if (!services_.exports.empty())
    out.push_back({.name = "deploy.export",
                   .label = "Export replay...",
                   .title = "Write the replay as a page and as JSON",
                   .enabled = free && replayed_ != nullptr,
                   .yields = Yields::leaves_last,
                   .run = [this] { session_.export_to(services_.exports, found_); }});
  out.push_back({.name = "deploy.explore",
                 .label = "Explore all orders",
                 .title = "Explore every order of the steps",
                 .enabled = free,
                 .yields = Yields::leaves_last,
                 .run = [this] {
                   orders_.explore();
                   show(DeployPart::orders);
                 }});
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
  explore_.want_matrix();
  if (replayed_->story) return;
  // An order that can break is not done because it passed once.
  const deploy::Order* said = session_.scenario().find_order(trace.order);
  const deploy::OrderVerdict* proven = found_ == nullptr ? nullptr : found_->verdict(trace.order);
  const bool can_break =
      (said != nullptr && !said->safe) || (proven != nullptr && proven->story && !proven->rollback_story);
  std::string order;
  for (const std::string& step : trace.order) order += (order.empty() ? "" : ",") + step;
  book_.add(lesson_, deploy_part(session_.scenario().id), order, trace.safe() && !can_break ? 1.0 : 0.0);
}

void DeployView::take_found() {
  const auto next = explore_.found();
  if (next == found_) return;
  found_ = next;
  plan_ = safe_plan(session_.scenario(), found_.get());
}

void DeployView::take_export() {
  const auto next = session_.exported();
  if (next == exported_) return;
  exported_ = next;
  if (exported_ == nullptr) return;
  if (!*exported_) return services_.complain(exported_->error());
  notice_ = fmt::format("Written: {} and .json beside it", (*exported_)->page.string());
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
  take_found();
  take_export();
  const bool any = replayed_ != nullptr && !replayed_->trace.ticks.empty();
  const float strip = player_in_replay(ui) || !any ? 0 : ui.px(strip_height);
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
      if (const std::string address =
              steps_.draw(ui, replayed_.get(), found_.get(), !services_.worker.busy());
          !address.empty())
        services_.open_url(address);
      return;
    case DeployPart::replay:
      return draw_replay(ui);
    case DeployPart::code:
      return draw_code(ui);
    case DeployPart::database:
      if (any) return database_.draw(ui, session_, *replayed_, tick_);
      return ui::paragraph(ui, TextStyle::body,
                           "Run an order first: then its database can be opened at any moment.", Tone::muted);
    case DeployPart::orders: {
      OrdersWish wish = orders_.draw(ui, !services_.worker.busy());
      if (wish.story) run_story(*wish.story);
      if (!wish.order.empty()) run(std::move(wish.order));
      return;
    }
    case DeployPart::moment: {
      if (!any)
        return ui::paragraph(ui, TextStyle::small,
                             "What fails is told here: the request, the schema it met, and what SQLite says.",
                             Tone::muted);
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
  constexpr auto code = static_cast<std::size_t>(DeployPart::code);
  constexpr auto database = static_cast<std::size_t>(DeployPart::database);
  constexpr auto orders = static_cast<std::size_t>(DeployPart::orders);
  constexpr auto moment = static_cast<std::size_t>(DeployPart::moment);
  if (width < ui.px(least_width_for_two)) return {{0, {steps, replay, code, database, orders, moment}}};
  if (width < ui.px(least_width_for_three))
    return {{std::round(width * 0.42F), {steps, moment}}, {0, {replay, code, database, orders}}};
  const float left = std::min(ui.px(360), std::round(width * 0.27F));
  const float right = std::min(ui.px(350), std::round(width * 0.26F));
  return {{left, {steps}}, {width - left - right, {replay, code, database, orders}}, {right, {moment}}};
}

void DeployView::draw_replay(ui::Ui& ui) {
  if (replayed_ == nullptr || replayed_->trace.ticks.empty()) {
    ui::paragraph(ui, TextStyle::body,
                  fmt::format("{} nodes run {} and answer requests all the time. Choose an order and run it.",
                              session_.scenario().nodes().count, session_.scenario().nodes().version),
                  Tone::muted);
    ui::space(ui, 12);
    return draw_code(ui);
  }
  const deploy::Trace& trace = replayed_->trace;
  const deploy::Tick& moment = trace.ticks[tick_];
  ui::pill(ui, fmt::format("t = {} of {}", tick_, trace.ticks.size() - 1));
  ui::beside(ui, 10);
  ui::text_cut(ui, TextStyle::h3,
               moment.title.empty() ? "Traffic only" : simulator::base::sentence(moment.title),
               moment.error ? Tone::bad : Tone::normal);
  ui::space(ui, 6);
  if (player_in_replay(ui)) draw_player(ui);
  const TimelineWish wish = timeline(ui, {trace, rows_, replayed_->failures, tick_, request_, failure_});
  if (wish.request) select_request(*wish.request);
  if (wish.failure) select_failure(*wish.failure);
  if (wish.request || wish.failure) show(DeployPart::moment);
  ui::space(ui, 16);
  draw_matrix(ui);
  draw_tick(ui);
}

void DeployView::draw_code(ui::Ui& ui) {
  constexpr float widest = 720;  // look pixels: a line of code that is looked for, not read across a desk
  code_.draw(ui, std::min(ui::room(ui), ui.px(widest)), {});
}

void DeployView::draw_matrix(ui::Ui& ui) {
  const auto matrix = explore_.matrix();
  if (matrix == nullptr) return;
  const auto* schema = replayed_->trace.schema_at(tick_);
  const std::string now = schema == nullptr ? std::string() : schema->label;
  ui::heading(ui, TextStyle::h3, "Who breaks on which schema");
  const auto say = [&ui](const std::string& words) {
    ui::paragraph(ui, TextStyle::small, words, Tone::muted);
  };
  const bool known = std::any_of(matrix->rows.begin(), matrix->rows.end(),
                                 [&](const deploy::MatrixRow& row) { return row.schema == now; });
  if (const std::size_t failing = failing_on(*matrix, now); failing > 0)
    say(fmt::format("On the schema of this moment {} of {} queries fail.", failing, matrix->columns.size()));
  else if (!known)
    say("The schema of this moment is not in it: nothing is explored behind a step that fails.");
  else if (!replayed_->trace.safe() && all_work(*matrix))
    say("Every query runs on every schema. What goes wrong here is in the rows, and no statement tells.");
  ui::space(ui, 4);
  matrix_view(ui, session_.scenario(), *matrix, now);
  ui::space(ui, 16);
}

void DeployView::draw_tick(ui::Ui& ui) {
  const deploy::Trace& trace = replayed_->trace;
  const deploy::Tick& moment = trace.ticks[tick_];
  ui::heading(ui, TextStyle::h3, fmt::format("Requests at t = {}", tick_));
  ui::space(ui, 4);
  const auto words_of = [&trace](std::size_t index) {
    const deploy::Request& request = trace.requests[index];
    return fmt::format("{} · {} · {}{}", request.node.empty() ? "no node" : request.node, request.version,
                       request.query, request.in_flight ? " (in flight)" : "");
  };
  ui::ButtonOptions options{.kind = ui::ButtonKind::quiet, .small = true, .align_left = true};
  options.mark = Mark::tick;
  float widest = 1;
  for (const std::size_t index : moment.requests)
    widest = std::max(widest, ui::button_width(ui, words_of(index), options) + ui.px(12));
  const auto columns = static_cast<std::size_t>(std::max(ui::room(ui) / widest, 1.0F));
  const float left = ImGui::GetCursorScreenPos().x;
  std::size_t place = 0;
  for (const std::size_t index : moment.requests) {
    if (const std::size_t column = place++ % columns; column > 0) {
      ImGui::SameLine();
      ImGui::SetCursorScreenPos({left + widest * static_cast<float>(column), ImGui::GetCursorScreenPos().y});
    } else if (place > 1) {
      ui::space(ui, 2);
    }
    const bool wrong = went_wrong(trace, replayed_->failures, index);
    options.selected = request_ == index;
    options.mark = wrong ? Mark::cross : Mark::tick;
    options.tone = wrong ? Tone::bad : Tone::muted;
    if (ui::button(ui, fmt::format("deploy.request.{}", trace.requests[index].number), words_of(index),
                   options)) {
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

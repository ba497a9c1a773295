#include "engine/views/steps_pane.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "engine/ui/button.h"
#include "engine/ui/card.h"
#include "engine/ui/status.h"
#include "engine/ui/text.h"
#include "engine/ui/ui.h"
#include "engine/views/order_list.h"
#include "engine/views/orders_pane.h"
#include "lessons/markdown/parse.h"
#include "simulator/deploy/region_words.h"

namespace engine::views {
namespace deploy = simulator::deploy;
using ui::Mark;
using ui::TextStyle;
using ui::Tone;

namespace {

void draw_explored(ui::Ui& ui, const deploy::Exploration& found) {
  ui::heading(ui, TextStyle::h3,
              found.complete ? fmt::format("All {} orders, explored", found.orders_total)
                             : std::string("Orders, not all explored"));
  ui::space(ui, 4);
  draw_found(ui, "deploy.steps.explored", found);
  const deploy::RegionWords words = deploy::region_words(found);
  ui::space(ui, 4);
  ui::paragraph(ui, TextStyle::small, words.headline);
  if (!words.lines.empty()) draw_region(ui, "deploy.steps.region", found, RegionPart::whole);
}

}  // namespace

StepsPane::StepsPane(DeploySession& session, InlineTexts& texts) : session_(session), texts_(texts) {
  const deploy::Scenario& scenario = session.scenario();
  if (scenario.incident.empty()) return;
  auto parsed = lessons::markdown::parse(scenario.incident, scenario.file);
  incident_ = std::make_unique<ui::DocumentView>(
      std::make_shared<const lessons::markdown::Document>(std::move(parsed.document)), "deploy.incident.text",
      ui::DocumentView::Shortcuts::after_click);
}

std::string StepsPane::draw(ui::Ui& ui, const Replayed* replayed, const deploy::Exploration* found,
                            bool enabled) {
  texts_.draw(ui, session_.scenario().task, TextStyle::small);
  ui::space(ui, 14);
  ui::heading(ui, TextStyle::h3, "The order you chose");
  ui::space(ui, 8);
  draw_order(ui, replayed, enabled);
  ui::space(ui, 12);
  draw_verdict(ui, replayed, found);
  if (found != nullptr) {
    ui::space(ui, 18);
    draw_explored(ui, *found);
  }
  // Told once somebody has seen for themselves what goes wrong.
  if (incident_ == nullptr || replayed == nullptr) return {};
  ui::space(ui, 12);
  ui::ButtonOptions toggle{.kind = ui::ButtonKind::quiet, .small = true, .align_left = true};
  toggle.mark = incident_shown_ ? Mark::chevron_down : Mark::chevron_right;
  if (ui::button(ui, "deploy.incident", "Where this really happened", toggle))
    incident_shown_ = !incident_shown_;
  if (!incident_shown_) return {};
  ui::space(ui, 6);
  ui::CardOptions options;
  options.padding_x = 14;
  options.padding_y = 11;
  const ui::Card card(ui, "deploy.incident.card", options);
  return incident_->draw(ui, ui::room(ui), {});
}

void StepsPane::draw_order(ui::Ui& ui, const Replayed* replayed, bool enabled) {
  const deploy::Scenario& scenario = session_.scenario();
  const deploy::Trace* trace = replayed != nullptr ? &replayed->trace : nullptr;
  std::vector<OrderRow> rows;
  for (const std::string& id : session_.order()) {
    const deploy::Step* step = scenario.step(id);
    OrderRow row{step->id, step->title, Tone::normal, {}};
    if (trace != nullptr && !replayed->story && trace->order == session_.order()) {
      const auto interval =
          std::find_if(trace->steps.begin(), trace->steps.end(), [&](const auto& s) { return s.id == id; });
      if (interval != trace->steps.end()) {
        const bool failed = !interval->ok || std::any_of(replayed->failures.begin(), replayed->failures.end(),
                                                         [&](const ReplayFailure& failure) {
                                                           return failure.tick >= interval->from &&
                                                                  failure.tick <= interval->to;
                                                         });
        row.tone = failed ? Tone::bad : Tone::ok;
      }
    }
    rows.push_back(std::move(row));
  }
  if (const auto move = order_list(ui, texts_, "deploy.step", rows, enabled, true)) {
    auto order = session_.order();
    std::string moved = order[move->from];
    order.erase(order.begin() + static_cast<std::ptrdiff_t>(move->from));
    order.insert(order.begin() + static_cast<std::ptrdiff_t>(move->to), std::move(moved));
    session_.set_order(std::move(order));
  }
}

void StepsPane::draw_verdict(ui::Ui& ui, const Replayed* replayed, const deploy::Exploration* found) {
  if (const auto impossible = session_.impossible())
    return ui::callout(ui, "deploy.impossible", Tone::warn, "This order cannot happen.", impossible->message);
  if (const auto failure = session_.failure())
    return ui::callout(ui, "deploy.error", Tone::bad, "The replay could not run.", to_string(*failure));
  if (replayed == nullptr)
    return ui::paragraph(
        ui, TextStyle::small,
        "Drag the steps, or move them with the arrows or Alt and Up or Down. Then run them: every "
        "request is real.",
        Tone::muted);
  const deploy::Trace& trace = replayed->trace;
  if (replayed->story)
    return ui::callout(
        ui, "deploy.story", Tone::bad, "A story from the exploration.",
        fmt::format("The replay shows the shortest way in which {} breaks, and nothing that is "
                    "not needed for it.",
                    fmt::join(trace.order, ", ")));
  if (trace.order != session_.order())
    return ui::paragraph(ui, TextStyle::small,
                         "The replay shows the order you ran before. Run this one to see it.", Tone::muted);
  const deploy::Order* said = session_.scenario().find_order(trace.order);
  const deploy::OrderVerdict* proven = found == nullptr ? nullptr : found->verdict(trace.order);
  // What fails only when the code is rolled back is said below, and is no reason to doubt the replay.
  const bool lucky = trace.safe() && ((said != nullptr && !said->safe) ||
                                      (proven != nullptr && proven->story && !proven->rollback_story));
  const Tone tone = !trace.safe() ? Tone::bad : lucky ? Tone::warn : Tone::ok;
  ui::CardOptions options;
  options.soft = tone;
  options.padding_x = 14;
  options.padding_y = 12;
  const ui::Card card(ui, "deploy.verdict", options);
  if (lucky)
    ui::paragraph(ui, {{"Nothing failed this time. ", TextStyle::strong, tone},
                       {"In this order something can: explore all orders to see how.", TextStyle::body}});
  else if (trace.safe() && trace.tolerated() == 0)
    ui::paragraph(ui, {{"Not one request failed. ", TextStyle::strong, tone},
                       {fmt::format("All {} were answered.", trace.requests.size()), TextStyle::body}});
  else if (trace.safe())
    ui::paragraph(ui,
                  {{"Nothing broke. ", TextStyle::strong, tone}, {trace.headline() + ".", TextStyle::body}});
  else
    ui::paragraph(ui, {{trace.headline() + ".", TextStyle::strong, tone}});
  if (!trace.safe() && !replayed->failures.empty()) {
    const ReplayFailure& first = replayed->failures.front();
    ui::space(ui, 4);
    ui::paragraph(ui, TextStyle::small,
                  fmt::format("{} t = {}: {}", replayed->failures.size() > 1 ? "First at" : "At", first.tick,
                              first.message));
  }
  if (said != nullptr && !said->why.empty()) {
    ui::space(ui, 6);
    texts_.draw(ui, said->why, TextStyle::small);
  }
  if (!trace.safe() || proven == nullptr || !proven->rollback_story) return;
  ui::space(ui, 6);
  ui::status(ui, "deploy.verdict.no_way_back", Mark::warning, Tone::warn,
             no_way_back(session_.scenario(), *proven));
}

}  // namespace engine::views

#include "engine/views/moment_pane.h"

#include <fmt/format.h>
#include <imgui.h>

#include <utility>

#include "engine/ui/button.h"
#include "engine/ui/card.h"
#include "engine/ui/status.h"
#include "engine/ui/text.h"
#include "engine/ui/ui.h"
#include "engine/views/error_mark.h"
#include "engine/views/events.h"
#include "engine/views/version_tone.h"
#include "simulator/base/sentence.h"

namespace engine::views {
namespace deploy = simulator::deploy;
using ui::Mark;
using ui::TextStyle;
using ui::Tone;

namespace {

constexpr std::size_t most_differences = 6;

void draw_schema(ui::Ui& ui, const deploy::Tick& moment) {
  ui::heading(ui, TextStyle::h3, fmt::format("The schema at t = {}", moment.number));
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

void draw_lines(ui::Ui& ui, Mark mark, std::string_view verb, const std::vector<std::string>& lines) {
  for (std::size_t i = 0; i < lines.size() && i < most_differences; ++i)
    ui::status(ui, "", mark, Tone::warn, fmt::format("{}{}", verb, lines[i]));
  if (lines.size() > most_differences)
    ui::text(ui, TextStyle::small, fmt::format("and {} more", lines.size() - most_differences), Tone::muted);
}

void draw_change(ui::Ui& ui, const SchemaChange& change) {
  ui::heading(ui, TextStyle::small_strong, fmt::format("The schema changed at t = {}", change.tick));
  ui::paragraph(ui, {{change.before, TextStyle::code_small, Tone::muted},
                     {" became ", TextStyle::small, Tone::muted},
                     {change.after, TextStyle::code_small}});
  draw_lines(ui, Mark::minus, "gone: ", change.gone);
  draw_lines(ui, Mark::plus, "new: ", change.come);
  draw_lines(ui, Mark::unequal, "", change.differ);
  if (change.gone.empty() && change.come.empty() && change.differ.empty())
    ui::paragraph(ui, TextStyle::small, "It changed rows, and no table's shape.", Tone::muted);
}

void draw_live(ui::Ui& ui, const deploy::Scenario& scenario, const std::vector<LiveVersion>& live) {
  if (live.empty()) return ui::paragraph(ui, TextStyle::small, "No node runs at this moment.", Tone::muted);
  for (const LiveVersion& each : live) {
    std::string nodes;
    for (const std::string& node : each.nodes) nodes += (nodes.empty() ? "" : ", ") + node;
    ui::paragraph(ui, {{each.version, TextStyle::small_strong, version_tone(scenario, each.version)},
                       {" runs on ", TextStyle::small},
                       {nodes, TextStyle::small}});
  }
}

}  // namespace

MomentWish MomentPane::draw(ui::Ui& ui, InlineTexts& texts, const MomentState& state) {
  MomentWish wish;
  if (state.failure) {
    draw_failure(ui, texts, state, wish);
  } else {
    if (state.request) draw_request(ui, state);
    draw_schema(ui, state.replayed.trace.ticks[state.tick]);
  }
  ui::space(ui, 14);
  wish.open_database = ui::button(ui, "deploy.database.open",
                                  fmt::format("Open the database at t = {}", state.tick), {.small = true});
  return wish;
}

void MomentPane::draw_sql(ui::Ui& ui, const std::string& sql,
                          const std::optional<simulator::base::Error>& error) {
  if (sql.empty()) return;
  if (code_ == nullptr || sql_ != sql) {
    sql_ = sql;
    auto document = std::make_shared<lessons::markdown::Document>();
    document->blocks.push_back({{}, lessons::markdown::CodeBlock{"sql", sql}});
    code_ = std::make_unique<ui::DocumentView>(std::move(document), "deploy.request.sql",
                                               ui::DocumentView::Shortcuts::after_click);
  }
  std::vector<ui::TextDiagnostic> marks;
  if (error)
    if (auto mark = error_mark(sql, *error)) marks.push_back(std::move(*mark));
  code_->set_diagnostics(std::move(marks));
  code_->draw(ui, ui::room(ui), {});
  ui::space(ui, 6);
}

void MomentPane::draw_request(ui::Ui& ui, const MomentState& state) {
  const deploy::Request& request = state.replayed.trace.requests[*state.request];
  ui::heading(ui, TextStyle::h3, request.ok() ? "Request answered" : "Request failed");
  ui::paragraph(ui, TextStyle::small,
                request.node.empty() ? fmt::format("t = {} · no node", request.tick)
                                     : fmt::format("t = {} · {} · {} · {}", request.tick, request.node,
                                                   request.version, request.query),
                Tone::muted);
  ui::space(ui, 8);
  draw_sql(ui, request.sql, request.error);
  if (!request.bindings.empty())
    ui::paragraph(
        ui, {{"with ", TextStyle::small, Tone::muted}, {to_text(request.bindings), TextStyle::code_small}});
  if (request.error)
    ui::status(ui, "deploy.request.error", Mark::cross, Tone::bad, request.error->message, TextStyle::code);
  else
    ui::status(ui, "deploy.request.ok", Mark::tick, Tone::ok,
               fmt::format("{} row{}", request.rows, request.rows == 1 ? "" : "s"));
  ui::space(ui, 14);
}

void MomentPane::draw_failure(ui::Ui& ui, InlineTexts& texts, const MomentState& state, MomentWish& wish) {
  const std::vector<ReplayFailure>& failures = state.replayed.failures;
  const ReplayFailure& failure = failures[*state.failure];
  if (!told_ || told_->replay != state.replayed.number || told_->failure != *state.failure)
    told_ =
        Told{state.replayed.number, *state.failure, story_of(state.scenario, state.replayed.trace, failure)};
  const FailureStory& story = told_->story;

  ui::heading(ui, TextStyle::h3, heading_of(failure.kind));
  if (failures.size() > 1) {
    const ui::ButtonOptions small{.small = true};
    const std::string count = fmt::format("{} of {}", *state.failure + 1, failures.size());
    const float side = ui::button_height(ui, small);
    const float words = ui.metrics().width(TextStyle::small, count);
    ui::at_right(ui, words + 2 * side + ui.px(20));
    const float row = ImGui::GetCursorPosY();
    ui::text_in_row(ui, side, TextStyle::small, count, Tone::muted);
    ui::beside(ui, 8);
    ImGui::SetCursorPosY(row);
    ui::ButtonOptions back = small;
    back.enabled = *state.failure > 0;
    if (ui::mark_button(ui, "deploy.failure.before", "The failure before", Mark::chevron_left, back))
      wish.failure = *state.failure - 1;
    ui::beside(ui, 4);
    ui::ButtonOptions next = small;
    next.enabled = *state.failure + 1 < failures.size();
    if (ui::mark_button(ui, "deploy.failure.next", "The next failure", Mark::chevron_right, next))
      wish.failure = *state.failure + 1;
  }
  ui::paragraph(ui, TextStyle::small, story.where, Tone::muted);
  ui::space(ui, 8);
  draw_sql(ui, story.sql, story.error);
  if (!story.bindings.empty()) {
    ui::paragraph(ui, {{"with ", TextStyle::small, Tone::muted}, {story.bindings, TextStyle::code_small}});
    ui::space(ui, 4);
  }
  const bool sqlites = failure.kind == deploy::FailureKind::sql_error;
  ui::status(ui, "deploy.request.error", Mark::cross, Tone::bad,
             sqlites ? story.message : simulator::base::sentence(story.message),
             sqlites ? TextStyle::code : TextStyle::small_strong);
  if (story.postgres) {
    ui::space(ui, 4);
    ui::paragraph(ui, {{"PostgreSQL says ", TextStyle::small, Tone::muted},
                       {*story.postgres, TextStyle::code_small},
                       {" (quoted, not run here)", TextStyle::small, Tone::muted}});
  }
  // Under another tool's rules the card says what the help would say, question by question.
  if (!story.explain.driftwood.empty())
    draw_explanation(ui, "deploy.failure.explain", story.explain);
  else if (story.sql.empty() && story.error && !story.error->help.empty())
    ui::message(ui, story.error->help, Tone::muted);
  if (story.in_flight)
    ui::paragraph(ui, TextStyle::small,
                  "It was in flight: it had begun before what happened here, and ended after it.",
                  Tone::muted);
  ui::space(ui, 12);
  if (story.change) {
    draw_change(ui, *story.change);
    ui::space(ui, 8);
  }
  draw_live(ui, state.scenario, story.live);
  draw_plan(ui, texts, state.plan);
}

void MomentPane::draw_plan(ui::Ui& ui, InlineTexts& texts, const std::vector<std::string>& plan) {
  if (plan.empty()) return;
  ui::space(ui, 14);
  if (!plan_shown_) {
    // Whoever wants to find it alone is not told.
    plan_shown_ = ui::button(ui, "deploy.plan.show", "Show a safe plan", {.small = true});
    return;
  }
  ui::CardOptions options;
  options.padding_x = 14;
  options.padding_y = 11;
  options.label = "A safe plan";
  const ui::Card card(ui, "deploy.plan", options);
  ui::heading(ui, TextStyle::small_strong, "A safe plan");
  for (std::size_t i = 0; i < plan.size(); ++i)
    texts.draw(ui, plan[i], TextStyle::small, Tone::normal, 0, fmt::format("{}.", i + 1));
}

}  // namespace engine::views

#include "engine/views/database_pane.h"

#include <fmt/format.h>

#include <algorithm>
#include <variant>
#include <vector>

#include "engine/ui/button.h"
#include "engine/ui/card.h"
#include "engine/ui/choice.h"
#include "engine/ui/status.h"
#include "engine/ui/text.h"
#include "engine/ui/text_table.h"
#include "engine/ui/ui.h"
#include "engine/views/error_mark.h"
#include "engine/views/events.h"
#include "simulator/sql/value.h"

namespace engine::views {
namespace sql = simulator::sql;
namespace world = simulator::world;
using ui::TextStyle;
using ui::Tone;

namespace {

constexpr std::size_t rows_shown = 200;

std::string rows_of(const std::string& table) {
  std::string quoted;
  for (const char c : table) quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
  return fmt::format("SELECT * FROM \"{}\" LIMIT {}", quoted, rows_shown);
}

std::int64_t count_of(const world::DatabaseView& database, const std::string& table) {
  const auto found = std::find_if(database.row_counts.begin(), database.row_counts.end(),
                                  [&](const world::TableRows& rows) { return rows.table == table; });
  return found == database.row_counts.end() ? 0 : found->rows;
}

void draw_rows(ui::Ui& ui, const std::string& name, const Looked& looked) {
  if (!looked.result) return draw_error(ui, name + ".error", looked.result.error());
  const sql::ResultSet& rows = *looked.result;
  ui::text_table(ui, name, rows.columns, rows.rows.size(), [&](std::size_t row, std::size_t column) {
    const sql::Value& value = rows.rows[row][column];
    const bool null = std::holds_alternative<std::monostate>(value);
    return ui::Cell{sql::to_display(value), null ? Tone::muted : Tone::normal};
  });
  if (rows.rows.empty()) ui::text(ui, TextStyle::small, "No rows.", Tone::muted);
  if (rows.truncated)
    ui::text(ui, TextStyle::small, fmt::format("Only the first {} rows are shown.", rows.rows.size()),
             Tone::muted);
}

}  // namespace

DatabasePane::DatabasePane() : input_("deploy.query", "A query that only reads") {}

void DatabasePane::ask(DeploySession& session, LookAt what, Asked& last, const Asked& now) {
  if (now.sql.empty() || now == last) return;
  last = now;
  session.look(what, now.tick, now.sql);
}

void DatabasePane::draw(ui::Ui& ui, DeploySession& session, const Replayed& replayed, std::size_t tick) {
  const auto& database = replayed.trace.ticks[tick].database;
  if (database == nullptr) return;
  ui::heading(ui, TextStyle::h3, fmt::format("{} at t = {}", session.scenario().environment, tick));
  if (const auto* schema = replayed.trace.schema_at(tick); schema != nullptr) {
    ui::beside(ui, 10);
    ui::pill(ui, schema->label);
  }
  ui::space(ui, 8);
  if (database->problem) draw_error(ui, "deploy.database.problem", *database->problem);
  // The question stands above the rows: a long table would push its answer out of sight.
  draw_query(ui, tick);
  ask(session, LookAt::query, asked_query_, {replayed.number, tick, query_});
  draw_answer(ui, session);
  ui::space(ui, 18);
  draw_tables(ui, *database);
  if (table_.empty()) return;
  ask(session, LookAt::table, asked_table_, {replayed.number, tick, rows_of(table_)});
  const auto rows = session.looked(LookAt::table);
  if (rows == nullptr || rows->sql != asked_table_.sql) return;
  draw_rows(ui, "deploy.database.rows", *rows);
  if (count_of(*database, table_) > static_cast<std::int64_t>(rows_shown))
    ui::text(ui, TextStyle::small, fmt::format("The first {} rows.", rows_shown), Tone::muted);
}

void DatabasePane::draw_answer(ui::Ui& ui, const DeploySession& session) {
  const auto answer = session.looked(LookAt::query);
  if (query_.empty() || answer == nullptr || answer->sql != query_) return;
  if (!answer->result && input_.text() == query_) {
    std::vector<ui::TextDiagnostic> marks;
    if (auto mark = error_mark(query_, answer->result.error())) marks.push_back(std::move(*mark));
    input_.set_diagnostics(std::move(marks));
  }
  ui::space(ui, 8);
  draw_rows(ui, "deploy.query.rows", *answer);
}

void DatabasePane::draw_tables(ui::Ui& ui, const world::DatabaseView& database) {
  const auto& tables = database.schema.tables;
  ui::heading(ui, TextStyle::h3, "Tables");
  ui::space(ui, 4);
  if (tables.empty()) table_.clear();
  if (tables.empty()) return ui::text(ui, TextStyle::small, "There are no tables yet.", Tone::muted);
  // A table that a migration dropped or renamed gives its place to the first.
  const bool gone =
      std::none_of(tables.begin(), tables.end(), [this](const auto& table) { return table.name == table_; });
  if (gone) table_ = tables.front().name;
  std::vector<std::string> labels;
  std::vector<ui::Segment> segments;
  std::size_t current = 0;
  for (const auto& table : tables)
    labels.push_back(fmt::format("{} ({})", table.name, count_of(database, table.name)));
  for (std::size_t i = 0; i < tables.size(); ++i) {
    if (tables[i].name == table_) current = i;
    segments.push_back({tables[i].name, labels[i]});
  }
  table_ = tables[ui::segmented(ui, "deploy.table", segments, current)].name;
  ui::space(ui, 8);
}

void DatabasePane::draw_query(ui::Ui& ui, std::size_t tick) {
  ui::SqlEditorResult typed;
  {
    ui::CardOptions ground;
    ground.code = true;
    ground.padding_x = 4;
    ground.padding_y = 3;
    const ui::Card card(ui, "", ground);
    const auto lines = static_cast<float>(
        std::clamp<std::ptrdiff_t>(1 + std::count(input_.text().begin(), input_.text().end(), '\n'), 2, 7));
    typed = input_.draw(
        ui, {.height = lines * ui.metrics().line_height(TextStyle::code) + ui.px(12), .line_numbers = false});
  }
  if (typed.changed) input_.set_diagnostics({});
  ui::space(ui, 6);
  const bool empty = input_.text().find_first_not_of(" \t\n") == std::string::npos;
  const bool pressed = ui::button(ui, "deploy.query.run", fmt::format("Ask at t = {}", tick),
                                  {.enabled = !empty, .small = true, .shortcut = "Ctrl Enter"});
  if ((pressed || typed.run) && !empty) {
    query_ = input_.text();
    asked_query_ = {};
  }
}

}  // namespace engine::views

#include "engine/views/events.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>

#include "engine/ui/card.h"
#include "engine/ui/status.h"
#include "engine/ui/text.h"
#include "engine/ui/text_table.h"
#include "engine/ui/ui.h"
#include "simulator/sql/value.h"

namespace engine::views {
namespace migration = simulator::migration;
namespace world = simulator::world;
using ui::TextStyle;
using ui::Tone;

namespace {

void draw_result(ui::Ui& ui, const std::string& name, const world::Event& event) {
  const auto& result = *event.result;
  ui::text_table(ui, name, result.columns, result.rows.size(), [&](std::size_t row, std::size_t column) {
    const auto& value = result.rows[row][column];
    const bool null = std::holds_alternative<std::monostate>(value);
    return ui::Cell{simulator::sql::to_display(value), null ? Tone::muted : Tone::normal};
  });
  if (result.rows.empty()) ui::text(ui, TextStyle::small, "No rows.", Tone::muted);
  if (result.truncated)
    ui::text(ui, TextStyle::small, fmt::format("Only the first {} rows are shown.", result.rows.size()),
             Tone::muted);
}

/// Not a failure, and nothing that was achieved either.
bool happened(world::EventKind kind) {
  return kind != world::EventKind::statements_skipped && kind != world::EventKind::rolled_back &&
         kind != world::EventKind::nothing_to_migrate && kind != world::EventKind::no_node;
}

/// "ALTER TABLE: done": which of several statements it was.
std::string described(const world::Event& event) {
  if (event.kind != world::EventKind::statement) return event.text;
  std::string words;
  std::size_t at = 0;
  for (int word = 0; word < 2; ++word) {
    at = event.sql.find_first_not_of(" \t\r\n", at);
    if (at == std::string::npos) break;
    const std::size_t end = std::min(event.sql.find_first_of(" \t\r\n(;", at), event.sql.size());
    words += (words.empty() ? "" : " ") + event.sql.substr(at, end - at);
    at = end;
  }
  return fmt::format("{}: {}", words, event.text);
}

/// What became of rows; as a warning where rows went that no statement of the file named.
void draw_changes(ui::Ui& ui, const std::string& name, const std::vector<migration::TableChanges>& changes) {
  const std::string rows = migration::describe(changes);
  if (rows.empty()) return;
  const bool lost = std::any_of(changes.begin(), changes.end(),
                                [](const auto& table) { return table.cascaded_deletes > 0; });
  ui::status(ui, name + ".rows", lost ? ui::Mark::warning : ui::Mark::dot, lost ? Tone::warn : Tone::muted,
             lost ? "Rows lost: " + rows : "Rows: " + rows);
}

/// One question that somebody has after a failure, and its answer under it.
void draw_answer(ui::Ui& ui, const std::string& name, std::string_view question, const std::string& answer) {
  if (answer.empty()) return;
  ui::space(ui, 6);
  ui::status(ui, name, ui::Mark::dot, Tone::muted, question, TextStyle::small_strong);
  ui::paragraph(ui, TextStyle::small, answer);
}

void draw_explanation(ui::Ui& ui, const std::string& name, const migration::Explanation& explain) {
  if (explain.empty()) return;
  ui::space(ui, 4);
  ui::CardOptions options;
  options.padding_x = 14;
  options.padding_y = 10;
  options.label = "What the tool did, and what now";
  const ui::Card card(ui, name, options);
  if (!explain.said.empty()) ui::paragraph(ui, TextStyle::code_small, explain.said, Tone::muted);
  draw_answer(ui, name + ".did", "What the tool did", explain.did);
  draw_answer(ui, name + ".state", "Where things stand", explain.state);
  draw_answer(ui, name + ".next", "What to do next", explain.next);
  draw_answer(ui, name + ".driftwood", "What driftwood would have done", explain.driftwood);
}

}  // namespace

void draw_error(ui::Ui& ui, std::string_view name, const simulator::base::Error& error) {
  ui::status(ui, name, ui::Mark::cross, Tone::bad, error.message, TextStyle::code);
  std::string_view excerpt = error.excerpt;
  while (!excerpt.empty()) {
    const auto end = excerpt.find('\n');
    ui::text(ui, TextStyle::code_small, excerpt.substr(0, end), Tone::muted);
    if (end == std::string_view::npos) break;
    excerpt.remove_prefix(end + 1);
  }
  if (!error.help.empty()) ui::paragraph(ui, TextStyle::small, error.help, Tone::muted);
}

void draw_events(ui::Ui& ui, std::string_view name, std::span<const world::Event> events) {
  std::size_t number = 0;
  for (const world::Event& event : events) {
    const std::string item = fmt::format("{}.{}", name, number++);
    if (event.error) {
      // Under another tool's rules the card says what the help would say, question by question.
      const bool told = !event.explain.driftwood.empty();
      simulator::base::Error error = *event.error;
      if (told) error.help.clear();
      draw_error(ui, item, error);
      if (told) draw_explanation(ui, item + ".explain", event.explain);
    } else if (event.result)
      draw_result(ui, item, event);
    else
      ui::status(ui, item, happened(event.kind) ? ui::Mark::tick : ui::Mark::ring,
                 happened(event.kind) ? Tone::ok : Tone::muted, described(event));
    draw_changes(ui, item, event.changes);
    ui::space(ui, 4);
  }
}

}  // namespace engine::views

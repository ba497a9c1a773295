#include "engine/views/events.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>

#include "engine/ui/status.h"
#include "engine/ui/text.h"
#include "engine/ui/text_table.h"
#include "engine/ui/ui.h"
#include "simulator/sql/value.h"

namespace engine::views {
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
    if (event.error)
      draw_error(ui, item, *event.error);
    else if (event.result)
      draw_result(ui, item, event);
    else
      ui::status(ui, item, happened(event.kind) ? ui::Mark::tick : ui::Mark::ring,
                 happened(event.kind) ? Tone::ok : Tone::muted, described(event));
    ui::space(ui, 4);
  }
}

}  // namespace engine::views

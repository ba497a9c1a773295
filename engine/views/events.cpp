#include "engine/views/events.h"

#include <fmt/format.h>
#include <imgui.h>

#include <algorithm>
#include <string>

#include "engine/ui/button.h"
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

/// What became of rows; as a warning where rows went, or lost what they pointed at, and no statement of the
/// file named them.
void draw_changes(ui::Ui& ui, const std::string& name, const std::vector<migration::TableChanges>& changes) {
  const std::string rows = migration::describe(changes);
  if (rows.empty()) return;
  const bool lost = migration::loses_unnamed_rows(changes);
  const bool warned = lost || migration::changes_unnamed_rows(changes);
  ui::status(ui, name + ".rows", warned ? ui::Mark::warning : ui::Mark::dot,
             warned ? Tone::warn : Tone::muted,
             (lost     ? "Rows lost: "
              : warned ? "Rows changed unnamed: "
                       : "Rows: ") +
                 rows);
}

constexpr std::size_t most_event_lines = 4;  ///< longer words are folded
constexpr std::size_t lines_at_top = 2;      ///< of these, before what is left out; behind it, the last line

/// The first lines, how many are left out, and the last: where tools put the whole file into a message, the
/// reason stands at its beginning or its end.
std::string folded(std::string_view words, std::size_t lines) {
  std::size_t top = 0;
  for (std::size_t i = 0; i < lines_at_top; ++i) top = words.find('\n', top) + 1;
  return fmt::format("{}... {} more lines ...\n{}", words.substr(0, top), lines - lines_at_top - 1,
                     words.substr(words.find_last_of('\n') + 1));
}

/// What a tool prints, word for word. Long words are folded; `name.whole` unfolds them, `name.copy` takes all
/// of them to the clipboard.
void draw_said(ui::Ui& ui, const std::string& name, std::string_view words) {
  while (words.ends_with('\n')) words.remove_suffix(1);
  const auto lines = 1 + static_cast<std::size_t>(std::count(words.begin(), words.end(), '\n'));
  if (lines <= most_event_lines) return ui::paragraph(ui, TextStyle::code_small, words, Tone::muted);
  ImGuiStorage& open = *ImGui::GetStateStorage();
  const ImGuiID id = ImGui::GetID((name + ".whole").c_str());
  const bool whole = open.GetBool(id);
  ui::paragraph(ui, TextStyle::code_small, whole ? std::string(words) : folded(words, lines), Tone::muted);
  ui::ButtonOptions quiet{.kind = ui::ButtonKind::quiet, .small = true, .tone = Tone::accent};
  const ui::ButtonOptions copy = quiet;
  quiet.mark = whole ? ui::Mark::chevron_down : ui::Mark::chevron_right;
  if (ui::button(ui, name + ".whole", whole ? "Shorter" : "Whole message", quiet)) open.SetBool(id, !whole);
  ui::beside(ui, 4);
  if (ui::button(ui, name + ".copy", "Copy", copy)) ImGui::SetClipboardText(std::string(words).c_str());
}

/// One question that somebody has after a failure, and its answer behind it.
void draw_answer(ui::Ui& ui, const std::string& name, std::string_view question, const std::string& answer) {
  if (answer.empty()) return;
  ui::space(ui, 4);
  ui::status(ui, name, ui::Mark::dot, Tone::muted, question, TextStyle::small_strong);
  ui::message(ui, answer);
}

}  // namespace

void draw_explanation(ui::Ui& ui, const std::string& name, const migration::Explanation& explain) {
  if (explain.empty()) return;
  ui::space(ui, 4);
  ui::CardOptions options;
  options.padding_x = 14;
  options.padding_y = 10;
  options.label = "What the tool did, and what now";
  const ui::Card card(ui, name, options);
  if (!explain.said.empty()) draw_said(ui, name + ".said", explain.said);
  draw_answer(ui, name + ".did", "What the tool did", explain.did);
  draw_answer(ui, name + ".state", "Where things stand", explain.state);
  draw_answer(ui, name + ".next", "What to do next", explain.next);
  draw_answer(ui, name + ".driftwood", "What driftwood would have done", explain.driftwood);
}

void draw_error(ui::Ui& ui, std::string_view name, const simulator::base::Error& error) {
  ui::status(ui, name, ui::Mark::cross, Tone::bad, error.message, TextStyle::code);
  std::string_view excerpt = error.excerpt;
  while (!excerpt.empty()) {
    const auto end = excerpt.find('\n');
    ui::text(ui, TextStyle::code_small, excerpt.substr(0, end), Tone::muted);
    if (end == std::string_view::npos) break;
    excerpt.remove_prefix(end + 1);
  }
  if (!error.help.empty()) ui::message(ui, error.help, Tone::muted);
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
    if (event.ok() && !event.explain.driftwood.empty())
      draw_explanation(ui, item + ".explain", event.explain);
    draw_changes(ui, item, event.changes);
    ui::space(ui, 4);
  }
}

}  // namespace engine::views

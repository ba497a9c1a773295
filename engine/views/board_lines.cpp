#include "engine/views/board_lines.h"

#include <fmt/format.h>
#include <imgui.h>

#include <string_view>

#include "engine/ui/card.h"
#include "engine/ui/status.h"
#include "engine/ui/text.h"
#include "engine/ui/ui.h"
#include "engine/views/tool_controls.h"
#include "simulator/schema/sentence.h"

namespace engine::views {
namespace migration = simulator::migration;
namespace schema = simulator::schema;
using ui::Mark;
using ui::TextStyle;
using ui::Tone;

namespace {

struct StateLook {
  Mark mark;
  Tone tone;
  std::string_view word;
};

StateLook look_of(const migration::StatusRow& row, migration::Tool tool) {
  switch (row.state) {
    case migration::MigrationState::applied:
      if (row.by_mark) return {Mark::tick, Tone::muted, "counts as applied"};
      return {Mark::tick, Tone::ok, row.marked_only ? "marked as applied" : "applied"};
    case migration::MigrationState::pending:
      return {Mark::ring, Tone::muted, "pending"};
    case migration::MigrationState::edited:
      return {Mark::warning, Tone::warn, "edited since"};
    case migration::MigrationState::missing:
      return {Mark::cross, Tone::bad, "file is missing"};
    case migration::MigrationState::out_of_order:
      return {Mark::warning, Tone::warn, "out of order"};
    case migration::MigrationState::failed:
      return {Mark::cross, Tone::bad, failed_word(tool)};
    case migration::MigrationState::covered:
      return {Mark::ring, Tone::muted, "covered by a baseline"};
    case migration::MigrationState::outdated:
      return {Mark::ring, Tone::muted, "runs again"};
  }
  return {Mark::ring, Tone::muted, ""};
}

/// A word at the right edge of the line that begins at `left`.
void at_right(ui::Ui& ui, float left, float width, std::string_view words, Tone tone) {
  const float wide = ui.metrics().width(TextStyle::small, words);
  ImGui::SameLine();
  ImGui::SetCursorScreenPos({left + width - wide, ImGui::GetCursorScreenPos().y});
  ui::text(ui, TextStyle::small, words, tone);
}

/// "users.phone TEXT" of "users.phone" and "phone TEXT": the name is said once. A whole table, index, trigger
/// or view is its statement; a constraint stands behind its table's name.
std::string object_with(const schema::Difference& difference, std::string_view definition) {
  const std::string& object = difference.object;
  if (!difference.attribute.empty()) {
    const bool check = difference.attribute == "check";
    return check ? fmt::format("{}: CHECK ({})", object, definition)
                 : fmt::format("{}: {}", object, definition);
  }
  if (definition.starts_with("CREATE")) return std::string(definition);
  const auto dot = object.find('.');
  const std::string_view name =
      dot == std::string::npos ? std::string_view(object) : std::string_view(object).substr(dot + 1);
  if (definition.starts_with(name)) definition.remove_prefix(name.size());
  while (definition.starts_with(' ')) definition.remove_prefix(1);
  return definition.empty() ? object : fmt::format("{} {}", object, definition);
}

}  // namespace

float status_line_height(ui::Ui& ui) { return ui.metrics().line_height(TextStyle::code_small) + ui.px(3); }

void draw_status(ui::Ui& ui, const migration::StatusRow& row, migration::Tool tool) {
  const StateLook look = look_of(row, tool);
  const float left = ImGui::GetCursorScreenPos().x;
  const float top = ImGui::GetCursorScreenPos().y;
  const float width = ui::room(ui);
  ui::mark(ui, look.mark, look.tone, TextStyle::code_small);
  ui::beside(ui, 8);
  const float word = ui.metrics().width(TextStyle::small, look.word) + ui.px(16);
  ui::text_cut(ui, TextStyle::code_small, fmt::format("{} {}", row.version, row.name), Tone::normal,
               width - (ImGui::GetCursorScreenPos().x - left) - word);
  at_right(ui, left, width, look.word, look.tone == Tone::ok ? Tone::muted : look.tone);
  // The word at the right was set at a place of its own: the next row begins below the whole line.
  ImGui::SetCursorScreenPos({left, top + status_line_height(ui)});
}

void draw_difference(ui::Ui& ui, const std::string& name, const schema::Difference& difference) {
  const bool cosmetic = difference.severity != schema::DifferenceClass::behavioural;
  ui::CardOptions options;
  options.soft = cosmetic ? Tone::warn : Tone::bad;
  options.padding_x = 10;
  options.padding_y = 6;
  const ui::Card card(ui, name, options);
  const Tone tone = cosmetic ? Tone::warn : Tone::bad;
  std::string what;
  std::string why;
  switch (difference.kind) {
    case schema::DifferenceKind::extra:
      what = "+ " + object_with(difference, difference.right);
      why = "no migration made it";
      break;
    case schema::DifferenceKind::missing:
      what = "- " + object_with(difference, difference.left);
      why = "its history has it, the database does not";
      break;
    case schema::DifferenceKind::changed: {
      const schema::Sides sides = schema::sides_of(difference);
      what = fmt::format("{}: {}", difference.object, difference.attribute);
      why = fmt::format("history says {}, here it {} {}", sides.left, sides.has ? "has" : "is", sides.right);
      break;
    }
  }
  ui::paragraph(ui, TextStyle::code_small, what, tone);
  ui::space(ui, 2);
  ui::paragraph(ui, TextStyle::small, why, tone);
}

}  // namespace engine::views

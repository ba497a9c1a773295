#include "engine/views/environment_board.h"

#include <fmt/format.h>
#include <imgui.h>

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "engine/ui/button.h"
#include "engine/ui/card.h"
#include "engine/ui/choice.h"
#include "engine/ui/status.h"
#include "engine/ui/text.h"
#include "engine/ui/ui.h"
#include "engine/views/board_lines.h"
#include "engine/views/tool_controls.h"
#include "simulator/base/sentence.h"
#include "simulator/schema/difference.h"
#include "simulator/schema/sentence.h"

namespace engine::views {
namespace migration = simulator::migration;
namespace schema = simulator::schema;
namespace world = simulator::world;
using ui::Mark;
using ui::TextStyle;
using ui::Tone;

namespace {

void draw_schema(ui::Ui& ui, const world::DatabaseView& database) {
  for (const schema::Table& table : database.schema.tables) {
    const auto rows = std::find_if(database.row_counts.begin(), database.row_counts.end(),
                                   [&](const auto& r) { return schema::same_name(r.table, table.name); });
    const std::int64_t count = rows == database.row_counts.end() ? 0 : rows->rows;
    ui::text(ui, TextStyle::code_small, table.name);
    ui::beside(ui, 8);
    ui::text(ui, TextStyle::small, fmt::format("{} {}", count, count == 1 ? "row" : "rows"), Tone::muted);
    ImGui::Indent(ui.px(16));
    for (const schema::Column& column : table.columns) {
      std::string line = column.name + " " + column.type;
      if (column.not_null) line += " NOT NULL";
      if (column.default_value) line += " DEFAULT " + *column.default_value;
      ui::text_cut(ui, TextStyle::code_small, line, Tone::muted);
    }
    for (const schema::Index& index : database.schema.indexes)
      if (schema::same_name(index.table, table.name))
        ui::text_cut(ui, TextStyle::code_small,
                     fmt::format("{}index {}", index.unique ? "unique " : "", index.name), Tone::muted);
    ImGui::Unindent(ui.px(16));
  }
  if (database.schema.tables.empty()) ui::text(ui, TextStyle::small, "No tables yet.", Tone::muted);
}

void beside_if_it_fits(ui::Ui& ui, float width) {
  ImGui::SameLine(0, ui.px(8));
  if (ui::room(ui) < width) ImGui::NewLine();
}

/// True when there was any.
bool draw_buttons(ui::Ui& ui, const std::string& name, const world::EnvironmentView& environment,
                  const Board& board, bool primary, const std::function<void(world::Command)>& apply) {
  ui::ButtonOptions small{.enabled = !board.busy, .small = true};
  bool any = false;
  const auto next_to = [&](std::string_view label, const ui::ButtonOptions& options) {
    if (any) beside_if_it_fits(ui, ui::button_width(ui, label, options));
    any = true;
  };
  for (const ToolControl& control : controls_of(board.tool, environment)) {
    ui::ButtonOptions options = small;
    if (control.main && primary) options.kind = ui::ButtonKind::primary;
    if (control.quiet) options.kind = ui::ButtonKind::quiet;
    options.tooltip = control.tooltip;
    next_to(control.label, options);
    if (ui::button(ui, fmt::format("{}.{}", name, control.name), control.label, options))
      apply(control.command);
  }
  for (const std::string& backup : environment.backups) {
    const std::string label = fmt::format("Restore \"{}\"", backup);
    next_to(label, small);
    if (ui::button(ui, fmt::format("{}.restore.{}", name, backup), label, small))
      apply(world::RestoreBackup{environment.name, backup});
  }
  return any;
}

/// Whose rules these are; in a free lab the person says. Returns what was chosen in this frame.
std::optional<migration::Tool> draw_rules(ui::Ui& ui, const Board& board) {
  std::optional<migration::Tool> chosen;
  if (board.choose_tool) {
    static constexpr std::array tools = {migration::Tool::driftwood,      migration::Tool::dbmate,
                                         migration::Tool::golang_migrate, migration::Tool::goose,
                                         migration::Tool::flyway,         migration::Tool::prisma,
                                         migration::Tool::atlas};
    std::vector<ui::Segment> segments;
    for (const auto tool : tools) segments.push_back({to_string(tool), to_string(tool)});
    const auto current =
        static_cast<std::size_t>(std::find(tools.begin(), tools.end(), board.tool) - tools.begin());
    const std::size_t now = ui::segmented(ui, "lab.tool", segments, current);
    if (now != current && now < tools.size()) chosen = tools.at(now);
    ui::space(ui, 6);
  } else if (board.tool == migration::Tool::driftwood) {
    return chosen;
  } else {
    ui::status(ui, "board.tool", Mark::dot, Tone::muted, fmt::format("Rules of {}", to_string(board.tool)),
               TextStyle::small_strong);
  }
  ui::status(ui, "lab.rules", Mark::dot, Tone::muted, rules_of(board.tool));
  ui::space(ui, 8);
  return chosen;
}

struct Verdict {
  std::string_view words;
  Tone tone;
  Mark mark;
};

Verdict verdict_of(const world::EnvironmentView& environment) {
  if (environment.database->problem) return {"unreadable", Tone::bad, Mark::cross};
  if (schema::any_behavioural(environment.drift)) return {"drifted", Tone::bad, Mark::unequal};
  if (!environment.problems.empty()) return {"history and files disagree", Tone::warn, Mark::warning};
  return {"as its history says", Tone::ok, Mark::tick};
}

}  // namespace

std::optional<migration::Tool> environment_board(ui::Ui& ui, const Board& board,
                                                 const std::function<void(world::Command)>& apply) {
  const world::WorldView& view = board.view;
  ui::heading(ui, TextStyle::h3, "Environments");
  ui::space(ui, 8);
  const auto chosen = draw_rules(ui, board);
  const auto first_pending = std::find_if(view.environments.begin(), view.environments.end(),
                                          [](const auto& e) { return e.pending() > 0; });
  for (auto it = view.environments.begin(); it != view.environments.end(); ++it) {
    const world::EnvironmentView& environment = *it;
    const std::string name = "env." + environment.name;
    const bool drifted = schema::any_behavioural(environment.drift);
    ui::CardOptions options;
    options.padding_x = 16;
    options.padding_y = 12;
    if (drifted || environment.database->problem || environment.shadow_failure) options.outline = Tone::bad;
    {
      const ui::Card card(ui, name, options);
      ui::paragraph(ui, TextStyle::h3, environment.name);
      const Verdict verdict = verdict_of(environment);
      const ui::PillOptions pill{.mark = verdict.mark};
      beside_if_it_fits(ui, ui::pill_width(ui, verdict.words, pill));
      ui::pill(ui, verdict.words, verdict.tone, pill);
      ui::space(ui, 4);
      if (environment.database->problem)
        ui::paragraph(ui, TextStyle::small, environment.database->problem->message, Tone::bad);
      if (environment.shadow_failure)
        ui::paragraph(ui, TextStyle::small,
                      fmt::format("Its history does not run on an empty database: {}",
                                  environment.shadow_failure->message),
                      Tone::bad);
      for (const auto& row : environment.status) {
        draw_status(ui, row, board.tool);
      }
      if (environment.status.empty())
        ui::text(ui, TextStyle::small, "Nothing applied, nothing pending.", Tone::muted);
      std::size_t number = 0;
      for (const auto& difference : environment.drift) {
        ui::space(ui, 10);
        draw_difference(ui, fmt::format("{}.drift.{}", name, number++), difference);
      }
      for (const auto& problem : environment.problems)
        ui::paragraph(ui, TextStyle::small, simulator::base::sentence(problem.what.message), Tone::warn);
      ui::space(ui, 12);
      const bool buttons = draw_buttons(ui, name, environment, board, it == first_pending, apply);
      ImGuiStorage& open = *ImGui::GetStateStorage();
      const ImGuiID id = ImGui::GetID((name + ".schema").c_str());
      const bool shown = open.GetBool(id);
      ui::ButtonOptions toggle{.kind = ui::ButtonKind::quiet, .small = true};
      toggle.mark = shown ? Mark::chevron_down : Mark::chevron_right;
      if (buttons) beside_if_it_fits(ui, ui::button_width(ui, "Show schema", toggle));
      if (ui::button(ui, name + ".schema", shown ? "Hide schema" : "Show schema", toggle))
        open.SetBool(id, !shown);
      if (shown) draw_schema(ui, *environment.database);
    }
    ui::space(ui, 10);
  }
  for (const std::string& name : board.to_make)
    if (view.environment(name) == nullptr) {
      const std::string label = fmt::format("New machine from blank: {}", name);
      ui::ButtonOptions make{.enabled = !board.busy, .small = true, .mark = Mark::plus};
      make.width = std::min(ui::button_width(ui, label, make), ui::room(ui));
      if (ui::button(ui, "env.new", label, make)) apply(world::CloneEnvironment{name, {}});
      break;  // one after the other
    }
  return chosen;
}

}  // namespace engine::views

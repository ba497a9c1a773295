#include "engine/views/folder_view.h"

#include <fmt/format.h>
#include <imgui.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

#include "engine/ui/button.h"
#include "engine/ui/card.h"
#include "engine/ui/code_view.h"
#include "engine/ui/pane.h"
#include "engine/ui/status.h"
#include "engine/ui/text.h"
#include "engine/ui/ui.h"
#include "engine/views/board_lines.h"
#include "engine/views/events.h"
#include "engine/views/tool_controls.h"
#include "simulator/base/counted.h"
#include "simulator/base/sentence.h"
#include "simulator/migration/tool_profile.h"

namespace engine::views {
namespace base = simulator::base;
namespace lint = simulator::lint;
namespace migration = simulator::migration;
namespace schema = simulator::schema;
using ui::Mark;
using ui::TextStyle;
using ui::Tone;

namespace {

constexpr float least_width_for_board_and_plan = 900;  // look pixels
/// A plan that goes on for longer is told by its first files; the command line lists them all.
constexpr std::size_t most_planned = 100;

std::string_view file_name(std::string_view path) {
  while (path.size() > 1 && path.ends_with('/')) path.remove_suffix(1);
  const auto slash = path.find_last_of('/');
  return slash == std::string_view::npos || slash + 1 == path.size() ? path : path.substr(slash + 1);
}

std::string titled(const migration::PlannedMigration& planned) {
  return planned.name.empty() || planned.version.starts_with("R__")
             ? planned.version
             : fmt::format("{} {}", planned.version, planned.name);
}

struct FolderVerdict {
  std::string_view words;
  Tone tone;
  Mark mark;
};

FolderVerdict verdict_of(const FolderLook& look) {
  if (schema::any_behavioural(look.drift)) return {"drifted", Tone::bad, Mark::unequal};
  if (!look.problems.empty() || base::has_errors(look.mistakes))
    return {"history and files disagree", Tone::warn, Mark::warning};
  if (look.no_drift) return {"not compared", Tone::warn, Mark::warning};
  return {"as its history says", Tone::ok, Mark::tick};
}

void draw_tool(ui::Ui& ui, const FolderLook& look) {
  const auto& profile = migration::profile_of(look.tool);
  ui::status(ui, "folder.tool", Mark::dot, Tone::muted,
             fmt::format("Rules of {}: {}", profile.name, look.why), TextStyle::small_strong);
  ui::status(ui, "folder.rules", Mark::dot, Tone::muted, rules_of(look.tool));
  if (!look.history_exists)
    ui::status(ui, "folder.no-history", Mark::ring, Tone::muted,
               "That table is not in the database yet: nothing was recorded in it.");
}

void draw_rows(ui::Ui& ui, const FolderLook& look) {
  if (look.status.empty()) {
    ui::text(ui, TextStyle::small, "No migration in the folder, none in the history.", Tone::muted);
    return;
  }
  // Folders of thousands of files: only the lines in sight are drawn.
  ImGuiListClipper clipper;
  clipper.Begin(static_cast<int>(look.status.size()), status_line_height(ui));
  while (clipper.Step())
    for (int i = clipper.DisplayStart; i < clipper.DisplayEnd; ++i)
      draw_status(ui, look.status[static_cast<std::size_t>(i)], look.tool);
  clipper.End();
}

void draw_problem(ui::Ui& ui, const std::string& name, const base::Error& what, Tone tone) {
  ui::space(ui, 8);
  ui::CardOptions options;
  options.soft = tone;
  options.padding_x = 12;
  options.padding_y = 8;
  const ui::Card card(ui, "", options);
  const std::string place =
      what.file.empty()
          ? ""
          : fmt::format("{}{}: ", what.file, what.at.known() ? fmt::format(":{}", what.at.line) : "");
  ui::status(ui, name, tone == Tone::bad ? Mark::cross : Mark::warning, tone,
             place.empty() ? base::sentence(what.message) : place + what.message);
  if (!what.help.empty()) ui::message(ui, what.help);
}

void draw_disagreements(ui::Ui& ui, const FolderLook& look) {
  ui::space(ui, 16);
  ui::heading(ui, TextStyle::h3, "History and folder");
  ui::space(ui, 4);
  std::size_t number = 0;
  for (const auto& mistake : look.mistakes)
    draw_problem(ui, fmt::format("folder.mistake.{}", number++), mistake.what,
                 mistake.severity == base::Severity::error ? Tone::bad : Tone::warn);
  number = 0;
  for (const auto& problem : look.problems)
    draw_problem(ui, fmt::format("folder.problem.{}", number++), problem.what, Tone::warn);
  if (look.problems.empty() && !base::has_errors(look.mistakes))
    ui::status(ui, "folder.agree", Mark::tick, Tone::ok, "The history and the folder agree.");
}

void draw_drift(ui::Ui& ui, const FolderLook& look) {
  ui::space(ui, 16);
  ui::heading(ui, TextStyle::h3, "Drift");
  ui::space(ui, 4);
  if (look.no_drift) return draw_problem(ui, "folder.drift.unknown", *look.no_drift, Tone::warn);
  if (look.drift.empty())
    ui::status(ui, "folder.drift.none", Mark::tick, Tone::ok,
               "The database is what its applied migrations make of an empty one.");
  std::size_t number = 0;
  for (const auto& difference : look.drift) {
    ui::space(ui, 8);
    draw_difference(ui, fmt::format("folder.drift.{}", number++), difference);
  }
}

void draw_board(ui::Ui& ui, const OpenedFolder& opened, const FolderLook& look) {
  ui::heading(ui, TextStyle::h2, file_name(opened.database));
  ui::paragraph(ui, TextStyle::small, fmt::format("Migrations: {}", opened.folder), Tone::muted);
  ui::space(ui, 6);
  const FolderVerdict verdict = verdict_of(look);
  ui::pill(ui, verdict.words, verdict.tone, {.mark = verdict.mark});
  ui::beside(ui, 8);
  if (ui::room(ui) < ui::pill_width(ui, "opened read-only")) ImGui::NewLine();
  ui::pill(ui, "opened read-only");
  if (!look.database_exists) {
    ui::space(ui, 8);
    ui::callout(ui, "folder.no-database", Tone::warn, "There is no such file.",
                "Shown is what an empty database would need; no file was made.");
  }
  ui::space(ui, 10);
  draw_tool(ui, look);
  ui::space(ui, 12);
  {
    ui::CardOptions options;
    options.padding_x = 16;
    options.padding_y = 12;
    options.label = "Where each migration stands";
    const ui::Card card(ui, "folder.status", options);
    draw_rows(ui, look);
  }
  draw_disagreements(ui, look);
  draw_drift(ui, look);
}

Tone tone_of(lint::Level level) {
  return level == lint::Level::error ? Tone::bad : level == lint::Level::warning ? Tone::warn : Tone::muted;
}

Mark mark_of(lint::Level level) {
  return level == lint::Level::error     ? Mark::cross
         : level == lint::Level::warning ? Mark::warning
                                         : Mark::dot;
}

void draw_planned(ui::Ui& ui, const std::string& name, const FolderLook& look,
                  const migration::PlannedMigration& planned) {
  ui::CardOptions options;
  options.padding_x = 16;
  options.padding_y = 12;
  options.label = planned.path;
  const ui::Card card(ui, name, options);
  ui::paragraph(ui, TextStyle::h3, titled(planned));
  ui::paragraph(
      ui, TextStyle::small,
      fmt::format("{}{}", planned.path,
                  planned.transaction ? "" : ", without a transaction: what ran before a failure stays"),
      Tone::muted);
  if (planned.already > 0)
    ui::paragraph(ui, TextStyle::small,
                  fmt::format("Goes on behind {} that ran before.",
                              base::counted(planned.already, "statement", "statements")),
                  Tone::muted);
  std::size_t number = 0;
  for (const auto& statement : planned.statements) {
    ui::space(ui, 8);
    const std::string at = fmt::format("{}.{}", name, number++);
    ui::code_view(ui, at, statement.sql);
    std::size_t finding_number = 0;
    for (const auto* finding : lint::findings_beside(look.findings, planned.path, statement.at)) {
      ui::space(ui, 4);
      ui::status(ui, fmt::format("{}.finding.{}", at, finding_number++), mark_of(finding->level),
                 tone_of(finding->level),
                 fmt::format("{}: {} ({})", to_string(finding->level), finding->message, finding->rule));
      if (!finding->help.empty()) ui::message(ui, finding->help, Tone::muted);
    }
  }
  if (planned.statements.empty()) ui::text(ui, TextStyle::small, "No statement.", Tone::muted);
}

void draw_plan(ui::Ui& ui, const FolderLook& look) {
  const auto& planned = look.plan.migrations;
  ui::heading(ui, TextStyle::h2, "What would run");
  if (planned.empty() && look.plan.problems.empty() && !base::has_errors(look.mistakes)) {
    ui::status(ui, "folder.nothing", Mark::tick, Tone::ok, "Nothing is pending.");
    draw_explanation(ui, "folder.explain", look.plan.passed_over);
    return;
  }
  if (base::has_errors(look.mistakes)) {
    ui::callout(ui, "folder.stopped", Tone::bad, "Nothing would run: the folder has mistakes.");
    return;
  }
  if (!look.plan.problems.empty()) {
    ui::space(ui, 6);
    ui::callout(ui, "folder.stopped", Tone::bad, "As things are, none of this would run.",
                base::sentence(look.plan.problems.front().what.message));
    draw_explanation(ui, "folder.explain", look.plan.problems.front().explain);
  } else {
    ui::paragraph(ui, TextStyle::small,
                  fmt::format("{} {}, in this order. This window runs nothing; this does:", planned.size(),
                              planned.size() == 1 ? "file" : "files"));
    ui::space(ui, 6);
    ui::code_view(ui, "folder.command", look.command, {.sql = false});
  }
  std::size_t note_number = 0;
  for (const auto& note : look.plan.notes)
    draw_problem(ui, fmt::format("folder.note.{}", note_number++), note.what, Tone::warn);
  for (std::size_t i = 0; i < std::min(planned.size(), most_planned); ++i) {
    ui::space(ui, 10);
    draw_planned(ui, fmt::format("folder.plan.{}", i), look, planned[i]);
  }
  if (planned.size() > most_planned)
    ui::paragraph(ui, TextStyle::small,
                  fmt::format("... and {} more files: `driftwoodctl migrate plan` lists them all.",
                              planned.size() - most_planned),
                  Tone::muted);
}

enum Part : std::size_t { board, plan };

std::vector<Column> columns(ui::Ui& ui) {
  const float width = ui::room(ui);
  if (width < ui.px(least_width_for_board_and_plan)) return {{0, {board, plan}}};
  return {{std::round(std::min(ui.px(560), width * 0.45F)), {board}}, {0, {plan}}};
}

}  // namespace

FolderView::FolderView(platform::Worker& worker, OpenedFolder opened)
    : session_(worker, std::move(opened)),
      layout_("folder", {{"board", "Where it stands", "Where it stands"},
                         {"plan", "What would run", "What would run"}}) {}

std::string FolderView::name() const { return std::string(file_name(session_.opened().database)); }

std::vector<BarAction> FolderView::actions() {
  std::vector<BarAction> out;
  if (session_.looking()) {
    out.push_back({.name = "folder.cancel", .label = "Cancel", .title = "Stop looking"});
    out.back().run = [this] { session_.cancel(); };
    return out;
  }
  out.push_back({.name = "folder.again", .label = "Look again", .title = "Look at the folder again"});
  out.back().key = ui::Key::r;
  out.back().mods = ui::with_control;
  out.back().run = [this] { session_.look_again(); };
  return out;
}

void FolderView::draw(ui::Ui& ui) {
  const auto latest = session_.latest();
  if (latest == nullptr) {
    const ui::Pane pane(ui, "folder.looking");
    ui::text(ui, TextStyle::body, "Looking at the folder and the database...", Tone::muted);
    return ui.redraw_after(0.05);
  }
  if (!*latest) {
    const ui::Pane pane(ui, "folder.failed");
    ui::heading(ui, TextStyle::h2, "This cannot be shown");
    ui::space(ui, 8);
    draw_error(ui, "folder.failure", latest->error());
    return;
  }
  layout_.draw(ui, columns(ui), ImGui::GetContentRegionAvail().y, [&](std::size_t part, float) {
    part == board ? draw_board(ui, session_.opened(), **latest) : draw_plan(ui, **latest);
  });
}

}  // namespace engine::views

#include "engine/views/tool_controls.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "simulator/migration/tool_profile.h"

namespace engine::views {
namespace migration = simulator::migration;
namespace world = simulator::world;
using migration::MigrationState;
using migration::StatusRow;
using migration::Tool;
using world::AmendHistory;

namespace {

const StatusRow* first_in(const world::EnvironmentView& environment,
                          std::initializer_list<MigrationState> states) {
  const auto found =
      std::find_if(environment.status.begin(), environment.status.end(), [&](const StatusRow& row) {
        return std::find(states.begin(), states.end(), row.state) != states.end();
      });
  return found == environment.status.end() ? nullptr : &*found;
}

/// The version before that row that counts as applied; "0" when there is none.
std::string version_before(const world::EnvironmentView& environment, const StatusRow& failed) {
  std::string version = "0";
  for (const StatusRow& row : environment.status) {
    if (&row == &failed) break;
    if (row.state == MigrationState::applied) version = row.version;
  }
  return version;
}

ToolControl amend(AmendHistory::How how, const std::string& environment, std::string version,
                  std::string label, std::string tooltip) {
  ToolControl control;
  control.label = std::move(label);
  control.tooltip = std::move(tooltip);
  control.command = AmendHistory{environment, how, std::move(version)};
  return control;
}

/// What the tool lets a person say after a failure that left a record.
std::vector<ToolControl> mends(Tool tool, const world::EnvironmentView& environment) {
  const StatusRow* failed = first_in(environment, {MigrationState::failed});
  const StatusRow* changed = first_in(environment, {MigrationState::edited, MigrationState::missing});
  const std::string& on = environment.name;
  std::vector<ToolControl> out;
  if (tool == Tool::golang_migrate && failed != nullptr) {
    const std::string before = version_before(environment, *failed);
    const std::string none = before == "0" ? "-1" : before;
    out.push_back(amend(AmendHistory::How::force, on, none, fmt::format("migrate force {}", none),
                        "Says that nothing of the failed file took effect. Nothing is checked: look at the "
                        "schema first."));
    out.push_back(amend(AmendHistory::How::force, on, failed->version,
                        fmt::format("migrate force {}", failed->version),
                        "Says that all of the failed file took effect. Nothing is checked: look at the "
                        "schema first."));
  } else if (tool == Tool::prisma && failed != nullptr) {
    out.push_back(amend(AmendHistory::How::repair, on, "", "prisma migrate resolve --rolled-back",
                        fmt::format("Says that nothing of {} took effect, so it will run again. Nothing is "
                                    "checked.",
                                    failed->version)));
    ToolControl& applied = out.emplace_back();
    applied.label = "prisma migrate resolve --applied";
    applied.tooltip = fmt::format("Says that all of {} took effect. Nothing is checked.", failed->version);
    applied.command = world::MarkApplied{on, failed->version};
  } else if (tool == Tool::flyway && (failed != nullptr || changed != nullptr)) {
    out.push_back(amend(AmendHistory::How::repair, on, "", "flyway repair",
                        "Removes the record of a failure and takes over the checksums of edited files. The "
                        "schema stays as it is."));
  } else if (tool == Tool::atlas && failed != nullptr) {
    out.push_back(amend(AmendHistory::How::force, on, failed->version,
                        fmt::format("atlas migrate set {}", failed->version),
                        "Says that all of the file took effect. Without it the next run goes on at the "
                        "statement that failed."));
  }
  for (std::size_t i = 0; i < out.size(); ++i) out[i].name = fmt::format("mend.{}", i);
  return out;
}

std::optional<ToolControl> mark(Tool tool, const std::string& environment, const StatusRow& next) {
  if (tool == Tool::golang_migrate || tool == Tool::flyway || tool == Tool::atlas) return std::nullopt;
  ToolControl control;
  control.name = "mark";
  control.label = tool == Tool::prisma ? "prisma migrate resolve --applied" : "Mark as applied";
  control.tooltip =
      "Records the next migration without running it: for a database that has the change already";
  if (tool == Tool::dbmate || tool == Tool::goose)
    control.tooltip += fmt::format(". {} has no command for it: this writes the row by hand",
                                   migration::profile_of(tool).name);
  control.command = world::MarkApplied{environment, next.version};
  return control;
}

}  // namespace

std::vector<ToolControl> controls_of(Tool tool, const world::EnvironmentView& environment) {
  const migration::ToolProfile& profile = migration::profile_of(tool);
  const bool ours = tool == Tool::driftwood;
  std::vector<ToolControl> out;
  const StatusRow* next = first_in(
      environment, {MigrationState::pending, MigrationState::out_of_order, MigrationState::outdated});
  std::vector<ToolControl> mending = mends(tool, environment);
  // Where one number stands for all that ran, a run with nothing to do says what may have been passed over.
  const bool passed_over = std::any_of(environment.status.begin(), environment.status.end(),
                                       [](const StatusRow& row) { return row.by_mark; });
  const bool to_do = environment.pending() > 0 || next != nullptr || !mending.empty();
  if (to_do || passed_over) {
    ToolControl& up = out.emplace_back();
    up.name = "migrate";
    up.label = ours ? fmt::format("Migrate {}", environment.name) : std::string(profile.up_command);
    if (!ours)
      up.tooltip = to_do ? fmt::format("Runs everything pending on {}", environment.name)
                         : fmt::format("Nothing is pending on {}: says what counts as applied and why",
                                       environment.name);
    up.main = to_do;
    world::Migrate migrate;
    migrate.environment = environment.name;
    up.command = migrate;
  }
  const bool mended = !mending.empty();
  for (ToolControl& each : mending) out.push_back(std::move(each));
  if (next != nullptr && !mended)
    if (auto control = mark(tool, environment.name, *next)) out.push_back(std::move(*control));
  const auto newest = std::find_if(
      environment.status.rbegin(), environment.status.rend(),
      [](const StatusRow& row) { return row.state == MigrationState::applied && row.reversible; });
  if (newest != environment.status.rend() && !profile.down_command.empty()) {
    ToolControl& down = out.emplace_back();
    down.name = "down";
    down.label = ours ? "Take back" : std::string(profile.down_command);
    down.tooltip = "Runs the newest applied migration's down part";
    down.quiet = true;
    world::Migrate take_back;
    take_back.environment = environment.name;
    take_back.direction = migration::Direction::down;
    down.command = take_back;
  }
  return out;
}

std::string_view failed_word(Tool tool) { return tool == Tool::golang_migrate ? "dirty" : "failed"; }

std::string rules_of(Tool tool) {
  const migration::ToolProfile& profile = migration::profile_of(tool);
  std::string text;
  const auto say = [&text](std::string_view sentence) {
    text += (text.empty() ? "" : " ") + std::string(sentence);
  };
  switch (profile.transaction) {
    case migration::TransactionRule::file_and_row:
      say("A file and its row in the history are one transaction.");
      break;
    case migration::TransactionRule::file_without_row:
      say("A file is one transaction; the history moves in others, before and after it.");
      break;
    case migration::TransactionRule::none:
      say("There is no transaction: every statement counts at once.");
      break;
  }
  switch (profile.failure) {
    case migration::FailureRecord::nothing:
      say("A failure leaves no record.");
      break;
    case migration::FailureRecord::dirty:
      say("A failure leaves the version dirty, and nothing runs until somebody says force.");
      break;
    case migration::FailureRecord::unfinished_row:
      say("A failure leaves an unfinished row, and nothing runs until it is resolved.");
      break;
    case migration::FailureRecord::row_if_kept:
    case migration::FailureRecord::progress_if_kept:
      say("A failure is recorded where statements of the file could stay.");
      break;
  }
  say(profile.refuses_edited ? "An applied file that was edited stops every run."
                             : "Nobody notices that an applied file was edited.");
  switch (profile.out_of_order) {
    case migration::OutOfOrder::refuse:
      say("A file that comes late stops the run.");
      break;
    case migration::OutOfOrder::run:
      say("A file that comes late runs.");
      break;
    case migration::OutOfOrder::skip_silently:
      say("A file that comes late is never run, and nobody says so.");
      break;
  }
  if (profile.down_command.empty()) say("There is no way back.");
  say(fmt::format("Its history is the table {}.", profile.history_table));
  return text;
}

}  // namespace engine::views

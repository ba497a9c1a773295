// Migrate: the real Runner on a sandboxed connection.
#include <fmt/format.h>

#include "simulator/base/clock.h"
#include "simulator/migration/runner.h"
#include "simulator/world/migration_session.h"
#include "simulator/world/migrations_folder.h"
#include "simulator/world/prefix_run.h"
#include "simulator/world/step.h"

namespace simulator::world {
namespace {

Event failed(const std::string& environment, std::string version, base::Error error) {
  Event event = event_on(EventKind::migration_failed, environment, error.message);
  event.version = std::move(version);
  event.error = std::move(error);
  return event;
}

std::vector<Event> events_of(const migration::RunReport& report, const std::string& environment) {
  const bool up = report.direction == migration::Direction::up;
  std::vector<Event> events;
  for (const migration::AppliedMigration& applied : report.applied) {
    Event event =
        event_on(up ? EventKind::migration_applied : EventKind::migration_taken_back, environment,
                 fmt::format("{}_{} {} {}", applied.version, applied.name,
                             up ? "was applied and recorded on" : "was taken back on", environment));
    event.version = applied.version;
    event.changes = applied.rows;
    events.push_back(std::move(event));
  }
  if (report.failure) {
    events.push_back(failed(environment, report.failed_version, *report.failure));
    events.back().changes = report.failed_rows;
    events.back().explain = report.explain;
  } else if (events.empty()) {
    events.push_back(event_on(
        EventKind::nothing_to_migrate, environment,
        fmt::format("{} on {}", up ? "Nothing is pending" : "There is nothing to take back", environment)));
  }
  return events;
}

}  // namespace

Step step(const Migrate& command, Moment& moment, Stage& stage) {
  Environment* environment = moment.environment(command.environment);
  if (environment == nullptr) return tl::unexpected(unknown_environment(moment, command.environment));
  const auto set = read_set(moment, stage.start);
  if (!set) return std::vector{failed(environment->name, "", set.error())};
  migration::RunReport report;
  if (command.direction == migration::Direction::up) {
    auto ran = run_up({stage.databases, environment->name, environment->image, moment.time_unix_ms,
                       stage.allowance, stage.snapshots},
                      *set, {command.to, command.steps, command.out_of_order});
    if (!ran) return tl::unexpected(ran.error());
    report = std::move(*ran);
  } else {
    auto connection = stage.databases.open(environment->name, sql::SandboxMode::learner);
    if (!connection) return tl::unexpected(connection.error());
    const base::ManualClock clock(moment.time_unix_ms);
    MigrationSession session(*connection, stage.allowance, stage.start.tool);
    report = migration::Runner(connection->database, *set, clock, session.hooks())
                 .down({command.to, command.steps, command.out_of_order}, stage.allowance.stop());
  }
  auto image = stage.databases.image(environment->name, environment->image);
  if (!image) return tl::unexpected(image.error());
  environment->image = std::move(*image);
  if (command.direction == migration::Direction::up) {
    for (const migration::AppliedMigration& applied : report.applied) {
      if (const auto* file = set->find(applied.version)) remember(*file, moment);
    }
  }
  return events_of(report, environment->name);
}

}  // namespace simulator::world

// Migrate: the real Runner on a sandboxed connection, alone, with a request under way, or killed on its way.
#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "simulator/base/clock.h"
#include "simulator/migration/runner.h"
#include "simulator/world/migration_session.h"
#include "simulator/world/migrations_folder.h"
#include "simulator/world/prefix_run.h"
#include "simulator/world/served_request.h"
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
    events.back().explain = report.explain;
  }
  return events;
}

/// Sees the database as a migrator leaves it that is killed after so many statements: what was committed by
/// then. What an open transaction holds would be rolled back, so the last look before it counts.
class Death {
 public:
  Death(Databases& databases, const std::string& environment, int after, SharedImage image)
      : databases_(databases), environment_(environment), after_(after), image_(std::move(image)) {}

  void watch(migration::RunHooks& hooks) {
    hooks.progress = [this](const migration::Progress& progress) {
      if (progress.kind != migration::Progress::Kind::file_done) look();
      if (progress.kind == migration::Progress::Kind::statement_started) {
        if (!died_) version_ = progress.version;
        if (begun_++ == after_) died_ = true;
      } else if (progress.kind == migration::Progress::Kind::file_done) {
        if (!died_) ++files_;
        look();
      }
    };
    hooks.leave_script = [this, inner = hooks.leave_script] {
      if (inner) inner();
      look();
      // After the last statement and before what the tool writes about it.
      if (begun_ == after_) died_ = true;
    };
  }

  [[nodiscard]] bool died() const { return died_; }
  [[nodiscard]] const SharedImage& image() const { return image_; }
  [[nodiscard]] const std::string& version() const { return version_; }
  /// That were over by then.
  [[nodiscard]] std::size_t files() const { return files_; }

 private:
  void look() {
    if (died_) return;
    if (auto image = databases_.look(environment_))
      image_ = std::make_shared<const sql::Image>(std::move(*image));
  }

  Databases& databases_;
  const std::string& environment_;
  int after_;
  int begun_ = 0;
  bool died_ = false;
  SharedImage image_;
  std::string version_;
  std::size_t files_ = 0;
};

/// With a request under way or a death ahead every file is really run: snapshots know of neither.
base::Result<migration::RunReport> run_files(const Migrate& command, const Environment& environment,
                                             const migration::MigrationSet& set, Death* death,
                                             const Moment& moment, Stage& stage) {
  auto connection = stage.databases.open(environment.name, sql::SandboxMode::learner);
  if (!connection) return tl::unexpected(connection.error());
  const base::ManualClock clock(moment.time_unix_ms);
  MigrationSession session(*connection, stage.allowance, stage.start.tool);
  migration::RunHooks hooks = session.hooks();
  if (death != nullptr) death->watch(hooks);
  migration::Runner runner(connection->database, set, clock, hooks);
  const migration::Target target{command.to, command.steps, command.out_of_order};
  return command.direction == migration::Direction::up ? runner.up(target, stage.allowance.stop())
                                                       : runner.down(target, stage.allowance.stop());
}

/// Of the report only what was over at the death, and the death.
std::vector<Event> events_of_death(migration::RunReport report, const Death& death,
                                   const std::string& environment) {
  report.applied.resize(std::min(report.applied.size(), death.files()));
  report.failure.reset();
  std::vector<Event> events;
  if (!report.applied.empty()) events = events_of(report, environment);
  Event event = event_on(EventKind::migrator_killed, environment,
                         fmt::format("The migrator was killed in {}: what it had committed on {} stays",
                                     death.version(), environment));
  event.version = death.version();
  events.push_back(std::move(event));
  return events;
}

}  // namespace

Step step(const Migrate& command, Moment& moment, Stage& stage) {
  Environment* environment = moment.environment(command.environment);
  if (environment == nullptr) return tl::unexpected(unknown_environment(moment, command.environment));
  const auto set = read_set(moment, stage.start);
  if (!set) return std::vector{failed(environment->name, "", set.error())};
  auto flight = InFlight::begin(command.in_flight, environment->name, moment, stage);
  if (!flight) return tl::unexpected(flight.error());
  std::optional<Death> death;
  if (command.killed_after)
    death.emplace(stage.databases, environment->name, *command.killed_after, environment->image);
  const bool plain = flight->empty() && !death && command.direction == migration::Direction::up;
  auto ran = plain ? run_up({stage.databases, environment->name, environment->image, moment.time_unix_ms,
                             stage.allowance, stage.snapshots},
                            *set, {command.to, command.steps, command.out_of_order})
                   : run_files(command, *environment, *set, death ? &*death : nullptr, moment, stage);
  if (!ran) return tl::unexpected(ran.error());
  const bool died = death && death->died();
  std::vector<Event> events =
      died ? events_of_death(*ran, *death, environment->name) : events_of(*ran, environment->name);
  if (died) {
    flight->lose_connection();
    if (auto restored = stage.databases.restore(environment->name, death->image()); !restored)
      return tl::unexpected(restored.error());
  }
  if (auto ended = flight->finish(events, stage); !ended) return tl::unexpected(ended.error());
  auto image = stage.databases.image(environment->name, environment->image);
  if (!image) return tl::unexpected(image.error());
  environment->image = std::move(*image);
  if (command.direction == migration::Direction::up) {
    for (const migration::AppliedMigration& applied : ran->applied) {
      if (const auto* file = set->find(applied.version)) remember(*file, moment);
    }
  }
  return events;
}

}  // namespace simulator::world

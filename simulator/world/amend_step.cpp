// MarkApplied and AmendHistory: the history changes, the schema does not.
#include <fmt/format.h>

#include <functional>

#include "simulator/base/clock.h"
#include "simulator/migration/amendment.h"
#include "simulator/world/migrations_folder.h"
#include "simulator/world/step.h"

namespace simulator::world {
namespace {

using Amend = std::function<base::Result<migration::Amendment>(sql::Database&, const migration::MigrationSet&,
                                                               const base::Clock&)>;

/// What the amendment said, on the environment of the event; the event has the error when it was refused.
/// Nothing: the environment could not be opened.
base::Result<migration::Amendment> amend(Environment& environment, Moment& moment, Stage& stage, Event& event,
                                         const Amend& how) {
  const auto set = read_set(moment, stage.start);
  base::Result<migration::Amendment> amended;
  if (!set) {
    amended = tl::unexpected(set.error());
  } else {
    auto connection = stage.databases.open(environment.name, sql::SandboxMode::learner);
    if (!connection) return tl::unexpected(connection.error());
    const base::ManualClock clock(moment.time_unix_ms);
    Allowance::refill_for_housekeeping(*connection->sandbox);
    amended = how(connection->database, *set, clock);
  }
  if (!amended) {
    event.text = amended.error().message;
    event.error = amended.error();
    return migration::Amendment{};
  }
  auto image = stage.databases.image(environment.name, environment.image);
  if (!image) return tl::unexpected(image.error());
  environment.image = std::move(*image);
  for (const migration::MigrationFile& file : set->files) remember(file, moment);
  return amended;
}

}  // namespace

Step step(const MarkApplied& command, Moment& moment, Stage& stage) {
  Environment* environment = moment.environment(command.environment);
  if (environment == nullptr) return tl::unexpected(unknown_environment(moment, command.environment));
  Event event = event_on(EventKind::marked_applied, environment->name, "");
  event.version = command.version;
  const auto amended =
      amend(*environment, moment, stage, event,
            [&](sql::Database& database, const migration::MigrationSet& set,
                const base::Clock& clock) -> base::Result<migration::Amendment> {
              const migration::MigrationFile* file = set.find(command.version);
              event.text = fmt::format("{} is recorded as applied on {}; nothing was run",
                                       file != nullptr ? file->title() : command.version, environment->name);
              return migration::mark_applied(database, set, clock, command.version);
            });
  if (!amended) return tl::unexpected(amended.error());
  return std::vector{std::move(event)};
}

Step step(const AmendHistory& command, Moment& moment, Stage& stage) {
  Environment* environment = moment.environment(command.environment);
  if (environment == nullptr) return tl::unexpected(unknown_environment(moment, command.environment));
  Event event = event_on(EventKind::history_amended, environment->name, "");
  event.version = command.version;
  const auto amended =
      amend(*environment, moment, stage, event,
            [&](sql::Database& database, const migration::MigrationSet& set, const base::Clock& clock) {
              switch (command.how) {
                case AmendHistory::How::force:
                  return migration::force(database, set, clock, command.version);
                case AmendHistory::How::baseline:
                  return migration::baseline(database, set, clock, command.version);
                case AmendHistory::How::repair:
                  break;
              }
              return migration::repair(database, set, clock);
            });
  if (!amended) return tl::unexpected(amended.error());
  if (event.ok()) {
    event.text = amended->done.empty() ? fmt::format("There was nothing to {} in the history of {}.",
                                                     to_string(command.how), environment->name)
                                       : fmt::format("{}", fmt::join(amended->done, " "));
    if (!amended->not_checked.empty()) event.text += " " + amended->not_checked;
  }
  return std::vector{std::move(event)};
}

}  // namespace simulator::world

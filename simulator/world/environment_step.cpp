// New environments, backups, and batches of a backfill.
#include <fmt/format.h>

#include <algorithm>

#include "simulator/sql/splitter.h"
#include "simulator/world/served_request.h"
#include "simulator/world/statement_runner.h"
#include "simulator/world/step.h"

namespace simulator::world {
namespace {

constexpr std::size_t most_environments = 24;
constexpr std::size_t most_backups = 24;

/// The rows that the batch changed.
base::Result<std::int64_t> run_batch(Connection& connection, std::string_view text) {
  if (auto begun = connection.database.execute("BEGIN IMMEDIATE"); !begun)
    return tl::unexpected(begun.error());
  const std::int64_t before = connection.database.total_changes();
  for (const sql::StatementText& statement : sql::split_statements(text)) {
    const auto outcome = run_statement(connection, statement.text, {}, RowLimit{1, 1U << 16U});
    if (!outcome) return tl::unexpected(moved_into(outcome.error(), text, statement.offset));
  }
  const std::int64_t changed = connection.database.total_changes() - before;
  if (auto ended = connection.database.execute("COMMIT"); !ended) return tl::unexpected(ended.error());
  return changed;
}

base::Result<void> keep_image(Environment& environment, Stage& stage) {
  auto image = stage.databases.image(environment.name, environment.image);
  if (!image) return tl::unexpected(image.error());
  environment.image = std::move(*image);
  return {};
}

}  // namespace

Step step(const CloneEnvironment& command, Moment& moment, Stage& stage) {
  if (auto good = check_name("an environment", command.name); !good) return tl::unexpected(good.error());
  if (moment.environment(command.name) != nullptr) {
    return base::failure("world.name-taken", fmt::format("there is an environment {} already", command.name),
                         "Nothing happened. Choose another name.");
  }
  if (moment.environments.size() >= most_environments) {
    return base::failure("world.too-many",
                         fmt::format("there are {} environments already", most_environments),
                         "Nothing happened.");
  }
  Environment made;
  made.name = command.name;
  std::string text;
  if (command.from.empty()) {
    auto blank = stage.databases.make_blank(command.name);
    if (!blank) return tl::unexpected(blank.error());
    made.image = std::move(*blank);
    text = fmt::format("{} is new: an empty database, nothing applied", command.name);
  } else {
    const Environment* from = moment.environment(command.from);
    if (from == nullptr) return tl::unexpected(unknown_environment(moment, command.from));
    made.image = from->image;
    text = fmt::format("{} is a copy of {}, rows and history included", command.name, command.from);
  }
  moment.environments.push_back(std::move(made));
  return std::vector{event_on(EventKind::environment_created, command.name, std::move(text))};
}

Step step(const TakeBackup& command, Moment& moment, Stage&) {
  Environment* environment = moment.environment(command.environment);
  if (environment == nullptr) return tl::unexpected(unknown_environment(moment, command.environment));
  if (auto good = check_name("a backup", command.backup); !good) return tl::unexpected(good.error());
  std::vector<Backup>& backups = environment->backups;
  std::erase_if(backups, [&](const Backup& backup) { return backup.name == command.backup; });
  if (backups.size() >= most_backups) {
    return base::failure("world.too-many",
                         fmt::format("{} has {} backups already", command.environment, most_backups),
                         "Nothing happened. Use the name of one you no longer need.");
  }
  backups.push_back({command.backup, environment->image});
  return std::vector{event_on(
      EventKind::backup_taken, command.environment,
      fmt::format("{} holds all of {}, its history table included", command.backup, command.environment))};
}

Step step(const RestoreBackup& command, Moment& moment, Stage& stage) {
  Environment* environment = moment.environment(command.environment);
  if (environment == nullptr) return tl::unexpected(unknown_environment(moment, command.environment));
  const auto found = std::find_if(environment->backups.begin(), environment->backups.end(),
                                  [&](const Backup& backup) { return backup.name == command.backup; });
  if (found == environment->backups.end()) {
    std::vector<std::string> names;
    for (const Backup& backup : environment->backups) names.push_back(backup.name);
    return base::failure(
        "world.unknown-backup", fmt::format("{} has no backup \"{}\"", command.environment, command.backup),
        names.empty() ? std::string("Nothing happened. No backup of it was taken.")
                      : fmt::format("Nothing happened. Its backups are {}.", fmt::join(names, ", ")));
  }
  auto flight = InFlight::begin(command.in_flight, command.environment, moment, stage);
  if (!flight) return tl::unexpected(flight.error());
  environment->image = found->image;
  std::vector<Event> events{event_on(EventKind::backup_restored, command.environment,
                                     fmt::format("{} is back to the backup \"{}\": schema, rows and history",
                                                 command.environment, command.backup))};
  if (flight->empty()) return events;
  flight->lose_connection();
  if (auto restored = stage.databases.restore(environment->name, environment->image); !restored)
    return tl::unexpected(restored.error());
  if (auto ended = flight->finish(events, stage); !ended) return tl::unexpected(ended.error());
  if (auto kept = keep_image(*environment, stage); !kept) return tl::unexpected(kept.error());
  return events;
}

Step step(const Backfill& command, Moment& moment, Stage& stage) {
  Environment* environment = moment.environment(command.environment);
  if (environment == nullptr) return tl::unexpected(unknown_environment(moment, command.environment));
  if (auto good = check_text(command.sql); !good) return tl::unexpected(good.error());
  auto flight = InFlight::begin(command.in_flight, command.environment, moment, stage);
  if (!flight) return tl::unexpected(flight.error());
  Event event = event_on(EventKind::backfilled, environment->name, "");
  event.sql = command.sql;
  {
    auto connection = stage.databases.open(environment->name, sql::SandboxMode::application);
    if (!connection) return tl::unexpected(connection.error());
    stage.allowance.refill(*connection->sandbox);
    const auto changed = run_batch(*connection, command.sql);
    stage.allowance.settle(*connection->sandbox);
    if (changed) {
      event.rows = *changed;
      event.text = fmt::format("A batch on {} changed {} {}", environment->name, *changed,
                               *changed == 1 ? "row" : "rows");
    } else {
      event.error = changed.error();
      event.text = fmt::format("A batch on {} failed and changed nothing: {}", environment->name,
                               changed.error().message);
    }
    if (connection->database.in_transaction()) {
      Allowance::refill_for_housekeeping(*connection->sandbox);
      if (auto undone = connection->database.execute("ROLLBACK"); !undone)
        return tl::unexpected(undone.error());
    }
  }
  std::vector<Event> events{std::move(event)};
  if (auto ended = flight->finish(events, stage); !ended) return tl::unexpected(ended.error());
  if (auto kept = keep_image(*environment, stage); !kept) return tl::unexpected(kept.error());
  return events;
}

}  // namespace simulator::world

// New environments and backups.
#include <fmt/format.h>

#include <algorithm>

#include "simulator/world/step.h"

namespace simulator::world {
namespace {

constexpr std::size_t most_environments = 24;
constexpr std::size_t most_backups = 24;

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

Step step(const RestoreBackup& command, Moment& moment, Stage&) {
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
  environment->image = found->image;
  return std::vector{
      event_on(EventKind::backup_restored, command.environment,
               fmt::format("{} is as {} kept it: schema, rows, and the history of what was applied then",
                           command.environment, command.backup))};
}

}  // namespace simulator::world

// What every step shares, and the commands on files.
#include "simulator/world/step.h"

#include <fmt/format.h>

#include <algorithm>

#include "simulator/base/known_words.h"
#include "simulator/base/utf8.h"
#include "simulator/migration/layout.h"
#include "simulator/sql/splitter.h"
#include "simulator/world/name.h"
#include "simulator/world/statement_runner.h"
#include "simulator/world/world.h"

namespace simulator::world {
namespace {

constexpr std::size_t longest_path = 120;
constexpr std::size_t most_files = 2000;

base::Error unknown_file(const Moment& moment, std::string_view path) {
  std::vector<std::string> names;
  for (const auto& file : moment.files) names.push_back(file.first);
  const auto meant = base::did_you_mean(path, names);
  return base::failure(
             "world.unknown-file", fmt::format("there is no file {}", path),
             meant ? fmt::format("Nothing happened. Did you mean {}?", *meant) : "Nothing happened.")
      .value();
}

Event on_file(EventKind kind, std::string text) { return event_on(kind, "", std::move(text)); }

}  // namespace

Event event_on(EventKind kind, const std::string& environment, std::string text) {
  Event event;
  event.kind = kind;
  event.environment = environment;
  event.text = std::move(text);
  return event;
}

base::Error unknown_environment(const Moment& moment, std::string_view name) {
  std::vector<std::string> names;
  for (const Environment& environment : moment.environments) names.push_back(environment.name);
  const auto meant = base::did_you_mean(name, names);
  return base::failure(
             "world.unknown-environment", fmt::format("there is no environment \"{}\"", name),
             meant ? fmt::format("Nothing happened. Did you mean \"{}\"?", *meant)
                   : fmt::format("Nothing happened. The environments are {}.", fmt::join(names, ", ")))
      .value();
}

base::Result<void> check_name(std::string_view what, std::string_view name) {
  if (is_name(name)) return {};
  return base::failure("world.bad-name", fmt::format("\"{}\" cannot be the name of {}", name, what),
                       "Nothing happened. Use letters, digits, '-' and '_', 40 at most.");
}

base::Result<void> check_path(std::string_view path, migration::Tool tool) {
  const bool folders = migration::looks_into_folders(tool);
  bool good = !path.empty() && path.size() <= longest_path && base::is_valid_utf8(path);
  std::string_view rest = path;
  while (good) {
    const auto end = folders ? std::min(rest.find('/'), rest.size()) : rest.size();
    const std::string_view part = rest.substr(0, end);
    good = !part.empty() && part.front() != '.' && std::none_of(part.begin(), part.end(), [](char c) {
      return c == '/' || c == '\\' || static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
    });
    if (end == rest.size()) break;
    rest.remove_prefix(end + 1);
  }
  if (good) return {};
  return base::failure(
      "world.bad-name", fmt::format("\"{}\" cannot be the name of a file", path),
      folders ? "Nothing happened. Give a path inside the folder, like 20260514_phone/migration.sql."
              : "Nothing happened. All files lie in one folder: give a name like "
                "20260514_add_user_phone.sql, without directories.");
}

base::Result<void> check_text(std::string_view text) {
  if (text.size() <= command_text_limit) return {};
  return base::failure("world.too-large", fmt::format("the text has {} bytes", text.size()),
                       fmt::format("Nothing happened. One text may have {} bytes.", command_text_limit));
}

Step step(const Command& command, Moment& moment, Stage& stage) {
  return std::visit([&](const auto& each) { return step(each, moment, stage); }, command);
}

Step step(const WriteFile& command, Moment& moment, Stage& stage) {
  if (auto good = check_path(command.path, stage.start.tool); !good) return tl::unexpected(good.error());
  if (auto good = check_text(command.text); !good) return tl::unexpected(good.error());
  auto& file = moment.files[command.path];
  if (file == nullptr && moment.files.size() > most_files) {
    return base::failure("world.too-many", fmt::format("the folder has {} files already", most_files),
                         "Nothing happened.");
  }
  Event event = on_file(EventKind::file_written,
                        fmt::format("{} {}", command.path, file == nullptr ? "is new" : "has a new text"));
  file = std::make_shared<const std::string>(command.text);
  return std::vector{std::move(event)};
}

Step step(const DeleteFile& command, Moment& moment, Stage&) {
  if (moment.files.erase(command.path) == 0) return tl::unexpected(unknown_file(moment, command.path));
  return std::vector{on_file(EventKind::file_deleted, fmt::format("{} is gone", command.path))};
}

Step step(const RenameFile& command, Moment& moment, Stage& stage) {
  if (auto good = check_path(command.to, stage.start.tool); !good) return tl::unexpected(good.error());
  const auto found = moment.files.find(command.path);
  if (found == moment.files.end()) return tl::unexpected(unknown_file(moment, command.path));
  if (command.to != command.path && moment.files.contains(command.to)) {
    return base::failure("world.name-taken", fmt::format("there is a file {} already", command.to),
                         "Nothing happened. Delete that one first, or choose another name.");
  }
  auto node = moment.files.extract(found);
  node.key() = command.to;
  moment.files.insert(std::move(node));
  return std::vector{
      on_file(EventKind::file_renamed, fmt::format("{} is now called {}", command.path, command.to))};
}

Step step(const RunSql& command, Moment& moment, Stage& stage) {
  Environment* environment = moment.environment(command.environment);
  if (environment == nullptr) return tl::unexpected(unknown_environment(moment, command.environment));
  if (auto good = check_text(command.sql); !good) return tl::unexpected(good.error());
  if (sql::split_statements(command.sql).size() > statement_limit) {
    return base::failure("world.too-large",
                         fmt::format("the text has more than {} statements", statement_limit),
                         "Nothing happened. Run it in parts.");
  }
  std::vector<Event> events;
  {
    auto connection = stage.databases.open(environment->name, sql::SandboxMode::learner);
    if (!connection) return tl::unexpected(connection.error());
    events = run_text(*connection, environment->name, command.sql, RowLimit{}, stage.allowance);
  }
  auto image = stage.databases.image(environment->name, environment->image);
  if (!image) return tl::unexpected(image.error());
  environment->image = std::move(*image);
  return events;
}

}  // namespace simulator::world

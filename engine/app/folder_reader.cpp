#include "engine/app/folder_reader.h"

#include <fmt/format.h>

#include <utility>

#include "engine/app/migrate_look.h"
#include "engine/app/migrate_place.h"
#include "simulator/migration/history.h"
#include "simulator/migration/runner.h"

namespace engine::app {
namespace base = simulator::base;
namespace migration = simulator::migration;
namespace {

base::Result<migration::Recognised> tool_for(const FolderPlace& place, simulator::sql::Database& database) {
  if (const auto asked = migration::tool_of(place.tool))
    return migration::Recognised{*asked, "it was asked for"};
  return recognise(place.folder, &database);
}

/// As a shell takes it whole, whatever stands in it.
std::string quoted(const std::string& word) {
  constexpr std::string_view plain =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_./:@%+=,-";
  if (!word.empty() && word.find_first_not_of(plain) == std::string::npos) return word;
  std::string out = "'";
  for (const char c : word) out += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return out + "'";
}

std::string command_for(const FolderPlace& place, migration::Tool tool) {
  std::string out = fmt::format("driftwoodctl migrate up --dir {} --db {} --tool {}", quoted(place.folder),
                                quoted(place.database), to_string(tool));
  for (const auto& [name, value] : place.placeholders)
    out += fmt::format(" --placeholder {}", quoted(fmt::format("{}={}", name, value)));
  return out;
}

/// Everything, in the order in which one needs the other.
base::Result<views::FolderLook> look_at_everything(const FolderPlace& place, const std::stop_token& stop) {
  views::FolderLook look;
  look.database_exists = database_exists(place.database);
  auto database = open_database(place.database, Access::look);
  if (!database) return tl::make_unexpected(database.error());
  database->interrupt_when(stop);
  const auto found = tool_for(place, *database);
  if (!found) return tl::make_unexpected(found.error());
  look.tool = found->tool;
  look.why = found->why;
  look.command = command_for(place, found->tool);
  auto read = read_folder(place.folder, found->tool, place.placeholders);
  if (!read) return tl::make_unexpected(read.error());
  look.mistakes = std::move(read->diagnostics);
  const migration::MigrationSet& set = read->set;

  auto history = migration::read_history(*database, set.tool);
  if (!history) return tl::make_unexpected(history.error());
  look.history_exists = history->table_exists;
  const base::SystemClock clock;
  migration::Runner runner(*database, set, clock);
  auto rows = runner.status();
  if (!rows) return tl::make_unexpected(rows.error());
  look.status = std::move(*rows);
  auto problems = runner.verify();
  if (!problems) return tl::make_unexpected(problems.error());
  look.problems = std::move(*problems);
  if (base::has_errors(look.mistakes)) {
    look.no_drift = base::failure("migration.mistakes", "not compared: the folder has mistakes",
                                  "What its files make of an empty database is known when they are mended.")
                        .value();
    return look;
  }
  auto plan = runner.plan(migration::Direction::up, {});
  if (!plan) return tl::make_unexpected(plan.error());
  look.plan = std::move(*plan);
  look.findings = findings_of(look.plan, set, *history, stop);
  auto against = compare_with_history(*database, set, *history, clock, stop);
  if (against)
    look.drift = std::move(against->differences);
  else
    look.no_drift = against.error();
  return look;
}

}  // namespace

base::Result<views::FolderLook> look_at_folder(const FolderPlace& place, std::stop_token stop) {
  auto look = look_at_everything(place, stop);
  if (!stop.stop_requested()) return look;
  return base::failure("migration.cancelled", "looking was cancelled before it came to its end",
                       "Nothing was changed. Look again when it suits.");
}

}  // namespace engine::app

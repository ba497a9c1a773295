#include "simulator/migration/recognition.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "simulator/migration/bookkeeping.h"
#include "simulator/migration/goose_statements.h"
#include "simulator/migration/layout_reader.h"
#include "simulator/migration/tool_profile.h"

namespace simulator::migration {
namespace {

/// Enough files to see what all of them are like.
constexpr std::size_t files_looked_into = 5;

using Signs = std::map<Tool, std::string>;

base::Error ambiguous(const std::string& where, const Signs& signs) {
  base::Error error;
  error.code = "migration.ambiguous-tool";
  std::string found;
  for (const auto& [tool, sign] : signs)
    found += fmt::format("{}{} ({})", found.empty() ? "" : ", ", to_string(tool), sign);
  error.message = fmt::format("{} could belong to several tools: {}", where, found);
  error.help = "Nothing was changed. Say which with --tool.";
  return error;
}

bool is_flyway_name(std::string_view name) {
  const bool versioned = !name.empty() && std::string_view("VUB").find(name[0]) != std::string_view::npos &&
                         !leading_digits(name.substr(1)).empty() && name.find("__") != std::string_view::npos;
  return (versioned || name.starts_with("R__")) && name.ends_with(".sql");
}

bool is_pair_name(std::string_view name) {
  return !leading_digits(name).empty() &&
         (name.find(".up.") != std::string_view::npos || name.find(".down.") != std::string_view::npos);
}

}  // namespace

base::Result<std::optional<Recognised>> recognise_history(sql::Database& database) {
  Signs signs;
  for (const Tool tool : all_tools()) {
    const std::string_view table = profile_of(tool).history_table;
    auto columns = columns_of(database, table);
    if (!columns) return tl::make_unexpected(columns.error());
    const auto own = history_columns(tool);
    if (!columns->empty() && std::equal(columns->begin(), columns->end(), own.begin(), own.end()))
      signs[tool] = fmt::format("the table {}", table);
  }
  if (signs.empty()) return std::nullopt;
  if (signs.size() > 1) return tl::make_unexpected(ambiguous("this database", signs));
  const auto& [tool, table] = *signs.begin();
  return Recognised{tool, fmt::format("the database has {} with {}'s columns", table, to_string(tool))};
}

base::Result<Recognised> recognise_folder(const base::Folder& folder) {
  auto names = folder.list("");
  if (!names) return tl::make_unexpected(names.error());
  Signs signs;
  std::size_t looked_into = 0;
  bool directives = false;
  for (const auto& name : *names) {
    if (name.ends_with('/')) {
      if (folder.contains_file(name + "migration.sql"))
        signs.try_emplace(Tool::prisma, name + "migration.sql");
      continue;
    }
    if (name == "migration_lock.toml") signs.try_emplace(Tool::prisma, name);
    if (name == "atlas.sum") signs.try_emplace(Tool::atlas, name);
    if (is_flyway_name(name)) signs.try_emplace(Tool::flyway, name);
    if (is_pair_name(name)) signs.try_emplace(Tool::golang_migrate, name);
    if (!name.ends_with(".sql") || looked_into == files_looked_into) continue;
    ++looked_into;
    const auto text = folder.read(name);
    if (!text) continue;  // the layout's reader tells what is wrong with it
    for (const Line& line : lines_of(*text)) {
      if (goose_annotation(line.text).empty()) {
        directives = directives || trimmed(line.text).starts_with("-- migrate:up");
        continue;
      }
      signs.try_emplace(Tool::goose, fmt::format("`-- +goose` in {}", name));
      break;
    }
  }
  if (signs.size() > 1) return tl::make_unexpected(ambiguous("this folder", signs));
  if (!signs.empty()) {
    const auto& [tool, sign] = *signs.begin();
    return Recognised{tool, fmt::format("the folder has {}", sign)};
  }
  if (directives)
    return Recognised{Tool::driftwood,
                      "the files have `-- migrate:up`, which is driftwood's form and dbmate's; --tool dbmate "
                      "follows dbmate's rules instead"};
  return Recognised{Tool::driftwood, "nothing in the folder or the database says otherwise"};
}

}  // namespace simulator::migration

#include "simulator/migration/recognition.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>

#include "simulator/migration/bookkeeping.h"
#include "simulator/migration/goose_statements.h"
#include "simulator/migration/layout_reader.h"
#include "simulator/migration/tool_profile.h"

namespace simulator::migration {
namespace {

/// Enough files to see what all of them are like.
constexpr std::size_t files_looked_into = 5;

/// A tool that is recognised and not followed: by a table of its own, and by what lies in its folders. sqitch
/// 1.3.1 and Alembic 1.8.1 were run; Rails was read at 2a2db1e8.
struct Stranger {
  std::string_view name;
  std::string_view table;
  std::array<std::string_view, 4> columns;  ///< the first ones; empty: no more than these
  bool own_file = false;                    ///< the table is in a database file of its own
};
constexpr std::array strangers{
    Stranger{"Alembic", "alembic_version", {"version_num"}},
    Stranger{"sqitch", "changes", {"change_id", "script_hash", "change", "project"}, true},
    Stranger{"Rails", "ar_internal_metadata", {"key", "value", "created_at", "updated_at"}}};

base::Result<bool> has_table_of(sql::Database& database, const Stranger& stranger) {
  const auto columns = columns_of(database, stranger.table);
  if (!columns) return tl::make_unexpected(columns.error());
  for (std::size_t i = 0; i < stranger.columns.size(); ++i)
    if (!stranger.columns[i].empty() && (i >= columns->size() || (*columns)[i] != stranger.columns[i]))
      return false;
  return true;
}

base::Error not_followed(std::string_view where, std::string_view name, std::string_view sign) {
  base::Error error;
  error.code = "migration.tool-not-followed";
  error.message = fmt::format("{} is {}'s ({}), whose rules are not followed here", where, name, sign);
  error.help = fmt::format(
      "Nothing was run and nothing was changed. Go on with {} itself; `driftwoodctl schema` and "
      "`driftwoodctl "
      "drift` read the database whoever made it. If other rules count for this folder and this database, say "
      "whose with --tool.",
      name);
  return error;
}

/// The file in a folder that shows whose it is; empty when none does.
std::pair<std::string_view, std::string> stranger_in(const std::vector<std::string>& names) {
  const auto has = [&](std::string_view name) {
    return std::find(names.begin(), names.end(), name) != names.end();
  };
  if (has("sqitch.plan")) return {"sqitch", "sqitch.plan"};
  if (has("env.py") && (has("versions/") || has("script.py.mako"))) return {"Alembic", "env.py"};
  for (const auto& name : names)
    if (name.ends_with(".rb") && name.find('_') == leading_digits(name).size() && name[0] != '_')
      return {"Rails", name};
  return {};
}

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
  for (const Stranger& stranger : strangers) {
    const auto there = has_table_of(database, stranger);
    if (!there) return tl::make_unexpected(there.error());
    if (*there)
      return tl::make_unexpected(not_followed("the history in this database", stranger.name,
                                              fmt::format("it has the table {}", stranger.table)));
  }
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
  if (const auto [name, file] = stranger_in(*names); !name.empty())
    return tl::make_unexpected(not_followed("this folder", name, "it has " + file));
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

base::Result<std::vector<std::string>> history_tables(sql::Database& database) {
  std::vector<std::string> tables;
  for (const Tool tool : all_tools()) {
    const std::string_view table = profile_of(tool).history_table;
    const auto columns = columns_of(database, table);
    if (!columns) return tl::make_unexpected(columns.error());
    const auto own = history_columns(tool);
    if (!columns->empty() && std::equal(columns->begin(), columns->end(), own.begin(), own.end()))
      tables.emplace_back(table);
  }
  for (const Stranger& stranger : strangers) {
    const auto there = has_table_of(database, stranger);
    if (!there) return tl::make_unexpected(there.error());
    if (*there && !stranger.own_file) tables.emplace_back(stranger.table);
  }
  return tables;
}

}  // namespace simulator::migration

#include "simulator/migration/bookkeeping.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "simulator/migration/tool_profile.h"

namespace simulator::migration {
namespace {

constexpr std::array<std::string_view, 5> driftwood_columns{"version", "name", "checksum", "applied_at",
                                                            "execution_ms"};
constexpr std::array<std::string_view, 1> dbmate_columns{"version"};
constexpr std::array<std::string_view, 2> golang_migrate_columns{"version", "dirty"};
constexpr std::array<std::string_view, 4> goose_columns{"id", "version_id", "is_applied", "tstamp"};
constexpr std::array<std::string_view, 10> flyway_columns{
    "installed_rank", "version",      "description",  "type",           "script",
    "checksum",       "installed_by", "installed_on", "execution_time", "success"};
constexpr std::array<std::string_view, 8> prisma_columns{
    "id",   "checksum",       "finished_at", "migration_name",
    "logs", "rolled_back_at", "started_at",  "applied_steps_count"};
constexpr std::array<std::string_view, 12> atlas_columns{
    "version",        "description", "type",       "applied", "total",          "executed_at",
    "execution_time", "error",       "error_stmt", "hash",    "partial_hashes", "operator_version"};

std::string joined(const std::vector<std::string>& names) {
  std::string out;
  for (const auto& name : names) out += (out.empty() ? "" : ", ") + name;
  return out;
}

base::Error foreign_history(Tool tool, const std::vector<std::string>& columns) {
  const auto& profile = profile_of(tool);
  base::Error error;
  error.code = "migration.foreign-history";
  error.message = fmt::format("this database has a table {} that another tool keeps; its columns are: {}",
                              profile.history_table, joined(columns));
  std::string owner;
  for (const Tool other : all_tools()) {
    const auto theirs = history_columns(other);
    if (profile_of(other).history_table == profile.history_table &&
        std::equal(columns.begin(), columns.end(), theirs.begin(), theirs.end()))
      owner = profile_of(other).name;
  }
  error.help =
      owner.empty()
          ? fmt::format("It is not the table that {} makes, nor one of any tool known here.", profile.name)
          : fmt::format("{} keeps its history in such a table: `--tool {}` goes on with it.",
                        owner == "dbmate" ? "dbmate (or Rails)" : owner, owner);
  error.help += " It was left alone and nothing was changed.";
  return error;
}

}  // namespace

const Bookkeeping& bookkeeping_of(Tool tool) {
  switch (tool) {
    case Tool::driftwood:
      return driftwood_bookkeeping();
    case Tool::dbmate:
      return dbmate_bookkeeping();
    case Tool::golang_migrate:
      return golang_migrate_bookkeeping();
    case Tool::goose:
      return goose_bookkeeping();
    case Tool::flyway:
      return flyway_bookkeeping();
    case Tool::prisma:
      return prisma_bookkeeping();
    case Tool::atlas:
      return atlas_bookkeeping();
  }
  return driftwood_bookkeeping();
}

std::span<const std::string_view> history_columns(Tool tool) {
  switch (tool) {
    case Tool::driftwood:
      return driftwood_columns;
    case Tool::dbmate:
      return dbmate_columns;
    case Tool::golang_migrate:
      return golang_migrate_columns;
    case Tool::goose:
      return goose_columns;
    case Tool::flyway:
      return flyway_columns;
    case Tool::prisma:
      return prisma_columns;
    case Tool::atlas:
      return atlas_columns;
  }
  return {};
}

base::Result<std::vector<std::string>> columns_of(sql::Database& database, std::string_view table) {
  auto shape = database.query("PRAGMA main.table_info(" + sql::quote_identifier(table) + ")");
  if (!shape) return tl::make_unexpected(shape.error());
  std::vector<std::string> columns;
  for (const auto& row : shape->rows) columns.push_back(sql::to_display(row.at(1)));
  return columns;
}

base::Result<bool> has_own_table(sql::Database& database, Tool tool) {
  auto columns = columns_of(database, profile_of(tool).history_table);
  if (!columns) return tl::make_unexpected(columns.error());
  if (columns->empty()) return false;
  const auto own = history_columns(tool);
  if (!std::equal(columns->begin(), columns->end(), own.begin(), own.end()))
    return tl::make_unexpected(foreign_history(tool, *columns));
  return true;
}

base::Result<History> read_history(sql::Database& database, Tool tool) {
  return bookkeeping_of(tool).read(database);
}

void sort_rows(History& history) {
  auto& rows = history.rows;
  std::stable_sort(rows.begin(), rows.end(), [&](const HistoryRow& a, const HistoryRow& b) {
    return comes_before(history.order, a.version, b.version);
  });
  std::vector<HistoryRow> kept;
  for (auto& row : rows) {
    if (!kept.empty() && !comes_before(history.order, kept.back().version, row.version)) kept.pop_back();
    kept.push_back(std::move(row));
  }
  std::erase_if(kept, [](const HistoryRow& row) { return row.state == RecordState::gone; });
  rows = std::move(kept);
}

}  // namespace simulator::migration

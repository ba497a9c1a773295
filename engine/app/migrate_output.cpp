#include "engine/app/migrate_output.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "simulator/base/utf8.h"

namespace engine::app {
namespace migration = simulator::migration;
namespace {

std::string plural(std::size_t count, std::string_view one, std::string_view many) {
  return fmt::format("{} {}", count, count == 1 ? one : many);
}

}  // namespace

std::string aligned(const std::vector<std::vector<std::string>>& rows) {
  std::vector<std::size_t> widths;
  for (const auto& row : rows) {
    widths.resize(std::max(widths.size(), row.size()));
    for (std::size_t i = 0; i < row.size(); ++i)
      widths[i] = std::max(widths[i], simulator::base::code_points(row[i]));
  }
  std::string out;
  for (const auto& row : rows) {
    std::string line;
    for (std::size_t i = 0; i < row.size(); ++i) {
      line += row[i];
      line.append(widths[i] - simulator::base::code_points(row[i]) + 2, ' ');
    }
    line.erase(line.find_last_not_of(' ') + 1);
    out += line + "\n";
  }
  return out;
}

std::string status_text(const std::vector<migration::StatusRow>& rows) {
  if (rows.empty()) return "There are no migrations: the folder has none and the database has run none.\n";
  std::vector<std::vector<std::string>> table{{"VERSION", "NAME", "STATE", "APPLIED (UTC)", "TOOK"}};
  std::map<migration::MigrationState, std::size_t> counts;
  for (const auto& row : rows) {
    ++counts[row.state];
    std::string when;
    if (row.applied_at_unix_ms) {
      when = migration::utc_text(*row.applied_at_unix_ms).substr(0, 19);
      when[10] = ' ';
    }
    table.push_back({row.version, row.name, std::string(to_string(row.state)), when,
                     row.marked_only    ? "marked, not run"
                     : row.execution_ms ? fmt::format("{} ms", *row.execution_ms)
                                        : ""});
  }
  std::string summary;
  for (const auto& [state, count] : counts)
    summary += fmt::format("{}{} {}", summary.empty() ? "" : ", ", count, to_string(state));
  return aligned(table) + "\n" + summary + "\n";
}

std::string plan_text(const migration::Plan& plan) {
  const bool up = plan.direction == migration::Direction::up;
  if (plan.migrations.empty()) return up ? "Nothing is pending.\n" : "There is nothing to take back.\n";
  std::string out;
  for (const auto& planned : plan.migrations) {
    out += fmt::format("{}_{}\n", planned.version, planned.name);
    for (const auto& statement : planned.statements) {
      std::string sql = statement.sql;
      for (std::size_t at = 0; (at = sql.find('\n', at)) != std::string::npos; at += 9)
        sql.insert(at + 1, 8, ' ');
      out += fmt::format("{:>6}  {}\n", statement.at.line, sql);
    }
    if (planned.statements.empty()) out += "        (no statement)\n";
    out += "\n";
  }
  return out + fmt::format("{} would {}.\n", plural(plan.migrations.size(), "migration", "migrations"),
                           up ? "run" : "be taken back");
}

std::string done_text(const migration::Progress& progress) {
  return fmt::format("{}  {}_{}  {} ms\n",
                     progress.direction == migration::Direction::up ? "applied   " : "taken back",
                     progress.version, progress.name, progress.elapsed_ms);
}

std::string run_text(const migration::RunReport& report) {
  const bool up = report.direction == migration::Direction::up;
  std::string out;
  for (const auto& version : report.done_by_others)
    out += fmt::format("{}  was {} by another process meanwhile\n", version, up ? "applied" : "taken back");
  if (report.failure) return out;
  if (report.applied.empty())
    return out + (up ? "Nothing to do: the database has every migration that was asked for.\n"
                     : "Nothing to do: there is no such migration to take back.\n");
  return out + fmt::format("{} {}.\n", plural(report.applied.size(), "migration", "migrations"),
                           up ? "applied" : "taken back");
}

}  // namespace engine::app

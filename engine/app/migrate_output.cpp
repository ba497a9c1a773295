#include "engine/app/migrate_output.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "simulator/base/utf8.h"
#include "simulator/schema/sentence.h"

namespace engine::app {
namespace migration = simulator::migration;
namespace {

std::string plural(std::size_t count, std::string_view one, std::string_view many) {
  return fmt::format("{} {}", count, count == 1 ? one : many);
}

std::string titled(std::string_view version, std::string_view name) {
  return name.empty() || version.starts_with("R__") ? std::string(version)
                                                    : fmt::format("{}_{}", version, name);
}

/// The text behind a word, its further lines under its first.
void add_part(std::string& out, std::string_view word, std::string_view text) {
  if (text.empty()) return;
  std::string body(text.substr(0, text.find_last_not_of('\n') + 1));
  for (std::size_t at = 0; (at = body.find('\n', at)) != std::string::npos; ++at) body.insert(at + 1, 4, ' ');
  out += fmt::format("  {}: {}\n", word, body);
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
                     row.by_mark        ? "by the mark"
                     : row.marked_only  ? "marked, not run"
                     : row.execution_ms ? fmt::format("{} ms", *row.execution_ms)
                                        : ""});
  }
  std::string summary;
  for (const auto& [state, count] : counts)
    summary += fmt::format("{}{} {}", summary.empty() ? "" : ", ", count, to_string(state));
  return aligned(table) + "\n" + summary + "\n";
}

std::string plan_text(const migration::Plan& plan, std::span<const simulator::lint::Finding> findings,
                      const std::string& again) {
  const bool up = plan.direction == migration::Direction::up;
  if (plan.migrations.empty()) return up ? "Nothing is pending.\n" : "There is nothing to take back.\n";
  std::string out;
  for (const auto& planned : plan.migrations) {
    out += fmt::format("{}{}\n", titled(planned.version, planned.name),
                       planned.transaction ? "" : "  (without a transaction)");
    if (planned.already > 0)
      out += fmt::format("        (goes on behind {} that ran before)\n",
                         plural(planned.already, "statement", "statements"));
    for (const auto& statement : planned.statements) {
      std::string sql = statement.sql;
      for (std::size_t at = 0; (at = sql.find('\n', at)) != std::string::npos; at += 9)
        sql.insert(at + 1, 8, ' ');
      out += fmt::format("{:>6}  {}\n", statement.at.line, sql);
      for (const auto* finding : findings_beside(findings, planned.path, statement.at))
        out +=
            fmt::format("        ^ {}[{}]: {}\n", to_string(finding->level), finding->rule, finding->message);
    }
    if (planned.statements.empty()) out += "        (no statement)\n";
    out += "\n";
  }
  out += fmt::format("{} would {}.\n", plural(plan.migrations.size(), "migration", "migrations"),
                     up ? "run" : "be taken back");
  if (!again.empty()) out += fmt::format("Then {} would run again, by its up part.\n", again);
  return out;
}

std::string done_text(const migration::Progress& progress) {
  return fmt::format("{}  {}  {} ms\n",
                     progress.direction == migration::Direction::up ? "applied   " : "taken back",
                     titled(progress.version, progress.name), progress.elapsed_ms);
}

std::string rows_text(const migration::RunReport& report) {
  std::string out;
  for (const auto& done : report.applied) {
    const std::string rows = describe(done.rows);
    if (!rows.empty()) out += fmt::format("rows of {}: {}\n", titled(done.version, done.name), rows);
  }
  return out;
}

std::string run_text(const migration::RunReport& report) {
  const bool up = report.direction == migration::Direction::up;
  std::string out = rows_text(report);
  for (const auto& version : report.done_by_others)
    out += fmt::format("{}  was {} by another process meanwhile\n", version, up ? "applied" : "taken back");
  if (report.failure) return out;
  if (report.applied.empty())
    return out + (up ? "Nothing to do: the database has every migration that was asked for.\n"
                     : "Nothing to do: there is no such migration to take back.\n");
  return out + fmt::format("{} {}.\n", plural(report.applied.size(), "migration", "migrations"),
                           up ? "applied" : "taken back");
}

std::string explanation_text(migration::Tool tool, const migration::Explanation& explanation) {
  std::string out;
  if (explanation.empty()) return out;
  add_part(out, fmt::format("{} says", migration::to_string(tool)), explanation.said);
  add_part(out, "what happened", explanation.did);
  add_part(out, "how things are", explanation.state);
  add_part(out, "what now", explanation.next);
  add_part(out, "driftwood instead", explanation.driftwood);
  return out;
}

std::string amendment_text(const migration::Amendment& amendment, bool dry_run) {
  std::string out = amendment.done.empty() ? "There was nothing to do.\n"
                    : dry_run              ? "This would be done:\n"
                                           : "";
  for (const auto& sentence : amendment.done) out += sentence + "\n";
  if (!amendment.not_checked.empty()) out += amendment.not_checked + "\n";
  return out;
}

std::string new_text(const std::vector<std::string>& paths, bool dry_run) {
  std::string out;
  for (const auto& path : paths) out += fmt::format("{}{}\n", dry_run ? "would write " : "", path);
  return out;
}

std::string diff_text(const DiffShown& diff) {
  if (diff.differences.empty()) return "The database is what its applied migrations make of an empty one.\n";
  std::string out = "The database differs from what its applied migrations make of an empty one:\n";
  for (const auto& difference : diff.differences)
    out += fmt::format("  {}\n", simulator::schema::sentence(difference));
  for (const auto& what : diff.not_written) out += fmt::format("not written: {}\n", what);
  for (const auto& what : diff.loses_rows) out += fmt::format("takes data with it elsewhere: {}\n", what);
  out += new_text(diff.written, diff.dry_run);
  if (!diff.written.empty() && !diff.dry_run)
    out +=
        "It does to other databases what was done to this one by hand. Here it is there already: record it "
        "with mark-applied.\n";
  return out;
}

}  // namespace engine::app

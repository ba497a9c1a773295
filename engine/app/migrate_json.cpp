#include <nlohmann/json.hpp>

#include "engine/app/migrate_output.h"
#include "simulator/base/json_text.h"

namespace engine::app {
namespace base = simulator::base;
namespace migration = simulator::migration;
namespace {

using Json = nlohmann::ordered_json;

Json error_value(const base::Error& error) {
  Json out = {{"code", error.code}, {"message", error.message}, {"help", error.help}};
  if (!error.file.empty()) out["file"] = error.file;
  if (error.at.known()) {
    out["line"] = error.at.line;
    out["column"] = error.at.column;
  }
  if (!error.excerpt.empty()) out["excerpt"] = error.excerpt;
  if (error.native != 0) out["sqlite"] = error.native;
  return out;
}

Json diagnostics_value(const base::Diagnostics& diagnostics) {
  Json out = Json::array();
  for (const auto& diagnostic : diagnostics) {
    Json value = error_value(diagnostic.what);
    value["level"] = diagnostic.severity == base::Severity::error ? "error" : "warning";
    out.push_back(std::move(value));
  }
  return out;
}

Json explanation_value(const migration::Explanation& explanation) {
  if (explanation.empty()) return {};
  return {{"tool_says", explanation.said},
          {"did", explanation.did},
          {"state", explanation.state},
          {"next", explanation.next},
          {"driftwood", explanation.driftwood}};
}

Json rows_value(const std::vector<migration::TableChanges>& changes) {
  Json out = Json::array();
  for (const auto& table : changes)
    out.push_back({{"table", table.table},
                   {"inserted", table.inserted},
                   {"updated", table.updated},
                   {"deleted", table.deleted},
                   {"cascaded_deletes", table.cascaded_deletes},
                   {"cascaded_updates", table.cascaded_updates},
                   {"dropped", table.dropped}});
  return out;
}

Json spared_value(const std::vector<migration::KeyAction>& actions) {
  Json out = Json::array();
  for (const auto& action : actions)
    out.push_back({{"parent", action.parent},
                   {"child", action.child},
                   {"on_delete", action.action},
                   {"rows", action.rows}});
  return out;
}

Json done_value(const std::vector<migration::AppliedMigration>& migrations) {
  Json out = Json::array();
  for (const auto& done : migrations)
    out.push_back({{"version", done.version},
                   {"name", done.name},
                   {"execution_ms", done.execution_ms},
                   {"statements", done.statements},
                   {"rows", rows_value(done.rows)},
                   {"spared", spared_value(done.spared)}});
  return out;
}

Json differences_value(const std::vector<simulator::schema::Difference>& differences) {
  Json out = Json::array();
  for (const auto& difference : differences)
    out.push_back({{"kind", to_string(difference.kind)},
                   {"class", to_string(difference.severity)},
                   {"object", difference.object},
                   {"attribute", difference.attribute},
                   {"left", difference.left},
                   {"right", difference.right}});
  return out;
}

/// An answer begins with whose rules it follows.
Json begun(const ToolShown& tool) {
  return {{"tool", migration::to_string(tool.tool)}, {"tool_why", tool.why}};
}

Json problems_value(const std::vector<migration::Problem>& problems) {
  Json out = Json::array();
  for (const auto& problem : problems) {
    Json value = {{"version", problem.version}, {"name", problem.name}};
    value.update(error_value(problem.what));
    if (!problem.explain.empty()) value["explain"] = explanation_value(problem.explain);
    out.push_back(std::move(value));
  }
  return out;
}

std::string_view word(migration::Direction direction) {
  return direction == migration::Direction::up ? "up" : "down";
}

std::string_view word(migration::MigrationState state) {
  return state == migration::MigrationState::out_of_order ? "out-of-order" : to_string(state);
}

std::string answer(const std::string& key, Json value) {
  Json out = Json::object();
  out[key] = std::move(value);
  return simulator::base::json_text(out) + "\n";
}

}  // namespace

std::string status_json(const ToolShown& tool, const std::vector<migration::StatusRow>& rows,
                        const std::vector<migration::Problem>& problems,
                        const base::Diagnostics& diagnostics) {
  Json list = Json::array();
  for (const auto& row : rows) {
    Json value = {{"version", row.version}, {"name", row.name}, {"state", word(row.state)}};
    value["applied_at"] =
        row.applied_at_unix_ms ? Json(migration::utc_text(*row.applied_at_unix_ms)) : Json();
    value["execution_ms"] = row.execution_ms ? Json(*row.execution_ms) : Json();
    value["marked"] = row.marked_only;
    value["reversible"] = row.reversible;
    value["by_mark"] = row.by_mark;
    list.push_back(std::move(value));
  }
  Json out = begun(tool);
  out["migrations"] = std::move(list);
  out["problems"] = problems_value(problems);
  out["diagnostics"] = diagnostics_value(diagnostics);
  return simulator::base::json_text(out) + "\n";
}

std::string plan_json(const ToolShown& tool, const migration::Plan& plan,
                      std::span<const simulator::lint::Finding> findings, const std::string& again) {
  Json list = Json::array();
  for (const auto& planned : plan.migrations) {
    Json statements = Json::array();
    for (const auto& statement : planned.statements) {
      Json beside = Json::array();
      for (const auto* finding : findings_beside(findings, planned.path, statement.at))
        beside.push_back({{"rule", finding->rule},
                          {"level", to_string(finding->level)},
                          {"message", finding->message},
                          {"help", finding->help}});
      statements.push_back({{"line", statement.at.line},
                            {"column", statement.at.column},
                            {"sql", statement.sql},
                            {"findings", std::move(beside)}});
    }
    list.push_back({{"version", planned.version},
                    {"name", planned.name},
                    {"file", planned.path},
                    {"transaction", planned.transaction},
                    {"already", planned.already},
                    {"statements", std::move(statements)}});
  }
  Json out = begun(tool);
  out["direction"] = word(plan.direction);
  out["migrations"] = std::move(list);
  out["problems"] = problems_value(plan.problems);
  out["notes"] = diagnostics_value(plan.notes);
  if (!plan.passed_over.empty()) out["explain"] = explanation_value(plan.passed_over);
  if (!again.empty()) out["again"] = again;
  return simulator::base::json_text(out) + "\n";
}

std::string run_json(const ToolShown& tool, const migration::RunReport& report,
                     const migration::RunReport* way_back) {
  Json out = begun(tool);
  out["direction"] = word(report.direction);
  if (way_back != nullptr) out["taken_back"] = done_value(way_back->applied);
  out["applied"] = done_value(report.applied);
  out["done_by_others"] = report.done_by_others;
  out["failure"] = report.failure ? error_value(*report.failure) : Json();
  out["failed_version"] = report.failed_version.empty() ? Json() : Json(report.failed_version);
  out["failed_rows"] = rows_value(report.failed_rows);
  out["explain"] = explanation_value(report.explain);
  out["problems"] = problems_value(report.problems);
  base::Diagnostics notes = way_back != nullptr ? way_back->notes : base::Diagnostics{};
  notes.insert(notes.end(), report.notes.begin(), report.notes.end());
  out["notes"] = diagnostics_value(notes);
  return simulator::base::json_text(out) + "\n";
}

std::string problems_json(const ToolShown& tool, const std::vector<migration::Problem>& problems,
                          const base::Diagnostics& diagnostics) {
  Json out = begun(tool);
  out["ok"] = problems.empty() && !base::has_errors(diagnostics);
  out["problems"] = problems_value(problems);
  out["diagnostics"] = diagnostics_value(diagnostics);
  return simulator::base::json_text(out) + "\n";
}

std::string amendment_json(const ToolShown& tool, const migration::Amendment& amendment, bool dry_run) {
  Json out = begun(tool);
  out["dry_run"] = dry_run;
  out["done"] = amendment.done;
  out["not_checked"] = amendment.not_checked;
  return simulator::base::json_text(out) + "\n";
}

std::string diff_json(const ToolShown& tool, const DiffShown& diff) {
  Json out = begun(tool);
  out["differences"] = differences_value(diff.differences);
  out["dry_run"] = diff.dry_run;
  out[diff.dry_run ? "would_write" : "written"] = diff.written;
  out["not_written"] = diff.not_written;
  out["loses_rows"] = diff.loses_rows;
  out["left_over"] = differences_value(diff.left_over);
  return simulator::base::json_text(out) + "\n";
}

std::string new_json(const std::vector<std::string>& paths, bool dry_run) {
  Json out;
  out["path"] = paths.front();
  out["paths"] = paths;
  out["dry_run"] = dry_run;
  return simulator::base::json_text(out) + "\n";
}

std::string error_json(const base::Error& error) { return answer("error", error_value(error)); }

}  // namespace engine::app

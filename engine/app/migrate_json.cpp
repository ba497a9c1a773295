#include <nlohmann/json.hpp>

#include "engine/app/migrate_output.h"

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

Json problems_value(const std::vector<migration::Problem>& problems) {
  Json out = Json::array();
  for (const auto& problem : problems) {
    Json value = {{"version", problem.version}, {"name", problem.name}};
    value.update(error_value(problem.what));
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

std::string text_of(const Json& value) {
  return value.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string answer(const std::string& key, Json value) {
  Json out = Json::object();
  out[key] = std::move(value);
  return text_of(out);
}

}  // namespace

std::string status_json(const std::vector<migration::StatusRow>& rows,
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
    list.push_back(std::move(value));
  }
  return text_of({{"migrations", std::move(list)},
                  {"problems", problems_value(problems)},
                  {"diagnostics", diagnostics_value(diagnostics)}});
}

std::string plan_json(const migration::Plan& plan) {
  Json list = Json::array();
  for (const auto& planned : plan.migrations) {
    Json statements = Json::array();
    for (const auto& statement : planned.statements)
      statements.push_back(
          {{"line", statement.at.line}, {"column", statement.at.column}, {"sql", statement.sql}});
    list.push_back({{"version", planned.version},
                    {"name", planned.name},
                    {"file", planned.path},
                    {"statements", std::move(statements)}});
  }
  return text_of({{"direction", word(plan.direction)},
                  {"migrations", std::move(list)},
                  {"problems", problems_value(plan.problems)},
                  {"notes", diagnostics_value(plan.notes)}});
}

std::string run_json(const migration::RunReport& report) {
  Json applied = Json::array();
  for (const auto& done : report.applied)
    applied.push_back({{"version", done.version},
                       {"name", done.name},
                       {"execution_ms", done.execution_ms},
                       {"statements", done.statements}});
  Json out = {{"direction", word(report.direction)},
              {"applied", std::move(applied)},
              {"done_by_others", report.done_by_others}};
  out["failure"] = report.failure ? error_value(*report.failure) : Json();
  out["failed_version"] = report.failed_version.empty() ? Json() : Json(report.failed_version);
  out["problems"] = problems_value(report.problems);
  out["notes"] = diagnostics_value(report.notes);
  return text_of(out);
}

std::string problems_json(const std::vector<migration::Problem>& problems,
                          const base::Diagnostics& diagnostics) {
  return text_of({{"ok", problems.empty() && !base::has_errors(diagnostics)},
                  {"problems", problems_value(problems)},
                  {"diagnostics", diagnostics_value(diagnostics)}});
}

std::string error_json(const base::Error& error) { return answer("error", error_value(error)); }

std::string answer_json(const std::string& key, const std::string& value) { return answer(key, value); }

}  // namespace engine::app

#include "simulator/migration/runner.h"

#include <fmt/format.h>

#include <algorithm>
#include <span>

#include "simulator/base/text_position.h"
#include "simulator/migration/amendment.h"
#include "simulator/migration/execution.h"
#include "simulator/migration/explanation.h"
#include "simulator/migration/resumption.h"
#include "simulator/migration/script.h"
#include "simulator/migration/transaction.h"

namespace simulator::migration {
namespace {

/// The scripts of the files, and what keeps them from running.
std::vector<PreparedFile> prepare_files(const std::vector<const MigrationFile*>& files, Direction direction,
                                        const ToolProfile& profile, std::vector<Problem>& problems,
                                        base::Diagnostics& notes) {
  std::vector<PreparedFile> prepared;
  prepared.reserve(files.size());
  for (const auto* file : files) {
    prepared.push_back({file, read_script(*file, direction, profile)});
    Script& script = prepared.back().script;
    for (auto& error : script.refused)
      problems.push_back({Problem::Kind::refused_statement, file->version, file->name, std::move(error), {}});
    notes.insert(notes.end(), script.notes.begin(), script.notes.end());
  }
  return prepared;
}

/// Tools that want a clean database stop at one with tables and no history.
base::Result<void> check_clean(sql::Database& database, const ToolProfile& profile, const History& history,
                               const Target& target, std::vector<Problem>& problems) {
  if (!profile.wants_clean_database || history.table_exists || target.allow_dirty) return {};
  auto tables = database.query(
      "SELECT name FROM main.sqlite_schema WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite\\_%' "
      "ESCAPE "
      "'\\' ORDER BY name LIMIT 1");
  if (!tables) return tl::make_unexpected(tables.error());
  if (tables->rows.empty()) return {};
  Standing at;
  at.kind = Standing::Kind::not_clean;
  at.there = sql::to_display(tables->rows[0].at(0));
  Problem problem;
  problem.kind = Problem::Kind::not_clean;
  problem.what.code = "migration.not-clean";
  problem.what.message =
      fmt::format("the database has tables (the first is {}) and no history of {}", at.there, profile.name);
  problem.what.help =
      "Is this the database you mean? `baseline VERSION` says which migrations it already has; "
      "--allow-dirty begins with it as it is.";
  problem.explain = explain_standing(profile, at);
  problems.push_back(std::move(problem));
  return {};
}

RunReport run(sql::Database& database, const MigrationSet& set, const base::Clock& clock,
              const RunHooks& hooks, Direction direction, const Target& target, std::stop_token stop,
              std::vector<AppliedMigration> before = {}) {
  RunReport report;
  report.applied = std::move(before);
  report.direction = direction;
  const auto fail = [&](base::Error error) {
    report.failure = std::move(error);
    return report;
  };
  if (database.in_transaction())
    return fail(
        base::failure("migration.in-transaction", "a transaction is open on this connection",
                      "Nothing was changed. Commit it or roll it back first: each file is a transaction "
                      "of its own.")
            .value());
  const ToolProfile& profile = profile_of(set.tool);
  auto history = read_history(database, set.tool);
  if (!history) return fail(explain_lock(history.error()));
  auto choice = choose(direction, set, *history, target);
  if (!choice) return fail(choice.error());
  report.problems = std::move(choice->problems);
  report.notes = std::move(choice->notes);
  if (direction == Direction::up)
    if (auto clean = check_clean(database, profile, *history, target, report.problems); !clean)
      return fail(clean.error());
  const auto files = prepare_files(choice->files, direction, profile, report.problems, report.notes);
  if (!report.problems.empty()) {
    report.explain = report.problems.front().explain;
    return fail(refusal(direction, report));
  }
  if (files.empty()) {
    report.explain = std::move(choice->passed_over);
    return report;
  }
  Execution(database, set, clock, hooks, direction, target).run(files, std::move(*history), stop, report);
  return report;
}

}  // namespace

Runner::Runner(sql::Database& database, const MigrationSet& set, const base::Clock& clock, RunHooks hooks)
    : database_(database), set_(set), clock_(clock), hooks_(std::move(hooks)) {}

base::Result<std::vector<StatusRow>> Runner::status() {
  auto history = read_history(database_, set_.tool);
  if (!history) return tl::make_unexpected(explain_lock(history.error()));
  return status_rows(set_, *history);
}

base::Result<Plan> Runner::plan(Direction direction, const Target& target) {
  auto history = read_history(database_, set_.tool);
  if (!history) return tl::make_unexpected(explain_lock(history.error()));
  auto choice = choose(direction, set_, *history, target);
  if (!choice) return tl::make_unexpected(choice.error());
  Plan plan;
  plan.direction = direction;
  plan.problems = std::move(choice->problems);
  plan.notes = std::move(choice->notes);
  plan.passed_over = std::move(choice->passed_over);
  if (direction == Direction::up)
    if (auto clean = check_clean(database_, profile_of(set_.tool), *history, target, plan.problems); !clean)
      return tl::make_unexpected(clean.error());
  for (const auto& prepared :
       prepare_files(choice->files, direction, profile_of(set_.tool), plan.problems, plan.notes)) {
    if (prepared.file->broken)
      plan.problems.push_back({Problem::Kind::refused_statement,
                               prepared.file->version,
                               prepared.file->name,
                               *prepared.file->broken,
                               {}});
    PlannedMigration& planned = plan.migrations.emplace_back();
    planned.version = prepared.file->version;
    planned.name = prepared.file->name;
    planned.path = prepared.file->path_of(direction);
    planned.transaction = prepared.script.transaction;
    const Resumption resumed =
        resumption_of(profile_of(set_.tool), *history, *prepared.file, prepared.script);
    if (resumed.changed > 0)
      plan.problems.push_back(
          {Problem::Kind::refused_statement, prepared.file->version, prepared.file->name,
           changed_start(*prepared.file, resumed),
           explain_changed_start(profile_of(set_.tool), *prepared.file, resumed.ran, resumed.changed)});
    planned.already = std::min(resumed.ran, prepared.script.statements.size());
    for (const auto& statement : std::span(prepared.script.statements).subspan(planned.already))
      if (!statement.passed_over)
        planned.statements.push_back({base::position_at(prepared.file->text_of(direction), statement.offset),
                                      std::string(statement.text)});
  }
  return plan;
}

base::Result<std::vector<Problem>> Runner::verify() {
  auto history = read_history(database_, set_.tool);
  if (!history) return tl::make_unexpected(explain_lock(history.error()));
  auto problems = history_problems(set_, *history);
  std::vector<const MigrationFile*> pending;
  for (const auto& file : set_.files)
    if (!history->counts_as_applied(file.version)) pending.push_back(&file);
  base::Diagnostics notes;
  (void)prepare_files(pending, Direction::up, profile_of(set_.tool), problems, notes);
  for (const auto* file : pending)
    if (file->broken)
      problems.push_back({Problem::Kind::refused_statement, file->version, file->name, *file->broken, {}});
  return problems;
}

RunReport Runner::up(const Target& target, std::stop_token stop, std::vector<AppliedMigration> before) {
  return run(database_, set_, clock_, hooks_, Direction::up, target, std::move(stop), std::move(before));
}

RunReport Runner::down(const Target& target, std::stop_token stop) {
  return run(database_, set_, clock_, hooks_, Direction::down, target, std::move(stop));
}

base::Result<void> Runner::mark_applied(std::string_view version) {
  auto marked = migration::mark_applied(database_, set_, clock_, version);
  if (!marked) return tl::make_unexpected(marked.error());
  return {};
}

}  // namespace simulator::migration

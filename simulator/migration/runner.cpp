#include "simulator/migration/runner.h"

#include <fmt/format.h>

#include "simulator/base/json.h"
#include "simulator/base/text_position.h"
#include "simulator/migration/execution.h"
#include "simulator/migration/explanation.h"
#include "simulator/migration/script.h"
#include "simulator/migration/transaction.h"

namespace simulator::migration {
namespace {

/// The scripts of the files, and what keeps them from running.
std::vector<PreparedFile> prepare_files(const std::vector<const MigrationFile*>& files, Direction direction,
                                        std::vector<Problem>& problems, base::Diagnostics& notes) {
  std::vector<PreparedFile> prepared;
  prepared.reserve(files.size());
  for (const auto* file : files) {
    prepared.push_back({file, read_script(*file, direction)});
    Script& script = prepared.back().script;
    for (auto& error : script.refused)
      problems.push_back({Problem::Kind::refused_statement, file->version, file->name, std::move(error)});
    notes.insert(notes.end(), script.notes.begin(), script.notes.end());
  }
  return prepared;
}

RunReport run(sql::Database& database, const MigrationSet& set, const base::Clock& clock,
              const RunHooks& hooks, Direction direction, const Target& target, std::stop_token stop) {
  RunReport report;
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
  auto history = read_history(database);
  if (!history) return fail(explain_lock(history.error()));
  auto choice = choose(direction, set, *history, target);
  if (!choice) return fail(choice.error());
  report.problems = std::move(choice->problems);
  report.notes = std::move(choice->notes);
  const auto files = prepare_files(choice->files, direction, report.problems, report.notes);
  if (!report.problems.empty()) return fail(refusal(direction, report));
  if (files.empty()) return report;
  Execution(database, set, clock, hooks, direction, target).run(files, std::move(*history), stop, report);
  return report;
}

}  // namespace

Runner::Runner(sql::Database& database, const MigrationSet& set, const base::Clock& clock, RunHooks hooks)
    : database_(database), set_(set), clock_(clock), hooks_(std::move(hooks)) {}

base::Result<std::vector<StatusRow>> Runner::status() {
  auto history = read_history(database_);
  if (!history) return tl::make_unexpected(explain_lock(history.error()));
  return status_rows(set_, *history);
}

base::Result<Plan> Runner::plan(Direction direction, const Target& target) {
  auto history = read_history(database_);
  if (!history) return tl::make_unexpected(explain_lock(history.error()));
  auto choice = choose(direction, set_, *history, target);
  if (!choice) return tl::make_unexpected(choice.error());
  Plan plan;
  plan.direction = direction;
  plan.problems = std::move(choice->problems);
  plan.notes = std::move(choice->notes);
  for (const auto& prepared : prepare_files(choice->files, direction, plan.problems, plan.notes)) {
    PlannedMigration& planned = plan.migrations.emplace_back();
    planned.version = prepared.file->version;
    planned.name = prepared.file->name;
    planned.path = prepared.file->path;
    for (const auto& statement : prepared.script.statements)
      if (!statement.passed_over)
        planned.statements.push_back(
            {base::position_at(prepared.file->text, statement.offset), std::string(statement.text)});
  }
  return plan;
}

base::Result<std::vector<Problem>> Runner::verify() {
  auto history = read_history(database_);
  if (!history) return tl::make_unexpected(explain_lock(history.error()));
  auto problems = history_problems(set_, *history);
  std::vector<const MigrationFile*> pending;
  for (const auto& file : set_.files)
    if (history->find(file.version) == nullptr) pending.push_back(&file);
  base::Diagnostics notes;
  (void)prepare_files(pending, Direction::up, problems, notes);
  return problems;
}

RunReport Runner::up(const Target& target, std::stop_token stop) {
  return run(database_, set_, clock_, hooks_, Direction::up, target, std::move(stop));
}

RunReport Runner::down(const Target& target, std::stop_token stop) {
  return run(database_, set_, clock_, hooks_, Direction::down, target, std::move(stop));
}

base::Result<void> Runner::mark_applied(std::string_view version) {
  const auto* file = set_.find(version);
  if (file == nullptr) {
    std::vector<std::string> known;
    for (const auto& each : set_.files) known.push_back(each.version);
    const auto meant = base::did_you_mean(version, known);
    return base::failure(
        "migration.unknown-version", fmt::format("no file in the folder has the version {}", version),
        meant ? fmt::format("Nothing was changed. Did you mean {}?", *meant)
              : "Nothing was changed. Only a file can be marked: its checksum is what is recorded.");
  }
  const auto unchanged = [](base::Error error) {
    return tl::make_unexpected(explain_lock(std::move(error)));
  };
  if (database_.in_transaction())
    return base::failure("migration.in-transaction", "a transaction is open on this connection",
                         "Nothing was changed. Commit it or roll it back first.");
  if (auto begun = database_.execute("BEGIN IMMEDIATE"); !begun) return unchanged(begun.error());
  RollbackUnlessCommitted transaction(database_);
  auto history = read_history(database_);
  if (!history) return unchanged(history.error());
  if (const auto* row = history->find(version))
    return base::failure("migration.already-applied",
                         fmt::format("{} is already {} here", file->title(),
                                     row->execution_ms ? "applied" : "marked as applied"),
                         "Nothing was changed.");
  if (!history->table_exists)
    if (auto made = database_.execute(create_history_sql()); !made) return unchanged(made.error());
  const std::vector<sql::Value> row{file->version, file->name, file->checksum, utc_text(clock_.unix_ms()),
                                    std::monostate{}};
  if (auto inserted = database_.query(insert_history_sql(), row); !inserted)
    return unchanged(inserted.error());
  if (auto committed = database_.execute("COMMIT"); !committed) return unchanged(committed.error());
  return {};
}

}  // namespace simulator::migration

#include "engine/app/migrate_verb.h"

#include <fmt/format.h>
#include <unistd.h>

#include <filesystem>
#include <iostream>
#include <optional>

#include "engine/app/migrate_look.h"
#include "engine/app/run_line.h"
#include "engine/app/stop_signals.h"
#include "simulator/migration/history.h"
#include "simulator/migration/new_file.h"

namespace engine::app {
namespace base = simulator::base;
namespace migration = simulator::migration;
using migration::Direction;
namespace {

/// Somebody who watches a terminal sees which statement is taking long; a file or a pipe gets the lines only.
migration::RunHooks hooks_of(Outcome& outcome, bool json, RunLine* line) {
  migration::RunHooks hooks;
  hooks.progress = [&outcome, line, json](const migration::Progress& progress) {
    if (progress.kind == migration::Progress::Kind::statement_started && line != nullptr)
      line->show(progress);
    if (progress.kind != migration::Progress::Kind::file_done) return;
    if (line != nullptr) line->clear();
    if (!json) outcome.out << done_text(progress) << std::flush;
  };
  return hooks;
}

}  // namespace

bool never_began(const base::Error& error) {
  return error.code == "migration.unknown-version" || error.code == "migration.foreign-history" ||
         error.code == "migration.no-down" || error.code == "migration.no-repair" ||
         error.code == "migration.no-force";
}

migration::Target MigrateOptions::target() const {
  migration::Target out;
  if (!to.empty()) out.to = to;
  if (steps > 0) out.steps = steps;
  out.out_of_order = out_of_order;
  out.strict = strict;
  out.allow_dirty = allow_dirty;
  return out;
}

void MigrateVerb::fail(const base::Error& error, Exit exit) {
  if (options_.json) outcome_.out << error_json(error);
  exit == Exit::could_not_run ? outcome_.could_not_run(error) : outcome_.does_not_hold(error);
}

void MigrateVerb::tell(const base::Diagnostics& diagnostics) {
  for (const auto& diagnostic : diagnostics) outcome_.err << to_string(diagnostic) << '\n';
}

void MigrateVerb::tell(const std::vector<migration::Problem>& problems) {
  for (const auto& problem : problems) outcome_.err << to_string(problem.what) << '\n';
}

void MigrateVerb::tell(const migration::Explanation& explanation) {
  if (set().tool != migration::Tool::driftwood) outcome_.err << explanation_text(set().tool, explanation);
}

bool MigrateVerb::open_folder(simulator::sql::Database* database, bool with_mistakes) {
  const auto placeholders = placeholders_of(options_.placeholders);
  if (!placeholders) return fail(placeholders.error(), Exit::could_not_run), false;
  migration::Recognised found;
  if (const auto asked = migration::tool_of(options_.tool)) {
    found = {*asked, "it was asked for"};
  } else {
    const auto recognised = recognise(options_.folder, database);
    if (!recognised) return fail(recognised.error(), Exit::could_not_run), false;
    found = *recognised;
    outcome_.err << fmt::format("tool: {} ({})\n", to_string(found.tool), found.why);
  }
  tool_ = {found.tool, found.why};
  auto read = read_folder(options_.folder, found.tool, *placeholders);
  if (!read) return fail(read.error(), Exit::could_not_run), false;
  read_ = std::move(*read);
  tell(read_.diagnostics);
  if (with_mistakes || !base::has_errors(read_.diagnostics)) return true;
  if (options_.json) outcome_.out << problems_json(tool_, {}, read_.diagnostics);
  outcome_.err << "Nothing was run: the folder has mistakes.\n";
  outcome_.exit = Exit::does_not_hold;
  return false;
}

bool MigrateVerb::open_database_file(Access access) {
  existed_ = database_exists(options_.database);
  if (access == Access::look && !existed_)
    outcome_.err << options_.database
                 << ": there is no such file; shown is what an empty database would need\n";
  if (access == Access::change) {
    auto lock = RunLock::take(options_.database, run_wait_ms, [this] {
      outcome_.err << "waiting for another driftwoodctl that is migrating this database\n" << std::flush;
    });
    if (!lock) return fail(lock.error(), Exit::does_not_hold), false;
    lock_.emplace(std::move(*lock));
  }
  auto opened = open_database(options_.database, access);
  if (!opened) {
    fail(opened.error(), Exit::could_not_run);
    close();
    return false;
  }
  database_.emplace(std::move(*opened));
  return true;
}

void MigrateVerb::warn_when_empty() {
  if (!set().files.empty() || base::has_errors(read_.diagnostics)) return;
  base::Diagnostic warning;
  warning.severity = base::Severity::warning;
  warning.what.code = "migration.empty-folder";
  warning.what.file = options_.folder;
  warning.what.message = "there is no migration in this folder";
  warning.what.help = fmt::format("Is it the right one? Migrations of {} are named {}.",
                                  to_string(set().tool), migration::profile_of(set().tool).file_names);
  tell(base::Diagnostics{warning});
  read_.diagnostics.push_back(std::move(warning));
}

bool MigrateVerb::open(Access access, bool with_mistakes) {
  if (!std::filesystem::is_directory(options_.folder))  // before a database file comes into being
    return open_folder(nullptr, with_mistakes) && open_database_file(access);
  if (!open_database_file(access)) return false;
  if (!open_folder(&*database_, with_mistakes)) {
    close();
    return false;
  }
  warn_when_empty();
  const bool keys = options_.foreign_keys || set().tool == migration::Tool::prisma;
  if (keys)
    if (auto on = database_->execute("PRAGMA foreign_keys = ON"); !on)
      return fail(on.error(), Exit::could_not_run), false;
  return true;
}

void MigrateVerb::close() {
  database_.reset();
  if (lock_ && !existed_) remove_if_empty(options_.database);
  lock_.reset();
}

void MigrateVerb::status() {
  if (!open(Access::look, true)) return;
  migration::Runner runner(*database_, set(), clock_);
  auto rows = runner.status();
  if (!rows) return fail(rows.error(), Exit::could_not_run);
  auto problems = runner.verify();
  if (!problems) return fail(problems.error(), Exit::could_not_run);
  print(status_text(*rows), status_json(tool_, *rows, *problems, read_.diagnostics));
  tell(*problems);
}

void MigrateVerb::plan(Direction direction, const migration::Target& target, bool redo) {
  if (!database_ && !open(Access::look)) return;
  auto plan = migration::Runner(*database_, set(), clock_).plan(direction, target);
  if (!plan) return fail(plan.error(), Exit::could_not_run);
  const auto history = migration::read_history(*database_, set().tool);
  if (!history) return fail(history.error(), Exit::could_not_run);
  const auto findings = findings_of(*plan, set(), *history);
  const std::string again = redo && !plan->migrations.empty() ? plan->migrations.front().version : "";
  print(plan_text(*plan, findings, again), plan_json(tool_, *plan, findings, again));
  tell(plan->notes);
  tell(plan->problems);
  tell(plan->passed_over);
  if (plan->problems.empty()) return;
  tell(plan->problems.front().explain);
  outcome_.err << "As things are, none of this would run.\n";
  outcome_.exit = Exit::does_not_hold;
}

migration::RunReport MigrateVerb::run_once(Direction direction, const migration::Target& target) {
  const StopSignals signals;
  database_->interrupt_when(signals.token());
  std::optional<RunLine> line;
  if (&outcome_.err == &std::cerr && ::isatty(STDERR_FILENO) == 1) line.emplace(outcome_.err);
  migration::Runner runner(*database_, set(), clock_,
                           hooks_of(outcome_, options_.json, line ? &*line : nullptr));
  return direction == Direction::up ? runner.up(target, signals.token())
                                    : runner.down(target, signals.token());
}

void MigrateVerb::show(const migration::RunReport& report, const migration::RunReport* way_back) {
  print((way_back != nullptr ? rows_text(*way_back) : "") + run_text(report),
        run_json(tool_, report, way_back));
  if (way_back != nullptr) tell(way_back->notes);
  tell(report.notes);
  if (!report.failure) return tell(report.explain);
  if (report.problems.size() > 1) tell(report.problems);
  never_began(*report.failure) ? outcome_.could_not_run(*report.failure)
                               : outcome_.does_not_hold(*report.failure);
  tell(report.explain);
}

void MigrateVerb::run(Direction direction) {
  if (options_.dry_run) return plan(direction);
  const bool makes_one = direction == Direction::up;
  if (!open(makes_one || database_exists(options_.database) ? Access::change : Access::look)) return;
  const auto report = run_once(direction, options_.target());
  close();
  show(report);
}

void MigrateVerb::go_to() {
  if (!open(options_.dry_run ? Access::look : Access::change)) return;
  auto rows = migration::Runner(*database_, set(), clock_).status();
  if (!rows) return fail(rows.error(), Exit::could_not_run);
  const auto order = migration::profile_of(set().tool).order;
  bool applied = options_.argument == "0";
  for (const auto& row : *rows)
    if (migration::means_version(order, options_.argument, row.version))
      applied =
          row.state == migration::MigrationState::applied || row.state == migration::MigrationState::edited;
  const Direction direction = applied ? Direction::down : Direction::up;
  migration::Target target = options_.target();
  target.to = options_.argument;
  if (options_.dry_run) return plan(direction, target);
  const auto report = run_once(direction, target);
  close();
  show(report);
}

void MigrateVerb::redo() {
  if (options_.dry_run) return plan(Direction::down, {}, true);
  if (!open(Access::change)) return;
  const auto down = run_once(Direction::down, {});
  if (down.failure || down.applied.empty()) {
    close();
    return show(down);
  }
  migration::Target again;
  again.to = down.applied.front().version;
  again.steps = 1;
  again.out_of_order = true;
  const auto up = run_once(Direction::up, again);
  close();
  show(up, &down);
  if (up.failure)
    outcome_.err << fmt::format("{} was taken back and is not applied now.\n", down.applied.front().version);
}

void MigrateVerb::verify() {
  if (!open(Access::look, true)) return;
  auto problems = migration::Runner(*database_, set(), clock_).verify();
  if (!problems) return fail(problems.error(), Exit::could_not_run);
  const bool holds = problems->empty() && !base::has_errors(read_.diagnostics);
  print(holds ? "The history and the folder agree.\n" : "",
        problems_json(tool_, *problems, read_.diagnostics));
  tell(*problems);
  if (holds) return;
  if (!problems->empty()) tell(problems->front().explain);
  outcome_.exit = Exit::does_not_hold;
}

void MigrateVerb::make_new() {
  std::error_code failed;
  if (!options_.dry_run) std::filesystem::create_directories(options_.folder, failed);
  if (!open_folder(nullptr, true)) return;
  const auto files = migration::new_migration(set(), clock_, options_.argument);
  if (!files) return fail(files.error(), Exit::could_not_run);
  std::vector<std::string> paths;
  for (const auto& file : *files) {
    paths.push_back((std::filesystem::path(options_.folder) / file.name).string());
    if (options_.dry_run) continue;
    if (auto made = create_file(paths.back(), file.text); !made)
      return fail(made.error(), Exit::could_not_run);
  }
  if (set().tool == migration::Tool::atlas && !options_.dry_run) (void)renew_atlas_sum();
  print(new_text(paths, options_.dry_run), new_json(paths, options_.dry_run));
}

}  // namespace engine::app

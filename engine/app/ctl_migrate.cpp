// driftwoodctl migrate status|plan|up|down|verify|mark-applied|new
#include <fmt/format.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <filesystem>
#include <iostream>
#include <memory>
#include <optional>

#include "engine/app/ctl.h"
#include "engine/app/migrate_output.h"
#include "engine/app/migrate_place.h"
#include "engine/app/stop_signals.h"
#include "simulator/base/clock.h"
#include "simulator/migration/new_file.h"
#include "simulator/migration/runner.h"

namespace engine::app {
namespace base = simulator::base;
namespace migration = simulator::migration;
namespace {

using migration::Direction;

struct Options {
  std::string folder;
  std::string database;
  std::string to;
  int steps = 0;
  bool dry_run = false;
  bool out_of_order = false;
  bool json = false;
  std::string argument;  ///< the version of mark-applied, the name of new

  [[nodiscard]] migration::Target target() const {
    migration::Target out;
    if (!to.empty()) out.to = to;
    if (steps > 0) out.steps = steps;
    out.out_of_order = out_of_order;
    return out;
  }
};

/// What was asked for does not fit this folder or database at all.
bool never_began(const base::Error& error) {
  return error.code == "migration.unknown-version" || error.code == "migration.foreign-history";
}

/// One verb at work: reads the places, and turns every failure into messages, JSON and the exit code.
class Verb {
 public:
  Verb(const Options& options, Outcome& outcome) : options_(options), outcome_(outcome) {}

  void status();
  void plan(Direction direction);
  void run(Direction direction);
  void verify();
  void mark_applied();
  void make_new();

 private:
  /// Nothing when the folder cannot be read or, unless `with_mistakes`, has mistakes; they have been told.
  std::optional<migration::MigrationSetResult> folder(bool with_mistakes = false);
  std::optional<simulator::sql::Database> database(Access access);
  void tell(const base::Diagnostics& diagnostics);
  void tell(const std::vector<migration::Problem>& problems);
  void fail(const base::Error& error, Exit exit);
  void print(const std::string& text, const std::string& json) {
    outcome_.out << (options_.json ? json : text);
  }
  migration::RunHooks hooks();

  const Options& options_;
  Outcome& outcome_;
  base::SystemClock clock_;
};

void Verb::fail(const base::Error& error, Exit exit) {
  if (options_.json) outcome_.out << error_json(error);
  exit == Exit::could_not_run ? outcome_.could_not_run(error) : outcome_.does_not_hold(error);
}

void Verb::tell(const base::Diagnostics& diagnostics) {
  for (const auto& diagnostic : diagnostics) outcome_.err << to_string(diagnostic) << '\n';
}

void Verb::tell(const std::vector<migration::Problem>& problems) {
  for (const auto& problem : problems) outcome_.err << to_string(problem.what) << '\n';
}

std::optional<migration::MigrationSetResult> Verb::folder(bool with_mistakes) {
  auto read = read_folder(options_.folder);
  if (!read) {
    fail(read.error(), Exit::could_not_run);
    return std::nullopt;
  }
  tell(read->diagnostics);
  if (with_mistakes || !base::has_errors(read->diagnostics)) return std::move(*read);
  if (options_.json) outcome_.out << problems_json({}, read->diagnostics);
  outcome_.err << "Nothing was run: the folder has mistakes.\n";
  outcome_.exit = Exit::does_not_hold;
  return std::nullopt;
}

std::optional<simulator::sql::Database> Verb::database(Access access) {
  if (access == Access::look && !database_exists(options_.database))
    outcome_.err << options_.database
                 << ": there is no such file; shown is what an empty database would need\n";
  auto opened = open_database(options_.database, access);
  if (opened) return std::move(*opened);
  fail(opened.error(), Exit::could_not_run);
  return std::nullopt;
}

void Verb::status() {
  auto read = folder(true);
  if (!read) return;
  auto opened = database(Access::look);
  if (!opened) return;
  migration::Runner runner(*opened, read->set, clock_);
  auto rows = runner.status();
  if (!rows) return fail(rows.error(), Exit::could_not_run);
  auto problems = runner.verify();
  if (!problems) return fail(problems.error(), Exit::could_not_run);
  print(status_text(*rows), status_json(*rows, *problems, read->diagnostics));
  tell(*problems);
}

void Verb::plan(Direction direction) {
  auto read = folder();
  if (!read) return;
  auto opened = database(Access::look);
  if (!opened) return;
  auto plan = migration::Runner(*opened, read->set, clock_).plan(direction, options_.target());
  if (!plan) return fail(plan.error(), Exit::could_not_run);
  print(plan_text(*plan), plan_json(*plan));
  tell(plan->notes);
  tell(plan->problems);
  if (plan->problems.empty()) return;
  outcome_.err << "As things are, none of this would run.\n";
  outcome_.exit = Exit::does_not_hold;
}

migration::RunHooks Verb::hooks() {
  migration::RunHooks hooks;
  // Somebody who watches a terminal sees which statement is taking long; a file or a pipe gets the lines
  // only.
  const bool watched = &outcome_.err == &std::cerr && ::isatty(STDERR_FILENO) == 1;
  hooks.progress = [this, watched](const migration::Progress& progress) {
    constexpr const char* clear_line = "\r\x1b[K";
    if (progress.kind == migration::Progress::Kind::statement_started && watched)
      outcome_.err << clear_line
                   << fmt::format("file {} of {}: {}_{}, statement {} of {} (line {}), {} ms",
                                  progress.file_index + 1, progress.file_count, progress.version,
                                  progress.name, progress.statement_index + 1, progress.statement_count,
                                  progress.at.line, progress.elapsed_ms)
                   << std::flush;
    if (progress.kind != migration::Progress::Kind::file_done) return;
    if (watched) outcome_.err << clear_line << std::flush;
    if (!options_.json) outcome_.out << done_text(progress) << std::flush;
  };
  return hooks;
}

void Verb::run(Direction direction) {
  if (options_.dry_run) return plan(direction);
  auto read = folder();
  if (!read) return;
  const bool existed = database_exists(options_.database);
  auto opened = database(existed || direction == Direction::up ? Access::change : Access::look);
  if (!opened) return;
  migration::RunReport report;
  {
    const StopSignals signals;
    opened->interrupt_when(signals.token());
    migration::Runner runner(*opened, read->set, clock_, hooks());
    report = direction == Direction::up ? runner.up(options_.target(), signals.token())
                                        : runner.down(options_.target(), signals.token());
  }
  opened.reset();
  if (!existed) remove_if_empty(options_.database);
  print(run_text(report), run_json(report));
  tell(report.notes);
  if (!report.failure) return;
  if (report.problems.size() > 1) tell(report.problems);
  never_began(*report.failure) ? outcome_.could_not_run(*report.failure)
                               : outcome_.does_not_hold(*report.failure);
}

void Verb::verify() {
  auto read = folder(true);
  if (!read) return;
  auto opened = database(Access::look);
  if (!opened) return;
  auto problems = migration::Runner(*opened, read->set, clock_).verify();
  if (!problems) return fail(problems.error(), Exit::could_not_run);
  const bool holds = problems->empty() && !base::has_errors(read->diagnostics);
  print(holds ? "The history and the folder agree.\n" : "", problems_json(*problems, read->diagnostics));
  tell(*problems);
  if (!holds) outcome_.exit = Exit::does_not_hold;
}

void Verb::mark_applied() {
  auto read = folder();
  if (!read) return;
  const bool existed = database_exists(options_.database);
  auto opened = database(Access::change);
  if (!opened) return;
  auto marked = migration::Runner(*opened, read->set, clock_).mark_applied(options_.argument);
  opened.reset();
  if (!existed) remove_if_empty(options_.database);
  if (!marked)
    return fail(marked.error(), never_began(marked.error()) ? Exit::could_not_run : Exit::does_not_hold);
  print(fmt::format("{} is recorded as applied; nothing was run.\n", options_.argument),
        answer_json("marked", options_.argument));
}

void Verb::make_new() {
  std::error_code failed;
  std::filesystem::create_directories(options_.folder, failed);
  auto read = read_folder(options_.folder);
  if (!read) return fail(read.error(), Exit::could_not_run);
  auto name = migration::name_for_file(options_.argument);
  if (!name) return fail(name.error(), Exit::could_not_run);
  auto version = migration::next_version(read->set, clock_);
  if (!version) return fail(version.error(), Exit::could_not_run);
  const auto path = std::filesystem::path(options_.folder) / fmt::format("{}_{}.sql", *version, *name);
  auto made = create_file(path.string(), migration::new_file_text());
  if (!made) return fail(made.error(), Exit::could_not_run);
  print(path.string() + "\n", answer_json("path", path.string()));
}

using Action = void (*)(Verb&);

/// A sub-verb with the options that it takes. `flags` holds: d the database, t --to and --steps, r --dry-run,
/// o --out-of-order.
CLI::App* add(CLI::App& migrate, Outcome& outcome, const char* name, const char* text, std::string_view flags,
              std::shared_ptr<Options> options, Action action) {
  CLI::App* verb = migrate.add_subcommand(name, text);
  const auto has = [&](char flag) { return flags.find(flag) != std::string_view::npos; };
  verb->add_option("--dir", options->folder, "the folder of <digits>_<name>.sql files")->required();
  if (has('d')) verb->add_option("--db", options->database, "the SQLite database file")->required();
  if (has('t')) {
    verb->add_option("--to", options->to, "stop at this version");
    verb->add_option("--steps", options->steps, "at most so many files")->check(CLI::PositiveNumber);
  }
  if (has('r')) verb->add_flag("--dry-run", options->dry_run, "show the statements, run nothing");
  if (has('o'))
    verb->add_flag("--out-of-order", options->out_of_order, "also run files older than an applied one");
  verb->add_flag("--json", options->json, "one JSON object on standard output");
  verb->callback([options, action, &outcome] {
    Verb work(*options, outcome);
    action(work);
  });
  return verb;
}

}  // namespace

void add_migrate_verb(CLI::App& program, Outcome& outcome) {
  CLI::App* migrate = program.add_subcommand("migrate", "Runs a folder of migrations on a SQLite database.");
  migrate->require_subcommand(1);
  const auto fresh = [] { return std::make_shared<Options>(); };
  add(*migrate, outcome, "status", "Where every migration stands. Changes nothing.", "d", fresh(),
      [](Verb& verb) { verb.status(); });
  add(*migrate, outcome, "plan", "The statements that `up` would run, in order. Changes nothing.", "dto",
      fresh(), [](Verb& verb) { verb.plan(Direction::up); });
  add(*migrate, outcome, "up", "Runs what is pending, each file in one transaction with its record.", "dtro",
      fresh(), [](Verb& verb) { verb.run(Direction::up); });
  add(*migrate, outcome, "down",
      "Takes back the newest applied migration, or down to --to, by the files' down parts.", "dtr", fresh(),
      [](Verb& verb) { verb.run(Direction::down); });
  add(*migrate, outcome, "verify",
      "Whether history and folder agree: nothing edited, missing or out of order.", "d", fresh(),
      [](Verb& verb) { verb.verify(); });
  auto mark = fresh();
  add(*migrate, outcome, "mark-applied", "Records a migration as applied without running it.", "d", mark,
      [](Verb& verb) { verb.mark_applied(); })
      ->add_option("version", mark->argument, "the version of a file in the folder")
      ->required();
  auto made = fresh();
  add(*migrate, outcome, "new", "Writes an empty migration file with the next version and prints its path.",
      "", made, [](Verb& verb) { verb.make_new(); })
      ->add_option("name", made->argument, "what it does, for example add_user_phone")
      ->required();
}

}  // namespace engine::app

// driftwoodctl lint: what will go wrong with these migrations, before it does.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <ostream>

#include "engine/app/ctl.h"
#include "engine/app/lint_output.h"
#include "engine/app/migrate_output.h"
#include "engine/app/migrate_place.h"
#include "simulator/base/clock.h"
#include "simulator/base/files.h"
#include "simulator/base/known_words.h"
#include "simulator/deploy/liveness.h"
#include "simulator/lint/text_edit.h"
#include "simulator/migration/runner.h"

namespace engine::app {
namespace base = simulator::base;
namespace deploy = simulator::deploy;
namespace lint = simulator::lint;
namespace migration = simulator::migration;
namespace {

struct LintFlags {
  std::string folder;
  std::string database;
  std::string deploy;
  std::vector<std::string> order;
  std::string since;
  std::string tool = "driftwood";
  std::string level = "note";
  std::string explain;
  bool fix = false;
  bool strict = false;
  bool json = false;
};

lint::Level level_of(const std::string& word) {
  if (word == "error") return lint::Level::error;
  return word == "warning" ? lint::Level::warning : lint::Level::note;
}

base::Error no_such(std::string what, const std::string& name, std::string help) {
  base::Error error;
  error.code = "lint.unknown-name";
  error.message = fmt::format("there is no {} \"{}\"", what, name);
  error.help = std::move(help);
  return error;
}

class Verb {
 public:
  Verb(const LintFlags& options, Outcome& outcome) : options_(options), outcome_(outcome) {}

  void run() {
    if (!options_.explain.empty()) return explain();
    auto folder = read_folder(options_.folder);
    if (!folder) return fail(folder.error());
    lint::LintOptions how;
    how.trust = lint::Trust::own;
    how.rules = *lint::rules_of_tool(options_.tool);
    if (!settle(folder->set, how) || !read_database(folder->set, how) || !read_deploy(folder->set, how))
      return;
    auto result = lint::lint(*folder, how);
    if (!result) return fail(result.error());
    std::vector<Fixed> fixed;
    if (options_.fix) {
      if (!write_edits(*folder, *result, how, fixed)) return;
      folder = read_folder(options_.folder);
      if (!folder) return fail(folder.error());
      result = lint::lint(*folder, how);
      if (!result) return fail(result.error());
    }
    print(*result, fixed);
  }

 private:
  void explain() {
    if (options_.explain == "all") {
      outcome_.out << (options_.json ? rules_json(lint::rules()) : rules_text());
      return;
    }
    const lint::Rule* rule = lint::find_rule(options_.explain);
    if (rule == nullptr) {
      const auto meant = base::did_you_mean(options_.explain, lint::rule_ids());
      return fail(no_such("rule", options_.explain,
                          meant ? fmt::format("Did you mean {}?", *meant) : "--explain all lists them."));
    }
    outcome_.out << (options_.json ? rules_json(std::span(rule, 1)) : explain_text(*rule));
  }

  /// Files that are old news, whatever is in them.
  bool settle(const migration::MigrationSet& set, lint::LintOptions& how) {
    if (options_.since.empty()) return true;
    if (set.find(options_.since) == nullptr) {
      fail(no_such("migration", options_.since, "--since takes the version of a file in the folder."));
      return false;
    }
    for (const migration::MigrationFile& file : set.files)
      if (!migration::version_less(options_.since, file.version)) how.settled.insert(file.version);
    return true;
  }

  bool read_database(const migration::MigrationSet& set, lint::LintOptions& how) {
    if (options_.database.empty()) return true;
    if (!database_exists(options_.database)) {
      fail(no_such("database", options_.database, "--db names the database file to look at."));
      return false;
    }
    auto database = open_database(options_.database, Access::look);
    if (!database) return could_not(database.error());
    const base::SystemClock clock;
    const auto rows = migration::Runner(*database, set, clock).status();
    if (!rows) return could_not(rows.error());
    for (const migration::StatusRow& row : *rows) {
      const bool pending = row.state == migration::MigrationState::pending ||
                           row.state == migration::MigrationState::out_of_order;
      if (!pending) how.settled.insert(row.version);
    }
    auto image = lint::Shadow::image_of(*database);
    if (!image) return could_not(image.error());
    how.rows = std::move(*image);
    return true;
  }

  bool read_deploy(const migration::MigrationSet& set, lint::LintOptions& how) {
    if (options_.deploy.empty()) return true;
    const std::filesystem::path path(options_.deploy);
    const auto folder = base::Folder::open(path.has_parent_path() ? path.parent_path() : ".");
    if (!folder) return could_not(folder.error());
    const deploy::ScenarioResult read = deploy::read_scenario(*folder, path.filename().string());
    for (const auto& diagnostic : read.diagnostics) outcome_.err << to_string(diagnostic) << '\n';
    if (has_errors(read.diagnostics)) {
      if (options_.json) outcome_.out << error_json(read.diagnostics.front().what);
      outcome_.exit = Exit::could_not_run;
      return false;
    }
    const auto& order = options_.order.empty() ? read.scenario.listed_order() : options_.order;
    auto rollout = deploy::live_versions(read.scenario, order, set);
    if (!rollout) return could_not(rollout.error());
    for (const std::string& version : deploy::applied_at_start(read.scenario, set))
      how.settled.insert(version);
    how.rollout = std::move(*rollout);
    return true;
  }

  /// False when a file could not be written; those before it are.
  bool write_edits(const migration::MigrationSetResult& folder, const lint::LintResult& result,
                   const lint::LintOptions& how, std::vector<Fixed>& fixed) {
    for (const migration::MigrationFile& file : folder.set.files) {
      if (how.settled.contains(file.version)) continue;
      const auto bytes = base::read_file(file.path, std::size_t{1} << 30U);
      if (!bytes) return could_not(bytes.error());
      std::vector<lint::Finding> moved;
      for (const lint::Finding& finding : result.findings) {
        if (finding.file != file.path || finding.edits.empty()) continue;
        moved.push_back(finding);
        moved.back().edits = lint::for_file_bytes(*bytes, finding.edits);
      }
      std::vector<const lint::Finding*> pointers;
      for (const lint::Finding& finding : moved) pointers.push_back(&finding);
      const lint::Edited edited = lint::apply_edits(*bytes, pointers);
      if (edited.applied.empty()) continue;
      if (auto written = base::write_file_atomically(file.path, edited.text); !written)
        return could_not(written.error());
      for (const lint::Finding* finding : edited.applied)
        fixed.push_back({file.path, finding->start.line, finding->rule, finding->fix_title});
    }
    if (!fixed.empty() && options_.database.empty())
      outcome_.err
          << "Without --db nobody knows which of these files were applied already. One that was has another "
             "checksum now: take its edits back.\n";
    return true;
  }

  void print(const lint::LintResult& result, const std::vector<Fixed>& fixed) {
    const lint::Level least = level_of(options_.level);
    if (options_.json) {
      outcome_.out << lint_json(result, least, fixed);
    } else {
      if (options_.fix) outcome_.out << fixed_text(fixed);
      outcome_.out << lint_text(result, least);
    }
    const lint::Level bad = options_.strict ? lint::Level::warning : lint::Level::error;
    for (const lint::Finding& finding : result.findings)
      if (finding.level >= bad) outcome_.exit = Exit::does_not_hold;
  }

  void fail(const base::Error& error) {
    if (options_.json) outcome_.out << error_json(error);
    outcome_.could_not_run(error);
  }
  bool could_not(const base::Error& error) {
    fail(error);
    return false;
  }

  const LintFlags& options_;
  Outcome& outcome_;
};

}  // namespace

void add_lint_verb(CLI::App& program, Outcome& outcome) {
  auto options = std::make_shared<LintFlags>();
  CLI::App* verb = program.add_subcommand("lint", "Tell what can go wrong with a folder of migrations");
  CLI::Option* folder = verb->add_option("DIR", options->folder, "The folder of migrations");
  verb->add_option(
      "--db", options->database,
      "A database: files it has are not judged, the others are tried on a copy of its rows, in memory");
  CLI::Option* scenario = verb->add_option(
      "--deploy", options->deploy, "A deploy scenario, *.deploy.json: which running version's query breaks");
  verb->add_option("--order", options->order, "The scenario's steps in another order, separated by commas")
      ->delimiter(',')
      ->needs(scenario);
  verb->add_option("--since", options->since, "Judge only files after this version");
  verb->add_option("--tool", options->tool,
                   "Whose rules for transactions and foreign keys hold (default: driftwood)")
      ->check(CLI::IsMember({"driftwood", "atlas", "dbmate", "flyway", "golang-migrate", "goose", "prisma"}));
  verb->add_option("--level", options->level, "Show findings from this level on: note, warning, error")
      ->check(CLI::IsMember({"note", "warning", "error"}));
  verb->add_flag("--fix", options->fix, "Write the edits that findings offer into the files, and list them");
  verb->add_flag("--strict", options->strict, "Warnings fail too");
  CLI::Option* explain =
      verb->add_option("--explain", options->explain, "Say what a rule is about; `all` lists the rules");
  verb->add_flag(
      "--json", options->json,
      "Print {\"errors\", \"warnings\", \"notes\", \"judged\", \"not_judged\", \"findings\": [{\"file\", "
      "\"line\", \"column\", \"end_line\", \"end_column\", \"rule\", \"level\", \"message\", \"why\", "
      "\"help\", \"fix\"}], \"fixed\"}");
  verb->footer(
      "The folder is replayed in memory; no database is changed, and no file without --fix.\n"
      "`-- driftwood:ignore RULE why` on a statement, or on the line above it, hides a finding.\n"
      "Exit code: 0 no error (with --strict: and no warning), 1 findings, 2 could not run.");
  verb->callback([options, folder, explain, &outcome] {
    if (folder->count() == 0 && explain->count() == 0) throw CLI::RequiredError("DIR");
    Verb(*options, outcome).run();
  });
}

}  // namespace engine::app

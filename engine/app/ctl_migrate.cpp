// driftwoodctl migrate: the verbs and their options. What they do is in migrate_verb.cpp, migrate_amend.cpp
// and migrate_diff.cpp.
#include <CLI/CLI.hpp>
#include <memory>
#include <string_view>

#include "engine/app/migrate_verb.h"

namespace engine::app {
namespace migration = simulator::migration;
using migration::Direction;
namespace {

using Action = void (*)(MigrateVerb&);

/// CLI11's own check tells the limits of the number's type.
std::string positive_count(const std::string& word) {
  const bool digits = !word.empty() && word.find_first_not_of("0123456789") == std::string::npos;
  const bool positive = digits && word.find_first_not_of('0') != std::string::npos;
  return positive ? "" : "wants a whole number above 0, not " + word;
}

/// What to expect of each tool's rules, where a user looks for it.
constexpr const char* what_tools_promise =
    "Whose rules (--tool): by default those of the tool that made the history in the database, else those "
    "of\n"
    "the folder's layout; what was recognised and why is printed. sqitch, Alembic and Rails are recognised "
    "and\n"
    "left alone.\n"
    "  driftwood       a file and its row are one transaction; an edited, missing or late file stops the "
    "run\n"
    "  dbmate          the same transaction; late files run; edits are not noticed; down takes the last "
    "name\n"
    "  golang-migrate  one number; a failure leaves it dirty though all was rolled back; late files never "
    "run\n"
    "  goose           a row for each application; late files need --out-of-order; down takes the last "
    "applied\n"
    "  flyway          checksums by line; V, U, R and B files; an edited, missing or late file stops the "
    "run\n"
    "  prisma          no transaction: half a file stays, and nothing runs until it is resolved; no way "
    "back\n"
    "  atlas           atlas.sum must fit; without a transaction it goes on at the statement that failed\n"
    "Whatever the rules: one run at a time on a database, rows lost are counted, a failure says what is "
    "there\n"
    "now and what to do next.\n"
    "Exit code: 0 fine, 1 it does not hold or the run stopped, 2 could not begin.";

/// Registers the sub-verbs, each with the options it takes.
class Verbs {
 public:
  Verbs(CLI::App& migrate, Outcome& outcome) : migrate_(migrate), outcome_(outcome) {}

  /// `flags` holds: d the database, t --to and --steps, r --dry-run, o what may run out of order.
  std::shared_ptr<MigrateOptions> add(const char* name, const char* text, std::string_view flags,
                                      Action action, const char* argument = nullptr,
                                      const char* argument_text = nullptr) {
    auto options = std::make_shared<MigrateOptions>();
    CLI::App* verb = migrate_.add_subcommand(name, text);
    const auto has = [&](char flag) { return flags.find(flag) != std::string_view::npos; };
    if (argument != nullptr) verb->add_option(argument, options->argument, argument_text)->required();
    verb->add_option("--dir", options->folder, "the folder of migrations, in the tool's layout")->required();
    if (has('d')) verb->add_option("--db", options->database, "the SQLite database file")->required();
    std::vector<std::string> tools{"auto"};
    for (const auto tool : migration::all_tools()) tools.emplace_back(to_string(tool));
    verb->add_option("--tool", options->tool,
                     "whose layout, history and rules (auto: by the history table, then by the folder)")
        ->check(CLI::IsMember(tools));
    verb->add_option("--placeholder", options->placeholders,
                     "NAME=VALUE for Flyway's ${NAME} and goose's ENVSUB");
    if (has('d'))
      verb->add_flag("--foreign-keys", options->foreign_keys,
                     "foreign keys on, as when the tool's database URL asks for them");
    if (has('t')) {
      verb->add_option("--to", options->to, "stop at this version");
      verb->add_option("--steps", options->steps, "at most so many files")->check(positive_count);
    }
    if (has('r')) verb->add_flag("--dry-run", options->dry_run, "say what would be done, do nothing");
    if (has('o')) {
      verb->add_flag("--out-of-order", options->out_of_order, "also run files older than an applied one");
      verb->add_flag("--strict", options->strict, "refuse such files where the tool would run them");
      verb->add_flag("--allow-dirty", options->allow_dirty,
                     "begin with a database that has tables and no history");
    }
    verb->add_flag("--json", options->json, "one JSON object on standard output");
    verb->callback([options, action, &outcome = outcome_] {
      MigrateVerb work(*options, outcome);
      action(work);
    });
    last_ = verb;
    return options;
  }
  [[nodiscard]] CLI::App* last() const { return last_; }

 private:
  CLI::App& migrate_;
  Outcome& outcome_;
  CLI::App* last_ = nullptr;
};

void add_looking(Verbs& verbs) {
  verbs.add("status", "Where every migration stands. Changes nothing.", "d",
            [](MigrateVerb& verb) { verb.status(); });
  verbs.add("plan", "The statements that `up` would run, in order. Changes nothing.", "dto",
            [](MigrateVerb& verb) { verb.plan(Direction::up); });
  verbs.add("verify", "Whether history and folder agree: nothing edited, missing, failed or out of order.",
            "d", [](MigrateVerb& verb) { verb.verify(); });
  auto diff =
      verbs.add("diff",
                "The database against what its applied migrations make of an empty one, and on request the "
                "migration that closes the gap.",
                "dr", [](MigrateVerb& verb) { verb.diff(); });
  verbs.last()->add_option("--write", diff->write, "write a migration of this name into the folder");
}

void add_running(Verbs& verbs) {
  verbs.add("up", "Runs what is pending, by the tool's rules.", "dtro",
            [](MigrateVerb& verb) { verb.run(Direction::up); });
  verbs.add("down", "Takes back the newest applied migration, or down to --to, by the files' down parts.",
            "dtr", [](MigrateVerb& verb) { verb.run(Direction::down); });
  verbs.add(
      "goto", "Up or down, whichever leads to the version.", "dro", [](MigrateVerb& verb) { verb.go_to(); },
      "version", "a version in the folder; 0 takes all back");
  verbs.add("redo", "Takes the newest applied migration back and runs it again.", "dr",
            [](MigrateVerb& verb) { verb.redo(); });
}

void add_amending(Verbs& verbs) {
  verbs.add(
      "mark-applied", "Records a migration as applied without running it.", "dr",
      [](MigrateVerb& verb) { verb.amend(migration::mark_applied); }, "version",
      "the version of a file in the folder");
  verbs.add(
      "baseline", "Records everything up to a version as applied, for a database older than its migrations.",
      "dr", [](MigrateVerb& verb) { verb.amend(migration::baseline); }, "version",
      "the last version it already has");
  verbs.add(
      "force", "Makes the history say exactly this version. Checks nothing and runs nothing.", "dr",
      [](MigrateVerb& verb) { verb.amend(migration::force); }, "version",
      "a version in the folder; 0 for none");
  verbs.add(
      "repair",
      "Takes edited checksums and missing files over into the history and removes failed records. Changes "
      "the history, never the schema.",
      "dr", [](MigrateVerb& verb) { verb.repair(); });
}

}  // namespace

void add_migrate_verb(CLI::App& program, Outcome& outcome) {
  CLI::App* migrate = program.add_subcommand(
      "migrate",
      "Runs a folder of migrations on a SQLite database, by the rules of the tool it was written for.");
  migrate->require_subcommand(1);
  migrate->footer(what_tools_promise);
  Verbs verbs(*migrate, outcome);
  add_looking(verbs);
  add_running(verbs);
  add_amending(verbs);
  verbs.add(
      "new",
      "Writes an empty migration with the next version (or the one in front of the name) and prints its "
      "path.",
      "r", [](MigrateVerb& verb) { verb.make_new(); }, "name", "what it does, for example add_user_phone");
}

}  // namespace engine::app

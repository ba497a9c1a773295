#include "engine/app/ctl.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <ostream>
#include <vector>

namespace engine::app {
namespace {

/// One line a verb, in the order in which --help shows them.
void add_verbs(CLI::App& program, Outcome& outcome) {
  add_migrate_verb(program, outcome);
  add_schema_verb(program, outcome);
  add_drift_verb(program, outcome);
  add_lint_verb(program, outcome);
  add_deploy_verb(program, outcome);
  add_grade_verb(program, outcome);
  add_check_verb(program, outcome);
}

}  // namespace

void Outcome::could_not_run(const simulator::base::Error& error) {
  err << to_string(error) << '\n';
  exit = Exit::could_not_run;
}

void Outcome::does_not_hold(const simulator::base::Error& error) {
  err << to_string(error) << '\n';
  exit = Exit::does_not_hold;
}

int run_driftwoodctl(std::span<const std::string> arguments, std::ostream& out, std::ostream& err) {
  Outcome outcome{out, err};
  CLI::App program{"Works on schema migrations, databases and courses from the command line.",
                   "driftwoodctl"};
  program.set_version_flag("--version", std::string("driftwoodctl ") + DRIFTWOOD_VERSION);
  program.require_subcommand(1);
  program.footer("Exit code: 0 fine, 1 the thing checked does not hold, 2 could not run.");
  add_verbs(program, outcome);
  std::vector<std::string> reversed(arguments.rbegin(), arguments.rend());  // the order CLI11 wants
  try {
    program.parse(std::move(reversed));
  } catch (const CLI::ParseError& stop) {
    // Also how --help and --version end, with code 0.
    if (program.exit(stop, out, err) != 0) outcome.exit = Exit::could_not_run;
  }
  out.flush();
  if (!out) {
    err << "driftwoodctl: standard output could not be written\n";
    outcome.exit = Exit::could_not_run;
  }
  return static_cast<int>(outcome.exit);
}

}  // namespace engine::app

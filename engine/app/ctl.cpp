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

/// CLI11 says only that a verb is missing. Which word is none, and which there are; empty when that is not
/// what went wrong.
std::string missing_verb(const CLI::App& program) {
  const CLI::App* at = &program;
  std::string path = program.get_name();
  while (!at->get_subcommands().empty()) {
    at = at->get_subcommands().front();
    path += " " + at->get_name();
  }
  const auto verbs = at->get_subcommands([](const CLI::App*) { return true; });
  if (verbs.empty()) return {};
  std::string out = path + ": ";
  out += at->remaining().empty() ? "which verb?" : "there is no verb " + at->remaining().front() + ".";
  out += " There are:";
  for (const CLI::App* verb : verbs) out += " " + verb->get_name();
  return out + "\nRun `" + path + " --help` to see what each does.\n";
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
  } catch (const CLI::RequiredError& stop) {
    const std::string told = missing_verb(program);
    if (told.empty()) program.exit(stop, out, err);
    err << told;
    outcome.exit = Exit::could_not_run;
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

// driftwoodctl, the command line. A contract that scripts and other people's CI depend on:
//   every verb has --help and --json;
//   results go to standard output, messages to standard error;
//   exit code 0 fine, 1 the thing checked does not hold, 2 could not run (usage, unreadable file).
// It needs no display: nothing in this target knows ImGui, GLFW or OpenGL.
//
// Adding a verb: one file engine/app/ctl_<verb>.cpp with one function declared here and called in
// add_verbs() (ctl.cpp):
//
//   void add_schema_verb(CLI::App& program, Outcome& outcome) {
//     auto options = std::make_shared<SchemaOptions>();            // lives in the callback
//     CLI::App* verb = program.add_subcommand("schema", "one sentence");
//     verb->add_option("source", options->source, "...")->required();
//     verb->add_flag("--json", options->json, "...");
//     verb->callback([options, &outcome] { ... outcome.out << ...; outcome.exit = Exit::does_not_hold; });
//   }
//
// The callback runs once, after the whole command line was understood. It writes to outcome.out and
// outcome.err only (never std::cout), so that tests can run a verb inside their own process.
#pragma once

#include <iosfwd>
#include <span>
#include <string>

#include "simulator/base/error.h"

namespace CLI {
class App;
}

namespace engine::app {

enum class Exit { fine = 0, does_not_hold = 1, could_not_run = 2 };

/// Where a verb writes, and how it ended. Belongs to run_driftwoodctl; a verb keeps a reference.
struct Outcome {
  std::ostream& out;  ///< results
  std::ostream& err;  ///< messages
  Exit exit = Exit::fine;

  /// Writes the error to `err` as people and editors read it; the verb could not run.
  void could_not_run(const simulator::base::Error& error);
  /// Writes the error to `err`; the verb ran, and what it checked does not hold.
  void does_not_hold(const simulator::base::Error& error);
};

void add_migrate_verb(CLI::App& program, Outcome& outcome);
void add_schema_verb(CLI::App& program, Outcome& outcome);
void add_drift_verb(CLI::App& program, Outcome& outcome);
void add_lint_verb(CLI::App& program, Outcome& outcome);
void add_deploy_verb(CLI::App& program, Outcome& outcome);
void add_grade_verb(CLI::App& program, Outcome& outcome);
void add_check_verb(CLI::App& program, Outcome& outcome);

/// `arguments` without the program's name. Never throws, never calls exit().
[[nodiscard]] int run_driftwoodctl(std::span<const std::string> arguments, std::ostream& out,
                                   std::ostream& err);

}  // namespace engine::app

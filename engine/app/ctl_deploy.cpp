// driftwoodctl deploy: a rollout, run in an order.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>
#include <optional>
#include <ostream>

#include "engine/app/deploy_verb.h"
#include "engine/app/scenario_file.h"
#include "simulator/base/files.h"
#include "simulator/deploy/failure_words.h"
#include "simulator/deploy/replay.h"
#include "simulator/deploy/replay_page.h"

namespace engine::app {
namespace {

namespace deploy = simulator::deploy;

struct DeployFlags {
  std::string file;
  std::vector<std::string> order;
  std::uint64_t seed = 0;
  std::string story;
  std::string html;
  bool json = false;
};

void print_failure(const deploy::Request& request, std::ostream& out) {
  if (request.node.empty()) {
    out << fmt::format("       x {}\n", request.error->message);
    return;
  }
  out << fmt::format("       x {} {}, {}: {}\n", request.node, request.version, request.query,
                     request.error->message);
}

/// What the oracles saw beyond what failed by itself, which stands above it.
void print_finding(const deploy::Trace& trace, const deploy::Finding& finding, std::ostream& out) {
  if (finding.request && !trace.requests[*finding.request].ok()) return;
  const deploy::Failure& failure = finding.failure;
  if (!finding.request && trace.ticks[finding.tick].error) return;
  out << fmt::format("       x {}\n", deploy::describe(failure));
}

void print_timeline(const deploy::Scenario& scenario, const deploy::Trace& trace, std::ostream& out) {
  out << scenario.title << '\n';
  std::string step;
  std::string schema;
  for (const deploy::Tick& tick : trace.ticks) {
    // What goes on behind the steps, or in a story between them, belongs to none.
    const deploy::Step* of = scenario.step(tick.step);
    if (tick.step != step && of != nullptr) out << '\n' << of->title << '\n';
    step = tick.step;
    out << fmt::format("t = {:<3} {}\n", tick.number, tick.title);
    if (tick.error) out << fmt::format("       ! {}\n", to_string(*tick.error));
    if (const auto* now = trace.schema_at(tick.number); now != nullptr && now->label != schema) {
      schema = now->label;
      out << fmt::format("         schema: {}\n", schema);
    }
    for (const std::size_t index : tick.requests) {
      if (!trace.requests[index].ok()) print_failure(trace.requests[index], out);
    }
    for (const std::size_t index : tick.findings) print_finding(trace, trace.findings[index], out);
  }
  out << '\n' << trace.summary() << ".\n";
  const deploy::Order* known = scenario.find_order(trace.order);
  if (known != nullptr && !known->why.empty()) out << known->why << '\n';
}

/// As a story tells it. Nothing when it cannot be used; then `outcome` says why.
std::optional<simulator::base::Result<deploy::Replay>> retell(const DeployFlags& options,
                                                              const deploy::Scenario& scenario,
                                                              Outcome& outcome) {
  const auto text = simulator::base::read_file(options.story);
  if (!text) {
    outcome.could_not_run(text.error());
    return std::nullopt;
  }
  simulator::base::Diagnostics diagnostics;
  const deploy::Plan plan(scenario);
  const auto story = deploy::read_story(*text, options.story, plan, diagnostics);
  for (const auto& diagnostic : diagnostics) outcome.err << to_string(diagnostic) << '\n';
  if (story) return deploy::replay(scenario, *story);
  outcome.exit = Exit::could_not_run;
  return std::nullopt;
}

void replay(const DeployFlags& options, Outcome& outcome) {
  const auto scenario = read_scenario_file(options.file, outcome);
  if (!scenario) return;
  const std::vector<std::string> order = options.order.empty() ? scenario->listed_order() : options.order;
  std::optional<simulator::base::Result<deploy::Replay>> told;
  if (options.story.empty())
    told.emplace(deploy::replay(*scenario, order, options.seed));
  else
    told = retell(options, *scenario, outcome);
  if (!told) return;
  const simulator::base::Result<deploy::Replay>& replayed = *told;
  if (!replayed) {
    // An order that can never happen is an answer; one that names no step is a slip of the fingers.
    const bool answer = replayed.error().code == "deploy.impossible-order";
    answer ? outcome.does_not_hold(replayed.error()) : outcome.could_not_run(replayed.error());
    return;
  }
  if (options.json) {
    outcome.out << deploy::to_json(replayed->trace) << '\n';
  } else {
    print_timeline(*scenario, replayed->trace, outcome.out);
  }
  if (!options.html.empty()) {
    const std::string page = deploy::to_html(*scenario, replayed->trace);
    if (const auto written = simulator::base::write_file_atomically(options.html, page); !written)
      return outcome.could_not_run(written.error());
    outcome.err << "The page is in " << options.html << ".\n";
  }
  if (!replayed->trace.safe()) outcome.exit = Exit::does_not_hold;
}

}  // namespace

void add_deploy_verb(CLI::App& program, Outcome& outcome) {
  CLI::App* verb = program.add_subcommand("deploy", "Run a rollout with traffic from old and new code");
  verb->require_subcommand(1);
  auto options = std::make_shared<DeployFlags>();
  CLI::App* child = verb->add_subcommand("replay", "Run the steps in one order and show what happened");
  child->add_option("FILE", options->file, "A deploy scenario, *.deploy.json")->required();
  child->add_option("--order", options->order, "The steps' ids, separated by commas (default: as listed)")
      ->delimiter(',');
  child->add_option("--seed", options->seed, "Another course of the traffic (default: the scenario's)");
  child
      ->add_option("--story", options->story, "Replay what an exploration found: one of its stories, as JSON")
      ->excludes("--order")
      ->excludes("--seed");
  child->add_flag("--json", options->json, "Print the whole trace as JSON");
  child->add_option("--html", options->html, "Write the replay to a file as one page that needs no network");
  child->footer(
      "Exit code: 0 every request was served, 1 a request or a step failed or the order cannot happen,\n"
      "2 the file or the order could not be used.");
  child->callback([options, &outcome] { replay(*options, outcome); });
  add_explore_verb(*verb, outcome);
}

}  // namespace engine::app

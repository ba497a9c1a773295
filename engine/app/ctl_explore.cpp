// driftwoodctl deploy explore: every order of a rollout's steps, and everything that can happen in each.
#include <fmt/format.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <chrono>
#include <filesystem>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>

#include "engine/app/deploy_verb.h"
#include "engine/app/explore_output.h"
#include "engine/app/scenario_file.h"
#include "engine/app/stop_signals.h"
#include "simulator/base/files.h"
#include "simulator/base/json_text.h"
#include "simulator/deploy/explore.h"
#include "simulator/deploy/replay.h"
#include "simulator/deploy/replay_page.h"

namespace engine::app {
namespace {

namespace base = simulator::base;
namespace deploy = simulator::deploy;

struct ExploreFlags {
  std::string place;
  std::optional<int> nodes;
  bool rollback = false;
  bool crash = false;
  std::size_t budget = deploy::ExploreOptions{}.state_budget;
  std::string story;
  std::string html;
  bool json = false;
};

/// One line on a terminal that is written over, and gone when this goes.
class ProgressLine {
 public:
  explicit ProgressLine(std::ostream& err)
      : err_(err), watched_(&err == &std::cerr && ::isatty(STDERR_FILENO) == 1) {}
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;
  ~ProgressLine() {
    if (written_) err_ << clear << std::flush;
  }

  void show(const std::string& name, const deploy::ExploreProgress& progress) {
    using Clock = std::chrono::steady_clock;
    const Clock::time_point now = Clock::now();
    if (!watched_ || now - last_ < std::chrono::milliseconds(100)) return;
    last_ = now;
    written_ = true;
    err_ << clear
         << fmt::format("{}: {} states, {} waiting, SQL run {} times; Ctrl+C stops it here", name,
                        progress.states, progress.waiting, progress.executed)
         << std::flush;
  }

 private:
  static constexpr const char* clear = "\r\x1b[K";
  std::ostream& err_;
  bool watched_;
  bool written_ = false;
  std::chrono::steady_clock::time_point last_;
};

base::Result<deploy::Exploration> explore_one(const deploy::Scenario& scenario, const ExploreFlags& options,
                                              const std::stop_token& stop, Outcome& outcome) {
  ProgressLine line(outcome.err);
  deploy::ExploreOptions how;
  how.nodes = options.nodes;
  how.mishaps = {options.rollback, options.crash};
  how.state_budget = options.budget;
  how.progress = [&](const deploy::ExploreProgress& progress) { line.show(scenario.id, progress); };
  return deploy::explore(scenario, how, stop);
}

void write_story(const deploy::Exploration& found, const deploy::Plan& plan, const std::string& file,
                 Outcome& outcome) {
  if (!found.shortest) {
    outcome.err << file << " was not written: nothing failed, so there is no story to tell.\n";
    return;
  }
  const std::string text = deploy::to_json(found.stories[*found.shortest], plan) + '\n';
  if (const auto written = base::write_file_atomically(file, text); !written)
    return outcome.could_not_run(written.error());
  outcome.err << "The shortest story is in " << file << ". `driftwoodctl deploy replay --story` plays it.\n";
}

/// The shortest story, or where nothing failed the listed order, with all that was found about the others.
void write_page(const deploy::Scenario& scenario, const deploy::Exploration& found, const std::string& file,
                const std::stop_token& stop, Outcome& outcome) {
  const auto replayed = found.shortest ? deploy::replay(scenario, found.stories[*found.shortest], stop)
                                       : deploy::replay(scenario, scenario.listed_order(), 0, stop);
  if (!replayed) return outcome.could_not_run(replayed.error());
  const auto written = base::write_file_atomically(file, deploy::to_html(scenario, replayed->trace, &found));
  if (!written) return outcome.could_not_run(written.error());
  outcome.err << "The page is in " << file << ".\n";
}

void explore_file(const ExploreFlags& options, const std::stop_token& stop, Outcome& outcome) {
  const auto scenario = read_scenario_file(options.place, outcome);
  if (!scenario) return;
  const auto found = explore_one(*scenario, options, stop, outcome);
  if (!found) return outcome.could_not_run(found.error());
  const deploy::Plan plan(*scenario, found->nodes);
  outcome.out << (options.json ? deploy::to_json(*found, plan) + '\n' : exploration_text(plan, *found));
  outcome.exit = exit_of(*found);
  if (!options.story.empty()) write_story(*found, plan, options.story, outcome);
  if (!options.html.empty()) write_page(*scenario, *found, options.html, stop, outcome);
}

void explore_folder(const ExploreFlags& options, const std::stop_token& stop, Outcome& outcome) {
  const auto files = scenario_files(options.place);
  if (!files) return outcome.could_not_run(files.error());
  if (files->empty()) {
    return outcome.could_not_run({"deploy.no-scenario",
                                  "no *.deploy.json lies below " + options.place,
                                  "Name a course, a lesson, or a scenario's file.",
                                  "",
                                  {},
                                  "",
                                  0});
  }
  std::vector<ExploredFile> rows;
  nlohmann::ordered_json json = nlohmann::ordered_json::array();
  Exit worst = Exit::fine;
  for (const std::string& file : *files) {
    if (stop.stop_requested()) {
      outcome.err << "Stopped; " << files->size() - rows.size() << " scenarios were not explored.\n";
      worst = std::max(worst, Exit::does_not_hold);
      break;
    }
    ExploredFile row;
    row.file = file;
    if (const auto scenario = read_scenario_file(file, outcome); !scenario) {
      row.problem = "could not be read, see above";
    } else {
      row.id = scenario->id;
      row.steps = scenario->steps.size();
      if (auto found = explore_one(*scenario, options, stop, outcome); !found) {
        outcome.could_not_run(found.error());
        row.problem = found.error().message;
      } else {
        const deploy::Plan plan(*scenario, found->nodes);
        if (options.json) {
          json.push_back(simulator::base::json_of(deploy::to_json(*found, plan)));
          json.back()["file"] = file;
        }
        worst = std::max(worst, exit_of(*found));
        row.exploration = std::move(*found);
      }
    }
    if (!row.problem.empty()) worst = Exit::could_not_run;
    rows.push_back(std::move(row));
  }
  outcome.out << (options.json ? simulator::base::json_text(json) + '\n' : exploration_table(rows));
  outcome.exit = worst;
}

void explore(const ExploreFlags& options, Outcome& outcome) {
  const StopSignals signals;
  std::error_code ignored;
  if (!std::filesystem::is_directory(options.place, ignored))
    return explore_file(options, signals.token(), outcome);
  if (!options.story.empty()) {
    return outcome.could_not_run({"deploy.one-story",
                                  "--story tells the story of one scenario, and this is a folder",
                                  "Name one *.deploy.json.",
                                  "",
                                  {},
                                  "",
                                  0});
  }
  explore_folder(options, signals.token(), outcome);
}

}  // namespace

void add_explore_verb(CLI::App& deploy_verb, Outcome& outcome) {
  auto options = std::make_shared<ExploreFlags>();
  CLI::App* child = deploy_verb.add_subcommand(
      "explore", "Try every order of the steps and everything that can happen in each");
  child
      ->add_option("PLACE", options->place,
                   "A deploy scenario, or a folder: all *.deploy.json in it, in one table")
      ->required();
  child->add_option("--nodes", options->nodes, "So many nodes (default: the scenario's)");
  child->add_flag("--rollback", options->rollback, "Roll the code back at any point too");
  child->add_flag("--crash", options->crash,
                  "Kill the migrator inside a file that is not one transaction too");
  child->add_option("--budget", options->budget, "Stop after so many states")->capture_default_str();
  child->add_option("--story", options->story,
                    "Write the shortest failing story to a file, for `deploy replay --story`");
  child->add_option("--html", options->html,
                    "Write that story, replayed, and all that was found to a file as one page");
  child->add_flag("--json", options->json, "Print everything that was found as JSON (of a folder, a list)");
  child->footer(
      "A search that a budget or Ctrl+C ended says so and calls no order safe.\n"
      "Exit code: 0 the search is complete and at least one order is safe, 1 no order is safe or the search "
      "is\n"
      "not complete, 2 a file could not be used. Of a folder: the worst of its scenarios.");
  child->callback([options, &outcome] { explore(*options, outcome); });
}

}  // namespace engine::app

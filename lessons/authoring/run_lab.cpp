#include "lessons/authoring/run_lab.h"

#include <fmt/format.h>

#include <algorithm>

#include "lessons/lab/goal.h"
#include "simulator/world/world.h"

namespace lessons::authoring {
namespace {

namespace base = simulator::base;
namespace world = simulator::world;

/// What running a list of commands came to.
struct Run {
  std::vector<std::string> messages;  ///< of everything that failed, in order
  std::string refused;                ///< a command that could not be applied at all: what was said
  std::size_t refused_index = 0;
  std::vector<lab::GoalResult> goals;

  [[nodiscard]] bool says(std::string_view part) const {
    return std::any_of(messages.begin(), messages.end(),
                       [&](const std::string& message) { return message.find(part) != std::string::npos; });
  }
};

class LabRun {
 public:
  LabRun(const lab::Lab& lab, std::stop_token stop) : lab_(lab), stop_(std::move(stop)) {}

  base::Diagnostics run() && {
    auto start = world::World::create(lab_.start);
    if (!start) {
      report("check.start-fails", fmt::format("the lab cannot start: {}", start.error().message), lab_.at,
             "Its migrations and its setup statements have to run.");
      return std::move(out_);
    }
    lab_.free ? check_own_migrations(*start) : check_starter(*start);
    check_solution(*start);
    for (const lab::WrongExample& wrong : lab_.wrong) {
      if (stop_.stop_requested()) break;
      check_wrong(*start, wrong);
    }
    return std::move(out_);
  }

 private:
  void check_starter(world::World& start) {
    if (!lab::all_reached(lab::evaluate(lab_.goals, start, stop_))) return;
    report("check.starter-passes",
           fmt::format("all goals of the lab \"{}\" are reached before anything is done", lab_.id), lab_.at,
           "Let the start lack something, or ask for more: there is nothing to do.");
  }

  /// Nobody's solution runs the files of a free lab, and a learner would be the first to find them broken.
  void check_own_migrations(world::World& start) {
    for (const world::EnvironmentView& environment : start.view().environments) {
      world::World world = start.fork();
      if (!world.apply(world::Migrate{.environment = environment.name, .to = {}, .steps = {}}, stop_))
        continue;
      for (const world::Event& event : world.last_events()) {
        if (!event.error) continue;
        const base::Error& error = *event.error;
        report("check.migration-fails",
               fmt::format("the lab's own migrations do not run on {}: {}:{}:{}: {}", environment.name,
                           error.file, error.at.line, error.at.column, error.message),
               lab_.at, "Mend the file. If failing is the point, let the text of the lesson say so.",
               base::Severity::warning);
        return;
      }
    }
  }

  void check_solution(const world::World& start) {
    const Run run = play(start, lab_.solution);
    if (!run.refused.empty()) {
      report("check.solution-fails",
             fmt::format("the solution stops at \"{}\": {}", world::title(lab_.solution[run.refused_index]),
                         run.refused),
             lab_.solution_at[run.refused_index], "What stands behind it was not run.");
      return;
    }
    for (std::size_t i = 0; i < run.goals.size(); ++i) {
      if (run.goals[i].reached) continue;
      report("check.solution-fails",
             fmt::format("the solution does not reach the goal \"{}\": {}", run.goals[i].id,
                         run.goals[i].why_not),
             lab_.goals[i].at, heard(run));
    }
  }

  void check_wrong(const world::World& start, const lab::WrongExample& wrong) {
    Run run = play(start, wrong.commands);
    if (!run.refused.empty() && (wrong.message.empty() || !run.says(wrong.message))) {
      report("check.wrong-example",
             fmt::format("the wrong example \"{}\" stops at \"{}\": {}", wrong.id,
                         world::title(wrong.commands[run.refused_index]), run.refused),
             wrong.commands_at[run.refused_index],
             "A learner could not do this either. What stands behind it was not run.");
      return;
    }
    std::vector<std::string> open;
    for (const lab::GoalResult& goal : run.goals)
      if (!goal.reached) open.push_back(goal.id);
    std::vector<std::string> expected = wrong.failing_goals;
    std::sort(expected.begin(), expected.end());
    std::vector<std::string> sorted = open;
    std::sort(sorted.begin(), sorted.end());
    if (sorted != expected)
      report("check.wrong-example",
             open.empty()
                 ? fmt::format("the wrong example \"{}\" reaches every goal", wrong.id)
                 : fmt::format("the wrong example \"{}\" leaves open: {}; its author says: {}", wrong.id,
                               fmt::join(open, ", "), fmt::join(wrong.failing_goals, ", ")),
             wrong.at, heard(run));
    if (!wrong.message.empty() && !run.says(wrong.message))
      report("check.wrong-example",
             fmt::format("in the wrong example \"{}\" nothing says \"{}\"", wrong.id, wrong.message),
             wrong.at, heard(run));
  }

  Run play(const world::World& start, const std::vector<world::Command>& commands) {
    world::World world = start.fork();
    Run run;
    for (std::size_t i = 0; i < commands.size() && run.refused.empty(); ++i) {
      const auto node = world.apply(commands[i], stop_);
      if (!node) {
        run.refused = node.error().message;
        run.refused_index = i;
        run.messages.push_back(node.error().message);
        continue;
      }
      for (const world::Event& event : world.last_events())
        if (event.error) run.messages.push_back(event.error->message);
    }
    run.goals = lab::evaluate(lab_.goals, world, stop_);
    return run;
  }

  static std::string heard(const Run& run) {
    if (run.messages.empty()) return "No command failed on the way.";
    return fmt::format("On the way this was said: {}.", fmt::join(run.messages, "; "));
  }

  void report(std::string code, std::string message, base::Position at, std::string help,
              base::Severity severity = base::Severity::error) {
    if (stop_.stop_requested()) return;  // half a run proves nothing
    base::Error error;
    error.code = std::move(code);
    error.message = std::move(message);
    error.help = std::move(help);
    error.file = lab_.file;
    error.at = at;
    out_.push_back({severity, std::move(error)});
  }

  const lab::Lab& lab_;
  std::stop_token stop_;
  base::Diagnostics out_;
};

}  // namespace

base::Diagnostics run_lab(const lab::Lab& lab, std::stop_token stop) {
  return LabRun(lab, std::move(stop)).run();
}

}  // namespace lessons::authoring

#include "lessons/quiz/execution.h"

#include <fmt/format.h>

#include <algorithm>

#include "lessons/quiz/as_code.h"
#include "lessons/quiz/explored_order.h"
#include "simulator/deploy/exploration.h"
#include "simulator/deploy/replay.h"
#include "simulator/deploy/scenario.h"
#include "simulator/deploy/trace.h"

namespace lessons::quiz {
namespace {

namespace deploy = simulator::deploy;

Feedback failed_request(const deploy::Trace& trace, const deploy::Request& request) {
  const std::string who = request.node.empty()
                              ? std::string("nobody")
                              : fmt::format("{} (running {})", request.node, request.version);
  return {
      FeedbackKind::execution,
      request.query,
      {},
      fmt::format("Your order was run. At tick {} {} sent “{}”: {} and got: {}. {} of {} requests failed.",
                  request.tick, who, request.query, as_code(request.sql), as_code(request.error->message),
                  trace.failures.size(), trace.requests.size())};
}

}  // namespace

std::vector<std::string> scenario_order(const Ordering& ordering, const GivenOrder& answer) {
  std::vector<std::string> steps;
  for (const std::string& id : answer.items)
    for (const Item& item : ordering.items)
      if (item.id == id && !item.step.empty()) steps.push_back(item.step);
  return steps;
}

Grade with_execution(Grade by_graph, const deploy::Trace& trace) {
  Grade grade = std::move(by_graph);
  if (trace.safe()) {
    grade.feedback.push_back(
        {FeedbackKind::execution,
         {},
         {},
         fmt::format("Your order was run: all {} requests succeeded.", trace.requests.size())});
    return grade;
  }
  if (grade.verdict == Verdict::right) {
    grade.verdict = Verdict::wrong;
    grade.credit = 0.0;
    grade.feedback.clear();
  }
  const auto failed_tick = std::find_if(trace.ticks.begin(), trace.ticks.end(),
                                        [](const deploy::Tick& tick) { return tick.error.has_value(); });
  std::vector<Feedback> lines;
  if (failed_tick != trace.ticks.end())
    lines.push_back({FeedbackKind::execution,
                     failed_tick->step,
                     {},
                     fmt::format("Your order was run. At tick {} a step failed: {}: {}.", failed_tick->number,
                                 failed_tick->title, as_code(failed_tick->error->message))});
  if (trace.first_failure) {
    const deploy::Request& request = trace.requests[*trace.first_failure];
    const bool first = failed_tick == trace.ticks.end() || request.tick < failed_tick->number;
    lines.insert(first ? lines.begin() : lines.end(), failed_request(trace, request));
  }
  if (lines.empty() && !trace.findings.empty()) {
    const deploy::Finding& finding = trace.findings.front();
    lines.push_back({FeedbackKind::execution,
                     finding.failure.query,
                     {},
                     fmt::format("Your order was run, and no request failed. But at tick {}: {}.",
                                 finding.tick, as_code(finding.failure.message))});
  }
  grade.feedback.insert(grade.feedback.begin(), lines.begin(), lines.end());
  return grade;
}

simulator::base::Diagnostics check_steps(const Question& question, const Ordering& ordering,
                                         const deploy::Scenario& scenario) {
  simulator::base::Diagnostics out;
  const auto report = [&](std::string code, std::string message, simulator::base::Position at,
                          std::string help) {
    simulator::base::Error error;
    error.code = std::move(code);
    error.message = std::move(message);
    error.help = std::move(help);
    error.at = at;
    out.push_back({simulator::base::Severity::error, std::move(error)});
  };
  std::vector<std::string> left = scenario.listed_order();
  for (const Item& item : ordering.items) {
    if (item.step.empty()) continue;
    const auto it = std::find(left.begin(), left.end(), item.step);
    if (it != left.end())
      left.erase(it);
    else if (scenario.step(item.step) == nullptr)
      report("quiz.unknown-step",
             fmt::format("the scenario \"{}\" has no step \"{}\"", scenario.id, item.step), item.at,
             fmt::format("Its steps: {}.", fmt::join(scenario.listed_order(), ", ")));
    else
      report("quiz.unknown-step", fmt::format("two items stand for the step \"{}\"", item.step), item.at,
             "A step runs once: give one of the items another, or none.");
  }
  for (const std::string& step : left)
    report("quiz.missing-step",
           fmt::format("no item stands for the step \"{}\" of the scenario \"{}\"", step, scenario.id),
           question.at, fmt::format("Give an item \"step\": \"{}\".", step));
  return out;
}

simulator::base::Result<Grade> grade_by_execution(const Question& question, const Answer& answer,
                                                  const deploy::Scenario& scenario,
                                                  const deploy::Exploration* explored, std::stop_token stop) {
  Grade by_graph = grade(question, answer);
  const auto* ordering = std::get_if<Ordering>(&question.body);
  const auto* given = std::get_if<GivenOrder>(&answer);
  if (ordering == nullptr || given == nullptr || by_graph.verdict == Verdict::incomplete) return by_graph;
  if (explored != nullptr && steps_are_explored(question) && knows_every_order(*explored))
    return grade_explored(question, *given, scenario, *explored);
  auto replayed = deploy::replay(scenario, scenario_order(*ordering, *given), 0, std::move(stop));
  if (!replayed) return tl::make_unexpected(replayed.error());
  return with_execution(std::move(by_graph), replayed->trace);
}

simulator::base::Result<Grade> grade_by_execution(const Question& question, const Answer& answer,
                                                  const deploy::Scenario& scenario, std::stop_token stop) {
  if (!steps_are_explored(question) || grade(question, answer).verdict == Verdict::incomplete)
    return grade_by_execution(question, answer, scenario, nullptr, std::move(stop));
  const auto explored = explore_for_grading(scenario, stop);
  if (!explored) return tl::make_unexpected(explored.error());
  return grade_by_execution(question, answer, scenario, &*explored, std::move(stop));
}

}  // namespace lessons::quiz

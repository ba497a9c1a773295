#include "lessons/quiz/execution.h"

#include <fmt/format.h>

#include <algorithm>

#include "lessons/quiz/ordering.h"
#include "simulator/deploy/explore.h"
#include "simulator/deploy/replay.h"
#include "simulator/deploy/scenario.h"
#include "simulator/deploy/trace.h"

namespace lessons::quiz {
namespace {

namespace deploy = simulator::deploy;

/// SQL inside a sentence of markdown: one line, as code, whatever quotes it holds.
std::string as_code(const std::string& sql) {
  std::string line;
  for (const char c : sql) {
    const bool space = c == ' ' || c == '\n' || c == '\t' || c == '\r';
    if (!space) line += c;
    if (space && !line.empty() && line.back() != ' ') line += ' ';
  }
  const std::string fence = line.find('`') == std::string::npos ? "`" : "``";
  return fence + line + fence;
}

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

/// Lesson-sized rollouts have some hundreds.
constexpr std::size_t most_states = 30'000;

std::optional<std::string> item_of(const Ordering& ordering, const std::string& step) {
  for (const Item& item : ordering.items)
    if (item.step == step) return item.id;
  return std::nullopt;
}

/// The share of the order that could stay, against the partial order it is nearest to.
double credit_of(const Ordering& ordering, const GivenOrder& given, const deploy::SafeRegion& region) {
  double best = 0.0;
  for (const auto& partial : region.partial_orders) {
    Ordering with_pairs = ordering;
    for (const deploy::Precedence& pair : partial) {
      const auto first = item_of(ordering, pair.first);
      const auto then = item_of(ordering, pair.then);
      if (first && then) with_pairs.before.push_back({*first, *then, {}, {}});
    }
    best = std::max(best, mark_order(with_pairs, given.items).credit);
  }
  return best;
}

std::string told(const deploy::Story& story) {
  const deploy::Failure& failure = *story.failure;
  std::string who;
  if (!failure.query.empty() && !failure.version.empty())
    who = fmt::format("“{}” of {}: ", failure.query, failure.version);
  else if (!failure.step.empty())
    who = fmt::format("the step “{}”: ", failure.step);
  return fmt::format("Everything that can happen in your order was run. After {} {} it fails: {}{}.",
                     story.acts.size(), story.acts.size() == 1 ? "event" : "events", who,
                     as_code(failure.message));
}

Grade by_exploration(const Ordering& ordering, const GivenOrder& given, const std::vector<std::string>& order,
                     const deploy::Exploration& exploration) {
  Grade grade;
  const deploy::OrderVerdict* verdict = exploration.verdict(order);
  if (verdict != nullptr && verdict->safe) {
    grade.verdict = Verdict::right;
    grade.credit = 1.0;
    grade.feedback.push_back(
        {FeedbackKind::execution,
         {},
         {},
         fmt::format(
             "Everything that can happen in your order was run, {} states in all orders: nothing fails.",
             exploration.states)});
    return grade;
  }
  grade.credit = credit_of(ordering, given, exploration.region);
  grade.verdict = grade.credit > 0.0 ? Verdict::partly : Verdict::wrong;
  if (verdict == nullptr)
    grade.feedback.push_back({FeedbackKind::execution,
                              {},
                              {},
                              "In this order the steps cannot happen: one of them never begins."});
  else if (verdict->story)
    grade.feedback.push_back({FeedbackKind::execution,
                              exploration.stories[*verdict->story].failure->query,
                              {},
                              told(exploration.stories[*verdict->story])});
  return grade;
}

simulator::base::Result<deploy::Exploration> explored(const deploy::Scenario& scenario,
                                                      std::stop_token stop) {
  deploy::ExploreOptions options;
  options.state_budget = most_states;
  return deploy::explore(scenario, options, std::move(stop));
}

}  // namespace

simulator::base::Result<std::vector<std::string>> derived_order(const Ordering& ordering,
                                                                const deploy::Scenario& scenario,
                                                                std::stop_token stop) {
  const auto exploration = explored(scenario, std::move(stop));
  if (!exploration) return tl::make_unexpected(exploration.error());
  for (const deploy::OrderVerdict& verdict : exploration->orders) {
    if (!verdict.safe) continue;
    std::vector<std::string> items;
    std::size_t next = 0;
    for (const Item& item : ordering.items) {
      if (item.step.empty())
        items.push_back(item.id);
      else if (next < verdict.order.size())
        items.push_back(item_of(ordering, verdict.order[next++]).value_or(item.id));
    }
    return items;
  }
  return std::vector<std::string>{};
}

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
                                                  const deploy::Scenario& scenario, std::stop_token stop) {
  Grade by_graph = grade(question, answer);
  const auto* ordering = std::get_if<Ordering>(&question.body);
  const auto* given = std::get_if<GivenOrder>(&answer);
  if (ordering == nullptr || given == nullptr || by_graph.verdict == Verdict::incomplete) return by_graph;
  const std::vector<std::string> order = scenario_order(*ordering, *given);
  if (ordering->before.empty()) {
    if (auto possible = deploy::check_order(scenario, order); !possible)
      return tl::make_unexpected(possible.error());
    const auto exploration = explored(scenario, stop);
    if (!exploration) return tl::make_unexpected(exploration.error());
    if (exploration->complete && exploration->orders_listed)
      return by_exploration(*ordering, *given, order, *exploration);
  }
  auto replayed = deploy::replay(scenario, order, 0, std::move(stop));
  if (!replayed) return tl::make_unexpected(replayed.error());
  return with_execution(std::move(by_graph), replayed->trace);
}

}  // namespace lessons::quiz

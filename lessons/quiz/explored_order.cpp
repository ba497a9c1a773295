#include "lessons/quiz/explored_order.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <set>

#include "lessons/quiz/as_code.h"
#include "lessons/quiz/execution.h"
#include "lessons/quiz/ordering.h"
#include "simulator/base/counted.h"
#include "simulator/deploy/explore.h"
#include "simulator/deploy/scenario.h"

namespace lessons::quiz {
namespace {

namespace deploy = simulator::deploy;
using simulator::base::counted;

/// Lesson-sized rollouts have some hundreds.
constexpr std::size_t most_states = 30'000;

/// The one that stands for the step; an empty one when there is none.
Item item_of(const Ordering& ordering, const std::string& step) {
  for (const Item& item : ordering.items)
    if (item.step == step) return item;
  return {};
}

std::string step_of(const Ordering& ordering, const std::string& id) {
  for (const Item& item : ordering.items)
    if (item.id == id) return item.step;
  return {};
}

/// What the pairs say about steps, in the scenario's names.
std::vector<Precedence> pairs_of_steps(const Ordering& ordering) {
  std::vector<Precedence> out;
  for (Precedence pair : consequences(ordering)) {
    pair.first = step_of(ordering, pair.first);
    pair.then = step_of(ordering, pair.then);
    if (!pair.first.empty() && !pair.then.empty()) out.push_back(std::move(pair));
  }
  return out;
}

/// The share of the order that could stay, against the partial order it is nearest to.
double credit_of(const Ordering& ordering, const GivenOrder& given, const deploy::SafeRegion& region) {
  double best = 0.0;
  for (const auto& partial : region.partial_orders) {
    Ordering with_steps = ordering;
    for (const deploy::Precedence& pair : partial) {
      const std::string first = item_of(ordering, pair.first).id;
      const std::string then = item_of(ordering, pair.then).id;
      if (!first.empty() && !then.empty()) with_steps.before.push_back({first, then, {}, {}});
    }
    best = std::max(best, mark_order(with_steps, given.items).credit);
  }
  return best;
}

/// "after 3 events it fails: “list users” of v2: `no such column: phone`".
std::string told(const deploy::Story& story) {
  const deploy::Failure& failure = *story.failure;
  std::string who;
  if (!failure.query.empty() && !failure.version.empty())
    who = fmt::format("“{}” of {}: ", failure.query, failure.version);
  else if (!failure.step.empty())
    who = fmt::format("the step “{}”: ", failure.step);
  return fmt::format("after {} it fails: {}{}", counted(story.acts.size(), "event", "events"), who,
                     as_code(failure.message));
}

Feedback what_is_impossible(const Ordering& ordering, const std::vector<std::string>& order,
                            const deploy::Scenario& scenario) {
  for (auto early = order.begin(); early != order.end(); ++early) {
    const deploy::Step* step = scenario.step(*early);
    for (auto late = early + 1; step != nullptr && late != order.end(); ++late) {
      if (std::find(step->after.begin(), step->after.end(), *late) == step->after.end()) continue;
      const Item then = item_of(ordering, *early);
      const Item first = item_of(ordering, *late);
      return {FeedbackKind::conflict, then.id, first.id,
              fmt::format("“{}” stands before “{}”, and can only happen after it.", then.text, first.text)};
    }
  }
  return {
      FeedbackKind::execution, {}, {}, "In this order the steps cannot happen: one of them never begins."};
}

/// An order that keeps to the pairs and is not among these; empty when there is none. Looks at one order more
/// than `safe` has, at the most.
std::vector<std::string> other_order(const std::vector<std::string>& steps,
                                     const std::vector<Precedence>& pairs,
                                     const std::set<std::vector<std::string>>& safe) {
  std::vector<std::string> order;
  const auto placed = [&order](const std::string& step) {
    return std::find(order.begin(), order.end(), step) != order.end();
  };
  const std::function<bool()> extend = [&] {
    if (order.size() == steps.size()) return !safe.contains(order);
    for (const std::string& step : steps) {
      if (placed(step) || std::any_of(pairs.begin(), pairs.end(), [&](const Precedence& pair) {
            return pair.then == step && !placed(pair.first);
          }))
        continue;
      order.push_back(step);
      if (extend()) return true;
      order.pop_back();
    }
    return false;
  };
  extend();
  return order;
}

}  // namespace

bool steps_are_explored(const Question& question) {
  const auto* ordering = std::get_if<Ordering>(&question.body);
  return ordering != nullptr && !question.deploy.empty() && pairs_of_steps(*ordering).empty();
}

simulator::base::Result<deploy::Exploration> explore_for_grading(const deploy::Scenario& scenario,
                                                                 std::stop_token stop) {
  deploy::ExploreOptions options;
  options.state_budget = most_states;
  return deploy::explore(scenario, options, std::move(stop));
}

bool knows_every_order(const deploy::Exploration& exploration) {
  return exploration.complete && exploration.orders_listed;
}

Grade grade_explored(const Question& question, const GivenOrder& given, const deploy::Scenario& scenario,
                     const deploy::Exploration& exploration) {
  const auto& ordering = std::get<Ordering>(question.body);
  const std::vector<std::string> order = scenario_order(ordering, given);
  const deploy::OrderVerdict* verdict = exploration.verdict(order);
  if (verdict != nullptr && verdict->safe) {
    Grade by_pairs = grade(question, given);
    // A broken pair is the more useful line; that none is broken goes without saying.
    if (by_pairs.verdict == Verdict::right) by_pairs.feedback.clear();
    by_pairs.feedback.push_back(
        {FeedbackKind::execution,
         {},
         {},
         fmt::format("Everything that can happen in your order was run, {} in all orders: nothing fails.",
                     counted(exploration.states, "state", "states"))});
    return by_pairs;
  }
  Grade wrong;
  wrong.credit = credit_of(ordering, given, exploration.region);
  wrong.verdict = wrong.credit > 0.0 ? Verdict::partly : Verdict::wrong;
  if (verdict == nullptr) {
    wrong.feedback.push_back(what_is_impossible(ordering, order, scenario));
  } else if (verdict->story) {
    const deploy::Story& story = exploration.stories[*verdict->story];
    wrong.feedback.push_back(
        {FeedbackKind::execution,
         story.order.empty() ? std::string() : item_of(ordering, story.order.back()).id,
         {},
         fmt::format("Everything that can happen in your order was run: {}.", told(story))});
  }
  return wrong;
}

std::optional<GivenOrder> explored_key(const Ordering& ordering, const deploy::Exploration& exploration) {
  for (const deploy::OrderVerdict& verdict : exploration.orders) {
    if (!verdict.safe) continue;
    Ordering chained = ordering;
    for (std::size_t i = 1; i < verdict.order.size(); ++i)
      chained.before.push_back(
          {item_of(ordering, verdict.order[i - 1]).id, item_of(ordering, verdict.order[i]).id, {}, {}});
    return GivenOrder{right_order(chained)};
  }
  return std::nullopt;
}

simulator::base::Diagnostics check_pairs(const Question& question, const Ordering& ordering,
                                         const deploy::Exploration& exploration) {
  simulator::base::Diagnostics out;
  const auto report = [&out](std::string message, Position at, std::string help) {
    simulator::base::Error error;
    error.code = "quiz.pairs-disagree";
    error.message = std::move(message);
    error.help = std::move(help);
    error.at = at;
    out.push_back({simulator::base::Severity::error, std::move(error)});
  };
  const std::vector<Precedence> pairs = pairs_of_steps(ordering);
  if (pairs.empty() || !knows_every_order(exploration)) return out;
  const Precedence* ruling_out = nullptr;
  const deploy::OrderVerdict* ruled_out = nullptr;
  std::set<std::vector<std::string>> safe;
  for (const deploy::OrderVerdict& verdict : exploration.orders) {
    if (!verdict.safe) continue;
    safe.insert(verdict.order);
    const auto place = [&verdict](const std::string& step) {
      return std::find(verdict.order.begin(), verdict.order.end(), step);
    };
    for (const Precedence& pair : pairs) {
      if (ruling_out != nullptr || place(pair.first) <= place(pair.then)) continue;
      ruling_out = &pair;
      ruled_out = &verdict;
    }
  }
  if (ruling_out != nullptr)
    report(fmt::format("the pairs of \"{}\" rule out an order in which nothing can fail: {}", question.id,
                       fmt::join(ruled_out->order, ", ")),
           ruling_out->at.known() ? ruling_out->at : question.at,
           fmt::format("They put \"{}\" before \"{}\", and of the scenario's {} none fails in that order. "
                       "Take the pair out, or all pairs between steps: then the exploration grades.",
                       ruling_out->first, ruling_out->then, counted(exploration.states, "state", "states")));
  std::vector<std::string> steps;
  for (const Item& item : ordering.items)
    if (!item.step.empty()) steps.push_back(item.step);
  const std::vector<std::string> other = other_order(steps, pairs, safe);
  if (other.empty()) return out;
  const deploy::OrderVerdict* verdict = exploration.verdict(other);
  report(fmt::format("the pairs of \"{}\" let an order pass that is not safe: {}", question.id,
                     fmt::join(other, ", ")),
         question.at,
         fmt::format("{}. Add the pair that rules it out, or take out all pairs between steps: then the "
                     "exploration grades.",
                     verdict != nullptr && verdict->story
                         ? "Explored, " + told(exploration.stories[*verdict->story])
                         : std::string("One of its steps can never begin")));
  return out;
}

}  // namespace lessons::quiz

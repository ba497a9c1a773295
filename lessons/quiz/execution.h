// Ordering questions that name a deploy scenario: the learner's order is executed by simulator/deploy with
// traffic from old and new code, and what really failed is the feedback.
#pragma once

#include <stop_token>
#include <string>
#include <vector>

#include "lessons/quiz/grade.h"
#include "simulator/base/error.h"

namespace simulator::deploy {
struct Scenario;
struct Trace;
}  // namespace simulator::deploy

namespace lessons::quiz {

/// The scenario's step ids in the learner's order (items without a step are no step of the replay).
[[nodiscard]] std::vector<std::string> scenario_order(const Ordering& ordering, const GivenOrder& answer);

/// Adds what the replay showed to a grade by the graph. A failing replay is never right; the first failing
/// request (tick, node, version, query, SQLite's message) becomes the first line of feedback.
[[nodiscard]] Grade with_execution(Grade by_graph, const simulator::deploy::Trace& trace);

/// What does not fit between the question and its scenario: steps that only one of them knows
/// (quiz.unknown-step, quiz.missing-step).
[[nodiscard]] simulator::base::Diagnostics check_steps(const Question& question, const Ordering& ordering,
                                                       const simulator::deploy::Scenario& scenario);

/// A safe order of a question without pairs, as items: those without a step stay where the author listed
/// them, as far as they can. Empty: there is none, or the exploration did not come to an end. Runs SQL.
/// Codes: world.bad-start, deploy.*.
[[nodiscard]] simulator::base::Result<std::vector<std::string>> derived_order(
    const Ordering& ordering, const simulator::deploy::Scenario& scenario, std::stop_token stop = {});

/// A question without pairs is graded by exploring its scenario: right is an order in which nothing can fail,
/// whatever happens in between; for another the credit is that of ordering.h against the best of the partial
/// orders that the safe ones are made of, and the feedback its shortest failing story. Where the exploration
/// does not come to an end, and where there are pairs: grade(), then the replay (an incomplete answer is not
/// run). Runs SQL: call it on a worker. Codes: deploy.*, world.cancelled, world.deadline.
[[nodiscard]] simulator::base::Result<Grade> grade_by_execution(const Question& question,
                                                                const Answer& answer,
                                                                const simulator::deploy::Scenario& scenario,
                                                                std::stop_token stop = {});

}  // namespace lessons::quiz

// Ordering questions that name a deploy scenario: the learner's order is executed by simulator/deploy with
// traffic from old and new code, and what really failed is the feedback.
#pragma once

#include <stop_token>
#include <string>
#include <vector>

#include "lessons/quiz/grade.h"
#include "simulator/base/error.h"

namespace simulator::deploy {
struct Exploration;
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

/// A question with steps_are_explored is graded by exploring its scenario (explored_order.h). Where the
/// exploration does not know every order, and where pairs order the steps: grade(), then the replay. An
/// incomplete answer is not run. Runs SQL: call it on a worker. Codes: deploy.*, world.cancelled,
/// world.deadline.
[[nodiscard]] simulator::base::Result<Grade> grade_by_execution(const Question& question,
                                                                const Answer& answer,
                                                                const simulator::deploy::Scenario& scenario,
                                                                std::stop_token stop = {});
/// The same with what explore_for_grading found before; null where it found nothing.
[[nodiscard]] simulator::base::Result<Grade> grade_by_execution(
    const Question& question, const Answer& answer, const simulator::deploy::Scenario& scenario,
    const simulator::deploy::Exploration* explored, std::stop_token stop = {});

}  // namespace lessons::quiz

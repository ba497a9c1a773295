// Ordering questions that name a deploy scenario: the learner's order is executed by simulator/deploy with
// traffic from old and new code, and what really failed is the feedback.
#pragma once

#include <cstdint>
#include <stop_token>
#include <string>
#include <vector>

#include "lessons/quiz/grade.h"

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

/// grade(), then the replay (only when the answer is complete). Runs SQL: call it on a worker.
[[nodiscard]] Grade grade_by_execution(const Question& question, const GivenOrder& answer,
                                       const simulator::deploy::Scenario& scenario, std::uint64_t seed,
                                       std::stop_token stop = {});

}  // namespace lessons::quiz

// Ordering questions whose steps are judged by exploring their deploy scenario: right is every order in which
// nothing can fail, whatever happens in between. Pairs of such a question speak about its other items only.
//
// Pure, but for explore_for_grading. Threads: none shared.
#pragma once

#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "lessons/quiz/grade.h"
#include "simulator/base/error.h"

namespace simulator::deploy {
struct Exploration;
struct Scenario;
}  // namespace simulator::deploy

namespace lessons::quiz {

/// Neither a pair of the author's nor what follows from pairs says how two of the scenario's steps stand.
[[nodiscard]] bool steps_are_explored(const Question& question);

/// The scenario's own nodes, no mishaps, and no more states than a lesson's rollout has. Runs SQL: call it on
/// a worker. Codes: world.bad-start, deploy.*.
[[nodiscard]] simulator::base::Result<simulator::deploy::Exploration> explore_for_grading(
    const simulator::deploy::Scenario& scenario, std::stop_token stop = {});

/// It came to an end and lists every order: only then an order can be called safe.
[[nodiscard]] bool knows_every_order(const simulator::deploy::Exploration& exploration);

/// Of a question with steps_are_explored, a complete answer and an exploration that knows every order: right
/// when the steps stand in a safe order and no pair is broken. Otherwise the credit is that of ordering.h
/// against the best of the partial orders that the safe orders are made of, and the feedback of an unsafe
/// order its shortest failing story.
[[nodiscard]] Grade grade_explored(const Question& question, const GivenOrder& given,
                                   const simulator::deploy::Scenario& scenario,
                                   const simulator::deploy::Exploration& exploration);

/// The key of such a question: a safe order of the steps, the other items as near to the author's list as the
/// pairs let them stand. Empty: no order is safe.
[[nodiscard]] std::optional<GivenOrder> explored_key(const Ordering& ordering,
                                                     const simulator::deploy::Exploration& exploration);

/// Where pairs do order the steps they must allow exactly the safe orders. quiz.pairs-disagree, at most once
/// for a safe order that they rule out and once for another that they let pass.
[[nodiscard]] simulator::base::Diagnostics check_pairs(const Question& question, const Ordering& ordering,
                                                       const simulator::deploy::Exploration& exploration);

}  // namespace lessons::quiz

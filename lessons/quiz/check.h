// Proving answer keys: every question's own key must be right, and every example must get the verdict and
// credit its author says. For `driftwoodctl check`.
#pragma once

#include <functional>
#include <string_view>

#include "lessons/quiz/quiz.h"
#include "simulator/base/error.h"

namespace simulator::deploy {
struct Exploration;
struct Scenario;
}  // namespace simulator::deploy

namespace lessons::quiz {

/// A deploy scenario of the lesson; all null when there is none of that name.
struct KnownScenario {
  const simulator::deploy::Scenario* scenario = nullptr;
  const simulator::deploy::Exploration* explored = nullptr;  ///< explore_for_grading; null when it failed
};
using FindScenario = std::function<KnownScenario(std::string_view id)>;

/// Codes: quiz.example-fails (an example got another verdict or credit), quiz.key-fails (the question's own
/// key is not right), quiz.unknown-scenario, quiz.unknown-step, quiz.missing-step, quiz.no-safe-order
/// (exploring grades, and no order is right), quiz.pairs-disagree (pairs that order a scenario's steps and
/// allow other orders than the safe ones), those of grade_by_execution. What the exploration does not know is
/// not compared. Sorted by place.
[[nodiscard]] simulator::base::Diagnostics check(const Quiz& quiz, const FindScenario& find_scenario = {});

}  // namespace lessons::quiz

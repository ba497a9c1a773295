// Proving answer keys: every question's own key must be right, and every example must get the verdict and
// credit its author says. For `driftwoodctl check`.
#pragma once

#include <functional>
#include <string_view>

#include "lessons/quiz/quiz.h"
#include "simulator/base/error.h"

namespace simulator::deploy {
struct Scenario;
}

namespace lessons::quiz {

/// The lesson's deploy scenario with this id, or null.
using FindScenario = std::function<const simulator::deploy::Scenario*(std::string_view id)>;

/// Codes: quiz.example-fails (an example got another verdict or credit), quiz.unknown-scenario,
/// quiz.unknown-step, quiz.graph-disagrees (an order the graph calls right failed when it was executed).
/// Sorted by place.
[[nodiscard]] simulator::base::Diagnostics check(const Quiz& quiz, const FindScenario& find_scenario = {});

}  // namespace lessons::quiz

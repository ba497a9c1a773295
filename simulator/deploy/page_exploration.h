// What an exploration found, as part of a page: the verdicts, what keeps production up (drawn where it is one
// partial order), the shortest story, and who breaks on which schema. Part of the room's inside.
#pragma once

#include <string>

#include "simulator/deploy/exploration.h"
#include "simulator/deploy/scenario.h"

namespace simulator::deploy::page {

[[nodiscard]] std::string explored(const Scenario& scenario, const Exploration& exploration);

/// Steps as boxes, from left to right what has to come first: the constraints' longest paths decide the
/// column. Steps without a constraint stand alone below.
[[nodiscard]] std::string precedence_graph(const Scenario& scenario,
                                           const std::vector<Precedence>& constraints);

}  // namespace simulator::deploy::page

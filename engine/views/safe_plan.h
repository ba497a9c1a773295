// A plan that keeps production up, in words: what a person needs after they saw a failure.
//
// Pure: values in, values out. Threads: none shared.
#pragma once

#include <string>
#include <vector>

#include "simulator/deploy/exploration.h"
#include "simulator/deploy/scenario.h"

namespace engine::views {

/// The scenario's own plan; else the titles of the steps in an order that `found` (may be null) shows to be
/// safe, or that the author calls safe. Inline markdown, a line a step; empty when there is none.
[[nodiscard]] std::vector<std::string> safe_plan(const simulator::deploy::Scenario& scenario,
                                                 const simulator::deploy::Exploration* found);

}  // namespace engine::views

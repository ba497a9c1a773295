// The moments of a replay: a table that says in words what the timeline shows, and the same as data for the
// page's script. Part of the room's inside.
#pragma once

#include <string>

#include "simulator/deploy/scenario.h"
#include "simulator/deploy/trace.h"

namespace simulator::deploy::page {

[[nodiscard]] std::string moments(const Scenario& scenario, const Trace& trace);

/// Compact JSON; requests of a tick that are alike are one entry with a count.
[[nodiscard]] std::string moments_json(const Scenario& scenario, const Trace& trace);

}  // namespace simulator::deploy::page

// The picture of a replay: ticks from left to right; the steps, the traffic, the schema, the flags and every
// node a row. SVG, drawn once; a script only moves the cursor over it. Part of the room's inside.
#pragma once

#include <string>

#include "simulator/deploy/scenario.h"
#include "simulator/deploy/trace.h"

namespace simulator::deploy::page {

[[nodiscard]] std::string timeline(const Scenario& scenario, const Trace& trace);

}  // namespace simulator::deploy::page

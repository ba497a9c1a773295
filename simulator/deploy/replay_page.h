// A replay as one HTML page for a postmortem: what was rolled out in which order, the timeline, every failure
// with SQLite's words and PostgreSQL's, the incident and the safe plan of the scenario's author, every moment
// as a table, and what exploring all orders found, if that was done.
//
// The page is one file that loads nothing: no fonts, no pictures, no addresses but links a reader may follow.
// Its Content-Security-Policy forbids everything but its own style and, by hash, its own script. It says all
// it has to say without the script, which only moves a cursor over the timeline. Light and dark.
//
// Scenarios, SQL and data are untrusted: all text is escaped (page_text.h).
//
// Values only; any thread.
#pragma once

#include <string>

#include "simulator/deploy/exploration.h"
#include "simulator/deploy/scenario.h"
#include "simulator/deploy/trace.h"

namespace simulator::deploy {

/// `trace` and `exploration` are of this scenario.
[[nodiscard]] std::string to_html(const Scenario& scenario, const Trace& trace,
                                  const Exploration* exploration = nullptr);

}  // namespace simulator::deploy

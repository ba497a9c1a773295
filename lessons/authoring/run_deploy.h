// Proves a deploy scenario: every order its author speaks about is replayed, and judged by what exploring the
// scenario found: see check.h.
#pragma once

#include <stop_token>

#include "simulator/base/error.h"
#include "simulator/deploy/exploration.h"
#include "simulator/deploy/scenario.h"

namespace lessons::authoring {

/// `explored` is quiz::explore_for_grading's. check.start-fails, check.safe-order-fails,
/// check.unsafe-order-passes, check.other-failure; a warning check.not-explored where it does not know every
/// order: then it says only which orders fail. Without excerpts.
[[nodiscard]] simulator::base::Diagnostics run_deploy(
    const simulator::deploy::Scenario& scenario,
    const simulator::base::Result<simulator::deploy::Exploration>& explored, std::stop_token stop = {});

}  // namespace lessons::authoring

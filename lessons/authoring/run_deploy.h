// Proves a deploy scenario by replaying every order its author speaks about: see check.h.
#pragma once

#include <stop_token>

#include "simulator/base/error.h"
#include "simulator/deploy/scenario.h"

namespace lessons::authoring {

/// check.start-fails, check.safe-order-fails, check.unsafe-order-passes, check.other-failure. Without
/// excerpts.
[[nodiscard]] simulator::base::Diagnostics run_deploy(const simulator::deploy::Scenario& scenario,
                                                      std::stop_token stop = {});

}  // namespace lessons::authoring

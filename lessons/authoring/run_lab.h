// Proves a lab by running it: see check.h.
#pragma once

#include <stop_token>

#include "lessons/lab/lab.h"
#include "simulator/base/error.h"

namespace lessons::authoring {

/// check.start-fails, check.starter-passes, check.solution-fails, check.wrong-example. Without excerpts.
[[nodiscard]] simulator::base::Diagnostics run_lab(const lab::Lab& lab, std::stop_token stop = {});

}  // namespace lessons::authoring

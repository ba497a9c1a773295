// Small rollouts made by chance: columns that come, go and are renamed, backfills, triggers, versions that
// write and read the old place, the new one or both, one fact or two, requests in one statement or several.
#pragma once

#include <cstdint>

#include "simulator/deploy/scenario.h"

namespace simulator::deploy::testing_support {

struct RandomShape {
  int steps = 4;
  int nodes = 2;
};

/// The same seed and shape, the same scenario. Steps and nodes are at most those.
[[nodiscard]] Scenario random_scenario(std::uint64_t seed, const RandomShape& shape);

}  // namespace simulator::deploy::testing_support

// What keeps production up, in words: for a terminal, a page and a panel.
//
// Values only; any thread.
#pragma once

#include <string>
#include <vector>

#include "simulator/deploy/exploration.h"

namespace simulator::deploy {

struct RegionWords {
  std::string headline;            ///< "These 2 constraints keep production up:"
  std::vector<std::string> lines;  ///< "deploy -> drain", "fill -> read, or fill -> drop"; may be empty
};

/// Of an exploration that is not complete, or has too many orders to list, it says so and claims nothing.
[[nodiscard]] RegionWords region_words(const Exploration& exploration);

}  // namespace simulator::deploy

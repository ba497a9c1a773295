// Where the steps of a precedence graph stand: in layers from what comes first to what comes last, each layer
// sorted so that arrows cross little. An arrow over several layers has a place of its own in each of them, so
// that it runs between the steps and not through them.
//
// Source: the layered drawing of Sugiyama, Tagawa and Toda (IEEE Trans. SMC 11, 1981): longest path layers,
// places for long arrows, the barycentre heuristic.
// Pure: values in, values out. Threads: none shared.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "simulator/deploy/exploration.h"

namespace engine::views {

struct PrecedenceLayout {
  struct Place {
    std::size_t layer = 0;
    std::size_t row = 0;  ///< from 0 in each layer
  };
  struct Box {
    std::string step;
    Place place;
  };
  struct Arrow {
    std::string first;
    std::string then;
    std::vector<Place> through;  ///< places of its own in the layers between, in order
  };
  std::vector<Box> boxes;
  std::vector<Arrow> arrows;
  std::vector<std::size_t> rows;  ///< how many places each layer has
  std::vector<std::string> free;  ///< steps that no constraint speaks of

  [[nodiscard]] const Box* box(const std::string& step) const;
};

/// `constraints` name only `steps` and have no cycle; what is in one is left out.
[[nodiscard]] PrecedenceLayout lay_out(std::span<const std::string> steps,
                                       std::span<const simulator::deploy::Precedence> constraints);

}  // namespace engine::views

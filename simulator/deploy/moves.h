// Small things that both halves of Plan use. Part of the room's inside.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "simulator/deploy/situation.h"

namespace simulator::deploy {

[[nodiscard]] inline std::uint32_t bit(StepIndex step) { return 1U << static_cast<unsigned>(step); }

/// Nodes that are alike would give the same move again.
inline void add_once(std::vector<Move>& moves, const Move& move) {
  if (std::find(moves.begin(), moves.end(), move) == moves.end()) moves.push_back(move);
}

[[nodiscard]] inline Move of_node(Move::Kind kind, std::size_t group, VersionIndex version) {
  Move move;
  move.kind = kind;
  move.group = static_cast<std::uint8_t>(group);
  move.version = version;
  return move;
}

}  // namespace simulator::deploy

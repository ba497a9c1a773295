// What a set of orders has in common, as constraints that exactly its orders keep: the precedences that hold
// in all of them, reduced, and where these let others through, alternatives ("A before C or B before C").
//
// The steps' own constraints ("after") hold in every order and are among the constraints unless they follow
// from others: the region is exact over all permutations of the steps, not only over the allowed ones.
//
// Every set has such a region: of an order outside, the precedences turned round hold somewhere in every
// order inside. The alternatives are chosen small: all of two, then of three precedences that are useful,
// greedily by how many orders they exclude; for what is left, one made smaller as long as it holds.
//
// Pure. Sources: linear extensions counted over down-sets (as in Pruesse and Ruskey, SIAM J. Comput. 23,
// 1994); a set of orders is the union of the partial orders that it contains.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "simulator/deploy/exploration.h"

namespace simulator::deploy {

/// More linear extensions than this are not looked at, and the region stays empty.
inline constexpr std::size_t most_region_orders = 50'000;

/// `safe`: permutations of 0..steps-1. Empty when there is none, or when too much would have to be looked at.
[[nodiscard]] SafeRegion region_of(const std::vector<std::vector<std::uint8_t>>& safe,
                                   const std::vector<std::string>& steps);

/// Whether the order keeps to it.
[[nodiscard]] bool holds(const SafeRegion& region, const std::vector<std::string>& order);

}  // namespace simulator::deploy

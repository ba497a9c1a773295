// A plain search of a rollout, without any of the explorer's reductions, to compare it with: nodes have
// names, the order of the steps is part of a state, databases are compared row by row as they are, every
// request is one that may write, and every statement is run on a fresh copy, once for each such database. It
// shares with the explorer the scenario, Plan's moves, SQLite and the migration runner, and nothing else.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "simulator/deploy/scenario.h"
#include "simulator/deploy/situation.h"

namespace simulator::deploy::testing_support {

struct BruteVerdict {
  std::optional<std::size_t> fails;       ///< acts of the shortest failure without a rollback
  std::optional<std::size_t> fails_back;  ///< with one
};

struct BruteForce {
  bool complete = true;
  std::size_t states = 0;
  std::map<std::vector<std::string>, BruteVerdict> orders;  ///< that can happen
};

[[nodiscard]] BruteForce search(const Scenario& scenario, const Mishaps& mishaps, std::size_t state_limit);

}  // namespace simulator::deploy::testing_support

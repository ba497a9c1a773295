// What `deploy explore` prints: one exploration in full, or many in one table.
//
// Ownership: plain values. Threads: none shared.
#pragma once

#include <string>
#include <vector>

#include "engine/app/ctl.h"
#include "simulator/deploy/exploration.h"
#include "simulator/deploy/scenario.h"

namespace engine::app {

/// Of one scenario: the sum, what keeps production up, every order with its first failure, the shortest story
/// act by act, what it cost.
[[nodiscard]] std::string exploration_text(const simulator::deploy::Plan& plan,
                                           const simulator::deploy::Exploration& exploration);

/// A row of the table. `problem` is set, and the rest empty, where the scenario could not be explored.
struct ExploredFile {
  std::string file;
  std::string id;
  std::size_t steps = 0;
  simulator::deploy::Exploration exploration;
  std::string problem;
};

/// One line a scenario and one of totals. Orders are "safe/all"; those of a search that is not complete
/// "?/all".
[[nodiscard]] std::string exploration_table(const std::vector<ExploredFile>& files);

/// fine: the search is complete and an order is safe. does_not_hold: no order is, or it is not complete.
[[nodiscard]] Exit exit_of(const simulator::deploy::Exploration& exploration);

}  // namespace engine::app

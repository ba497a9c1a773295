// Which versions of the app serve requests while, or after, each migration of a rollout runs: what the linter
// needs to tell which queries a migration breaks.
//
// Pure: nothing is run. In the given order a version is there from its deploy step (the first one from the
// start) until it was drained or replaced.
#pragma once

#include <string>
#include <vector>

#include "simulator/base/error.h"
#include "simulator/deploy/scenario.h"
#include "simulator/lint/linter.h"
#include "simulator/lint/live.h"
#include "simulator/migration/migration_set.h"

namespace simulator::deploy {

/// `order` as Scenario::listed_order gives it, or another; `set` is the folder that the steps migrate.
/// Codes: those of check_order.
[[nodiscard]] base::Result<lint::Rollout> live_versions(const Scenario& scenario,
                                                        const std::vector<std::string>& order,
                                                        const migration::MigrationSet& set);

/// The files that the scenario's environment has from the start.
[[nodiscard]] std::vector<std::string> applied_at_start(const Scenario& scenario,
                                                        const migration::MigrationSet& set);

}  // namespace simulator::deploy

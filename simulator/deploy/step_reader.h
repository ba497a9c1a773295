// The parts of a scenario file that are about the rollout: steps, what has to come before what, and the
// orders that the author speaks about. Part of the room's inside.
//
// Ownership: plain values. Threads: none shared.
#pragma once

#include "simulator/deploy/scenario.h"
#include "simulator/deploy/scenario_source.h"
#include "simulator/migration/migration_set.h"

namespace simulator::deploy {

/// Reads the keys "steps" and "orders" of `root` into the scenario, which has everything else already.
void read_rollout(const ScenarioSource& source, base::JsonReader& root,
                  const migration::MigrationSet& migrations, Scenario& scenario);

/// No such version: reported at `key`. The same for a version of a migration.
void check_version(const Scenario& scenario, const std::string& name, base::JsonReader& reader);
void check_migration(const migration::MigrationSet& migrations, const std::string& version,
                     base::JsonReader& reader, std::string_view key);

}  // namespace simulator::deploy

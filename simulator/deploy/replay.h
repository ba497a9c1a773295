// Runs a rollout in one order, for real: a World with the scenario's database, its migrations and its nodes.
//
// The moves are a Plan's (situation.h): within a step the first that is possible, and what goes on behind the
// steps (rollouts that were not waited for, workers that update late) when the seed says so. After every move
// each live node serves requests of its version (traffic.h), some of several statements are in flight across
// a migration, a batch or a restore, and the oracles (FailureKind) look at all of it. A step that fails does
// not end the replay: the rest of the rollout meets the world as it then is.
//
// Source of the model: the F1 schema-change paper (Rae et al., VLDB
// 2013): what matters is which code meets which schema, at every moment.
#pragma once

#include <cstdint>
#include <span>
#include <stop_token>
#include <string>

#include "simulator/base/error.h"
#include "simulator/deploy/scenario.h"
#include "simulator/deploy/trace.h"
#include "simulator/world/world.h"

namespace simulator::deploy {

struct Replay {
  Trace trace;
  world::World world;  ///< to look into the database at Tick::moment (World::query_at)
};

/// A story as it was told: its acts and no other request that writes; after each, every live version's reads,
/// and at the end what failed. Codes: as replay, and deploy.bad-story.
[[nodiscard]] base::Result<Replay> replay(const Scenario& scenario, const Story& story,
                                          std::stop_token stop = {});

/// Whether the order names every step once (deploy.unknown-step, deploy.duplicate-step, deploy.missing-step)
/// and keeps to what each step says comes first (deploy.impossible-order).
[[nodiscard]] base::Result<void> check_order(const Scenario& scenario, std::span<const std::string> order);

/// Codes: those of check_order (deploy.impossible-order also where a step can never begin), deploy.too-long,
/// world.bad-start, world.node-refused (at the start), world.cancelled, world.deadline. Seed 0 is the
/// scenario's own.
[[nodiscard]] base::Result<Replay> replay(const Scenario& scenario, std::span<const std::string> order,
                                          std::uint64_t seed = 0, std::stop_token stop = {});

}  // namespace simulator::deploy

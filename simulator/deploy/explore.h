// Explores a rollout: all orders of its steps that the constraints allow, and within each everything that can
// happen between two moves: nodes of either version that are drained, stopped and started, batches of a
// backfill, requests that write, requests in flight across a move, and if asked for a rollback of the code at
// any point and a crash of the migrator. Every statement is really run, on the real database of that moment.
//
// How it stays small, and why nothing is missed:
// 1. What a request answers depends on the database and the request alone, so each pair is run once, and
//    asked again for every state that has that database. (An SQL error needs no interleaving, only a state.)
// 2. Nodes that are alike are counted, not named.
// 3. At most Scenario::live_versions versions are live at once; that is part of the scenario, not a shortcut.
// 4. Fields whose requests and steps touch no table in common cannot influence each other: their writes are
//    explored one group after the other (tables as SQLite's authorizer reports them, through views and
//    triggers, with the tables that foreign keys reach; whole tables, because for an INSERT and for count(*)
//    it names no column).
// 5. Databases are told apart by schema, history and sorted rows, the values that were written by who wrote
//    last instead of what: the last written value, and the others in the order in which they appear.
// 6. Breadth first: the first story that ends in a failure is a shortest one. A failure ends its branch.
// The steps' order is no part of a state: which orders are safe is read off the graph of states afterwards.
//
// What it assumes: the clock stands still and chance is the same at every request; one request at most is in
// flight across one move; a request without writes that it promises, and not "once", changes nothing that
// another depends on (it is run in every state, for its errors, and taken back).
//
// Sources: facts measured with real SQLite (states grow linearly with nodes); independence as in Godefroid,
// Partial-Order Methods (LNCS 1032), used on data instead of paths.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <stop_token>

#include "simulator/base/error.h"
#include "simulator/deploy/exploration.h"
#include "simulator/deploy/scenario.h"

namespace simulator::deploy {

struct ExploreProgress {
  std::size_t states = 0;
  std::size_t waiting = 0;  ///< found and not looked at yet
  std::size_t executed = 0;
};

struct ExploreOptions {
  std::optional<int> nodes;  ///< of the first group, instead of the scenario's
  Mishaps mishaps;
  std::size_t state_budget = 200'000;
  std::uint64_t byte_budget = 1ULL << 30U;
  int threads = 2;
  /// Called now and then, always on the calling thread.
  std::function<void(const ExploreProgress&)> progress;
};

/// A budget or a stop request ends the search early; what was found so far comes back with complete = false.
/// Codes: world.bad-start (the scenario's database cannot be made), deploy.bad-count.
[[nodiscard]] base::Result<Exploration> explore(const Scenario& scenario, const ExploreOptions& options = {},
                                                std::stop_token stop = {});

}  // namespace simulator::deploy

// Makes the moves of a Plan come true in a World: each becomes the commands that it stands for. Part of the
// room's inside.
//
// Ownership: refers to the plan and the World, which must outlive it. Threads: as the World.
#pragma once

#include <cstdint>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "simulator/base/error.h"
#include "simulator/deploy/situation.h"
#include "simulator/migration/migration_set.h"
#include "simulator/world/world.h"

namespace simulator::deploy {

/// A backfill that still changes rows after so many batches is said not to end.
inline constexpr int most_batches = 100;

/// What came of a move.
struct Performed {
  std::string title;  ///< one line for people; empty: only the beginning of something, nothing to be seen yet
  std::optional<base::Error> error;  ///< the move failed; its step goes on with the next one
  std::vector<world::Event> events;  ///< of the World's commands, a request in flight among them
  bool finished = true;              ///< as Plan::after asks
  bool refused = false;
  bool held_up = false;  ///< a lock was in its way: nothing was done, it will be tried again
};

/// The name of the node with this index: "node 2"; a worker that is alone has its group's name.
[[nodiscard]] std::string node_name(const Plan& plan, const Situation& at, std::size_t index);

class Performance {
 public:
  Performance(const Plan& plan, world::World& world, std::stop_token stop);

  /// The nodes that are there at the start, and the backup "start" where a step restores it. What a node that
  /// does not start says is the error: world.node-refused.
  [[nodiscard]] base::Result<void> begin(const Situation& at);
  /// Codes: those of World::apply that mean that nothing happened.
  [[nodiscard]] base::Result<Performed> perform(const Situation& at, const Move& move,
                                                const std::optional<world::Request>& in_flight = {});
  /// Requests, one after the other.
  [[nodiscard]] base::Result<std::vector<world::Event>> serve(std::vector<world::Request> requests);

 private:
  using Events = base::Result<std::vector<world::Event>>;
  [[nodiscard]] Events apply(const world::Command& command);
  [[nodiscard]] base::Result<Performed> work(const Step& step, const Move& move,
                                             const std::optional<world::Request>& in_flight);
  [[nodiscard]] base::Result<Performed> migrate(const Step& step, const Move& move,
                                                const std::optional<world::Request>& in_flight);
  [[nodiscard]] base::Result<Performed> start(const Situation& at, const Move& move);
  [[nodiscard]] base::Result<Performed> switch_over(const Situation& at, const Move& move);
  /// No file is left for the step.
  [[nodiscard]] bool nothing_left(const Step& step);

  const Plan& plan_;
  world::World& world_;
  std::stop_token stop_;
  migration::MigrationSet set_;
  int batches_ = 0;  ///< of the backfill that runs
};

}  // namespace simulator::deploy

// One run of a rollout that is being noted: a Situation that moves, the World behind it, the oracles, and the
// Trace that comes of it. Whoever drives it says which move is next and which requests come after it. Part of
// the room's inside.
//
// A move opens a tick (unless there is nothing to see of it), requests belong to the tick that is open, and
// close() looks at everything that holds at its end.
//
// Ownership: refers to the plan and the World, which must outlive it. Threads: as the World.
#pragma once

#include <optional>
#include <set>
#include <stop_token>
#include <string>
#include <vector>

#include "simulator/deploy/arrangement.h"
#include "simulator/deploy/data_oracle.h"
#include "simulator/deploy/performance.h"
#include "simulator/deploy/trace.h"

namespace simulator::deploy {

inline constexpr std::size_t most_ticks = 2000;
inline constexpr std::size_t most_requests = 50'000;

class Rehearsal {
 public:
  Rehearsal(const Plan& plan, world::World& world, std::stop_token stop);

  /// The nodes serve, what the first version reads is known; tick 0 is open. Codes, as of everything here:
  /// those of World::apply that mean that nothing happened, deploy.too-long.
  [[nodiscard]] base::Result<void> begin();
  /// True: a tick is open now. False: there is nothing to see of it.
  [[nodiscard]] base::Result<bool> take(const Move& move,
                                        const std::optional<world::Request>& in_flight = {});
  /// A tick in which nothing but requests happens.
  void pause(const std::string& step, std::string title);
  [[nodiscard]] base::Result<void> serve(std::vector<world::Request> requests);
  [[nodiscard]] base::Result<void> close();

  [[nodiscard]] const Situation& at() const { return at_; }
  /// The last move met a lock and did nothing.
  [[nodiscard]] bool held_up() const { return held_up_; }
  /// Queries that can succeed only once and did, since the last call: version and query.
  [[nodiscard]] std::vector<std::pair<std::string, const world::AppQuery*>> take_succeeded();
  [[nodiscard]] Trace finish();

 private:
  void open(std::string step, std::string title);
  [[nodiscard]] std::string step_of(const Move& move) const;
  void note_move(const Move& move, const Performed& done);
  void note_request(const world::Event& event);
  void note(Failure failure, std::optional<std::size_t> request = {});
  [[nodiscard]] base::Result<void> learn();
  void check_invariants();
  [[nodiscard]] bool holds(std::string_view text);
  [[nodiscard]] const world::AppQuery* query_of(std::string_view version, std::string_view query) const;
  [[nodiscard]] bool reads_something(const std::vector<world::AppNodeView>& nodes,
                                     const world::Request& request) const;

  const Plan& plan_;
  world::World& world_;
  Performance performance_;
  DataOracle oracle_;
  Situation at_;
  Trace trace_;
  NodesByTick nodes_;
  std::optional<Tick> tick_;         ///< the one that is open
  std::optional<std::size_t> step_;  ///< the one that runs, in Trace::steps
  bool held_up_ = false;
  world::NodeId seen_at_ = 0;       ///< what the request that is judged has found
  std::set<std::string> told_;      ///< findings that were told already
  std::set<std::string> broken_;    ///< invariants that did not hold when they were last looked at
  std::set<std::string> given_up_;  ///< ... and that took too long
  std::vector<std::pair<std::string, const world::AppQuery*>> succeeded_;
};

}  // namespace simulator::deploy

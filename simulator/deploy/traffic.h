// What requests come between two moves: which nodes get some, which queries, about whom. From a seed alone.
// Part of the room's inside.
//
// Ownership: refers to the plan, which must outlive it. Threads: none shared.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "simulator/base/random.h"
#include "simulator/deploy/situation.h"
#include "simulator/world/command.h"

namespace simulator::deploy {

class Traffic {
 public:
  Traffic(const Plan& plan, std::uint64_t seed) : plan_(plan), random_(seed) {}

  /// For every serving node, in random order, requests of its version: each of its queries once where all
  /// weigh the same, otherwise the heaviest once and the others now and then. A node that began to drain with
  /// the last move finishes what it had. Where no node of the first group serves, one request finds nobody.
  [[nodiscard]] std::vector<world::Request> between(const Situation& before, const Situation& now);
  /// A request of several statements for being in flight across a move: for a migration always where there is
  /// one, for other work now and then.
  [[nodiscard]] std::optional<world::Request> in_flight(const Situation& at, StepKind work);
  /// Which of the moves that go on behind the steps is next, if it is the turn of one of them.
  [[nodiscard]] std::optional<std::size_t> turn_of(std::size_t moves_behind, bool step_can_go_on);
  /// It succeeded; one that can do so only once is not sent again.
  void succeeded(const std::string& version, const world::AppQuery& query);

  /// A request of the query, its keys taken from the entities in turn.
  [[nodiscard]] world::Request request_of(const Situation& at, std::size_t node,
                                          const world::AppQuery& query);

 private:
  void add_turn(const Situation& at, std::size_t node, std::vector<world::Request>& out);
  [[nodiscard]] bool has_turn(const Situation& at, std::size_t node);

  const Plan& plan_;
  base::Random random_;
  std::map<std::string, std::size_t> turns_;  ///< of a version's query: how often its keys went round
  std::set<std::string> over_;                ///< queries that can succeed only once, and did
};

/// The values that make the query ask about this key of the field; none for a NULL.
[[nodiscard]] world::Parameters key_values(const world::AppQuery& query, const std::string& field,
                                           const sql::Value& key);

}  // namespace simulator::deploy

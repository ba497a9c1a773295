// The graph of everything that can happen: states are pairs of a canonical Situation and a DataState, edges
// are moves, writes, and moves with a request in flight across them. Built breadth first, level by level. The
// order of the steps is no part of a state; edges say which step begins with them.
//
// A state in which a request fails, an invariant is broken or nobody serves is an end; so is a move that
// fails.
//
// Ownership: a StateGraph owns states and edges; plan and effects must outlive it. Threads: one at a time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <stop_token>
#include <string>
#include <unordered_map>
#include <vector>

#include "simulator/base/error.h"
#include "simulator/deploy/effects.h"
#include "simulator/deploy/explore.h"
#include "simulator/deploy/situation.h"
#include "simulator/deploy/story.h"

namespace simulator::deploy {

using StateId = std::uint32_t;

/// How a branch ended.
struct Ending {
  Failure failure;
  std::optional<RequestBy> failing;  ///< that shows it; none for moves, invariants and an absent node
};

struct Edge {
  static constexpr std::uint32_t ending_bit = 1U << 31U;
  std::uint32_t target = 0;  ///< a StateId, or ending_bit and the number of an Ending
  std::uint32_t act = 0;     ///< of StateGraph::act
  StepIndex begins = no_step;
  bool rolls_back = false;

  [[nodiscard]] bool ends() const { return (target & ending_bit) != 0; }
  [[nodiscard]] std::uint32_t ending() const { return target & ~ending_bit; }
};

class StateGraph {
 public:
  struct Limits {
    Mishaps mishaps;
    std::size_t states = 0;
    std::uint64_t bytes = 0;
    std::stop_token stop;
    std::function<void(const ExploreProgress&)> progress;
  };

  /// `writing`: which of AskedList::all are transitions; the others are only run for their answer.
  StateGraph(const Plan& plan, const AskedList& asked, Effects& effects, std::vector<bool> writing);

  /// Returns why it stopped before everything was seen; empty: complete.
  [[nodiscard]] std::string build(const Limits& limits);

  [[nodiscard]] std::size_t states() const { return nodes_.size(); }
  [[nodiscard]] std::size_t moves() const { return edges_.size(); }
  [[nodiscard]] std::uint64_t bytes() const;
  /// The edges that leave it, in a fixed order; none of an end, or of a state that was not looked at.
  [[nodiscard]] const Edge* begin(StateId state) const { return edges_.data() + nodes_[state].first_edge; }
  [[nodiscard]] const Edge* end(StateId state) const {
    return edges_.data() + nodes_[state].first_edge + nodes_[state].edge_count;
  }
  /// Set: this state is an end.
  [[nodiscard]] std::optional<std::uint32_t> ending_of(StateId state) const;
  [[nodiscard]] bool rolled_back(StateId state) const {
    return situations_[nodes_[state].situation].at.rolled_back;
  }
  [[nodiscard]] const Ending& ending(std::uint32_t number) const { return endings_[number]; }
  [[nodiscard]] const Act& act(std::uint32_t number) const { return acts_[number]; }
  [[nodiscard]] DataId data(StateId state) const { return nodes_[state].data; }
  [[nodiscard]] std::uint32_t situation(StateId state) const { return nodes_[state].situation; }
  [[nodiscard]] const Situation& situation_at(std::uint32_t number) const { return situations_[number].at; }

 private:
  static constexpr std::uint32_t none = UINT32_MAX;
  struct Node {
    std::uint32_t situation = 0;
    DataId data = 0;
    std::uint32_t first_edge = 0;
    std::uint32_t edge_count = 0;
    std::uint32_t ending = none;
    std::uint8_t batches = 0;  ///< of the backfill that runs
  };
  struct PossibleMove {
    Move move;
    std::optional<Action> action;  ///< what it does to the database
    std::uint32_t act = 0;
    std::uint32_t after = none;  ///< situation, when the step is over with it (or there is no such thing)
    std::uint32_t unfinished = none;  ///< when it is not
    std::uint32_t refused = none;     ///< when the node does not start
  };
  /// What does not depend on the database, worked out once a situation.
  struct Known {
    Situation at;
    bool worked_out = false;
    bool unserved = false;
    std::vector<std::pair<std::uint16_t, std::uint32_t>> requests;  ///< AskedList::all, act
    std::vector<PossibleMove> moves;
  };

  [[nodiscard]] std::uint32_t situation_id(const Situation& at);
  void work_out(std::uint32_t situation);
  [[nodiscard]] std::uint32_t act_id(const Act& act);
  [[nodiscard]] std::uint32_t ending_id(const Failure& failure, std::optional<RequestBy> failing);
  [[nodiscard]] StateId state_id(std::uint32_t situation, DataId data);
  void add_edge(std::uint32_t target, std::uint32_t act);
  [[nodiscard]] bool is_once_over(DataId data, const Asked& asked) const;
  [[nodiscard]] bool flies(const PossibleMove& possible, const Asked& asked) const;

  void want_looks(StateId state, std::vector<std::pair<DataId, Action>>& wanted);
  void want_moves(StateId state, std::vector<std::pair<DataId, Action>>& wanted);
  void want_kills(StateId state, std::vector<std::pair<DataId, Action>>& wanted);
  void judge(StateId state);
  void expand(StateId state);
  [[nodiscard]] bool is_backfill(StepIndex step) const;
  [[nodiscard]] Failure never_ends(StepIndex step) const;
  void count_batches(StateId from, StateId to, bool one_more);

  const Plan& plan_;
  const AskedList& asked_;
  Effects& effects_;
  std::vector<bool> writing_;
  Mishaps mishaps_;
  std::vector<Node> nodes_;
  std::vector<Edge> edges_;
  std::vector<Known> situations_;
  std::map<Situation, std::uint32_t> situation_ids_;
  std::unordered_map<std::uint64_t, StateId> state_ids_;
  std::vector<Act> acts_;
  std::map<std::string, std::uint32_t> act_ids_;
  std::vector<Ending> endings_;
  std::map<std::string, std::uint32_t> ending_ids_;
};

}  // namespace simulator::deploy

// Reads off a StateGraph which orders of the steps fail, and how soonest. Plain graph work, nothing is
// executed.
//
// For every beginning of an order there is a layer: the states in which exactly those steps have begun, in
// that order, each with the fewest acts that lead there. An order fails when a layer of one of its beginnings
// has an end; its shortest story is the shortest over all of them, for a longer beginning may fail sooner.
//
// An order counts when it can happen at all: when its steps can begin in this order if nothing ever fails.
// That is found on Situations alone, without the database.
//
// Ownership: plain values. Threads: none shared.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "simulator/deploy/state_graph.h"

namespace simulator::deploy {

using StepOrder = std::vector<StepIndex>;

/// The orders that can happen.
class PossibleOrders {
 public:
  PossibleOrders(const Plan& plan, std::size_t cap);

  [[nodiscard]] std::uint32_t begin() const { return begin_; }
  /// At most the cap.
  [[nodiscard]] std::size_t total() const { return total_; }
  /// There are more, or so many situations that they were not all looked at.
  [[nodiscard]] bool capped() const { return capped_; }
  /// Numbers of what follows a beginning: every step that may begin next, and what follows then.
  struct Next {
    StepIndex step = no_step;
    std::uint32_t to = 0;
  };
  [[nodiscard]] const std::vector<Next>& after(std::uint32_t place) const { return places_[place].next; }
  /// How many orders go on from here.
  [[nodiscard]] std::size_t count(std::uint32_t place) const { return places_[place].orders; }

 private:
  struct Place {
    std::vector<Next> next;
    std::size_t orders = 0;
  };
  std::uint32_t visit(const Plan& plan, const std::vector<Situation>& reached);
  std::vector<Place> places_;
  std::map<std::vector<Situation>, std::uint32_t> known_;
  std::size_t cap_;
  std::uint32_t begin_ = 0;
  std::size_t looked_at_ = 0;
  std::size_t total_ = 0;
  bool capped_ = false;
};

/// The soonest end of one kind, and the way there.
struct Path {
  std::size_t acts = 0;
  std::uint32_t ending = 0;
  StepOrder begun;                 ///< steps in the order in which they began
  std::vector<std::uint32_t> way;  ///< StateGraph::act
};

struct OrderFinding {
  StepOrder order;
  std::optional<Path> fails;        ///< without a rollback
  std::optional<Path> fails_back;   ///< with one
  StepIndex no_way_back = no_step;  ///< the last step of the shortest beginning that fails with a rollback
  [[nodiscard]] bool safe() const { return !fails && !fails_back; }
};

struct OrderFindings {
  std::vector<OrderFinding> orders;  ///< in the order of the steps' numbers; as many as were asked for
  std::size_t safe = 0;              ///< of all, listed or not
};

/// At most `listed` orders one by one; the safe ones are counted beyond.
[[nodiscard]] OrderFindings analyse_orders(const StateGraph& graph, const PossibleOrders& possible,
                                           std::size_t listed);

/// As above, when all of them are few enough to be listed.
inline constexpr std::size_t most_listed_orders = 5040;

}  // namespace simulator::deploy

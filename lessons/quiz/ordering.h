// Orders against an author's precedence pairs.
//
// How far an order is from a right one is the smallest number of items to take out so that what is left
// breaks no pair. "u stands before v, but v must come before u" is itself a strict partial order on the items
// given (it is transitive), so the largest set without such a conflict is an antichain, and by Dilworth and
// König the number to take out is the size of a maximum bipartite matching of the conflicts: exact and
// polynomial, where searching subsets is exponential.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "lessons/quiz/question.h"

namespace lessons::quiz {

/// Item ids along a circle of pairs, the first one again at the end; empty when there is none.
[[nodiscard]] std::vector<std::string> find_cycle(const Ordering& ordering);

/// The pairs, and what follows from them. Those that the author wrote keep their place and their reason.
[[nodiscard]] std::vector<Precedence> consequences(const Ordering& ordering);

/// The right order that stays nearest to the author's list. Empty when the pairs form a circle.
[[nodiscard]] std::vector<std::string> right_order(const Ordering& ordering);

struct OrderMark {
  std::size_t deletions = 0;         ///< missing items not counted
  std::vector<std::string> missing;  ///< items of the question that the order lacks
  /// The author's pair that is broken first, reading from the top: the order has `then` before `first`.
  std::optional<Precedence> conflict;
  double credit = 0.0;  ///< (n - 2 * (deletions + missing)) / n, not below 0: taking out and putting in again
};

/// Ids that the question does not know, and repeated ones, are passed over.
[[nodiscard]] OrderMark mark_order(const Ordering& ordering, const std::vector<std::string>& order);

}  // namespace lessons::quiz

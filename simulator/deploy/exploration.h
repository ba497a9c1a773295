// What exploring a scenario found: every order of its steps, judged by everything that can happen while they
// run, each unsafe one with its shortest story, and what the safe ones have in common.
//
// Ownership: plain values. May cross threads.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "simulator/deploy/situation.h"
#include "simulator/deploy/story.h"

namespace simulator::deploy {

struct OrderVerdict {
  std::vector<std::string> order;  ///< step ids
  bool safe = false;               ///< whatever happens (mishaps that were asked for included), nothing fails
  /// Of an unsafe one: its shortest, index into Exploration::stories. With a rollback only where nothing
  /// fails without one.
  std::optional<std::size_t> story;
  /// Only when rollbacks were explored and nothing fails without one: the step after whose beginning the code
  /// can no longer be rolled back. Empty: it can be at any time.
  std::string no_way_back;
  std::optional<std::size_t> rollback_story;  ///< that shows it: the same as `story`

  /// Something fails. Of a search that is not complete an order may be neither safe nor unsafe.
  [[nodiscard]] bool unsafe() const { return story.has_value(); }
};

/// `first` before `then`.
struct Precedence {
  std::string first;
  std::string then;
  friend auto operator<=>(const Precedence&, const Precedence&) = default;
};

/// Exactly the safe orders keep to it: every constraint holds, and of every alternative at least one does.
/// Without alternatives it is a partial order whose linear extensions are the safe orders.
struct SafeRegion {
  std::vector<Precedence> constraints;                ///< reduced: none follows from the others
  std::vector<std::vector<Precedence>> alternatives;  ///< each has two or more
  /// The same as a list of partial orders, one of which holds; for grading and drawing. Empty: no safe order.
  std::vector<std::vector<Precedence>> partial_orders;
  [[nodiscard]] bool is_partial_order() const { return alternatives.empty() && !partial_orders.empty(); }
};

/// A cell of the mixed-version matrix: a query of a version on a schema that the rollout goes through.
struct MatrixCell {
  enum class Answer { works, fails, changed };  ///< changed: it runs and reads fewer columns than it names
  Answer answer = Answer::works;
  std::string message;  ///< SQLite's, or what has changed
};
struct MatrixRow {
  std::string schema;  ///< newest applied migration: "20260514 add_user_phone"; a part of one is named so
  std::vector<MatrixCell> cells;  ///< by MatrixColumn
};
struct MatrixColumn {
  std::string version;
  std::string query;
};
struct Matrix {
  std::vector<MatrixColumn> columns;
  std::vector<MatrixRow> rows;
};

struct Exploration {
  bool complete = false;  ///< false: what was not explored is unknown, see `stopped`
  std::string stopped;    ///< why it is not complete: "after 100000 states", "cancelled"
  int nodes = 0;
  Mishaps mishaps;
  std::size_t states = 0;     ///< distinct: situation and database
  std::size_t moves = 0;      ///< transitions between them
  std::size_t databases = 0;  ///< distinct contents
  std::size_t executed = 0;   ///< times SQL was run; every other result was known already
  std::uint64_t bytes = 0;    ///< at the most, an estimate: states, moves and database pages
  std::int64_t elapsed_ms = 0;

  std::size_t orders_total = 0;  ///< that the constraints allow
  std::size_t orders_safe = 0;
  bool orders_listed = false;  ///< false: too many; then `orders` has only some and `region` is empty
  std::vector<OrderVerdict> orders;
  std::vector<Story> stories;
  std::optional<std::size_t> shortest;  ///< of all stories without a rollback; with one where only those fail
  SafeRegion region;
  Matrix matrix;

  [[nodiscard]] const OrderVerdict* verdict(const std::vector<std::string>& order) const;
};

/// "24 orders: 4 safe, 20 unsafe; 181 states, complete".
[[nodiscard]] std::string summary(const Exploration& exploration);
/// For `--json`. Indented.
[[nodiscard]] std::string to_json(const Exploration& exploration, const Plan& plan);

}  // namespace simulator::deploy

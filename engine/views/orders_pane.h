// Every order of a deploy: what to explore, how far that is, and what it found: how many orders are safe,
// what they have in common as a graph, and each order with the first thing that fails in it. Orders that fail
// only when the code is rolled back are a list of their own, with the point of no return. An order that fails
// is replayed, when it is pressed, as the story that was found; a safe one is run.
//
// Ownership: holds what was chosen. Threads: the window's; it explores through the session.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/views/explore_session.h"
#include "engine/views/precedence_layout.h"
#include "simulator/deploy/exploration.h"

namespace engine::ui {
class Ui;
}

namespace engine::views {

struct OrdersWish {
  std::optional<std::size_t> story;  ///< of Exploration::stories: replay it
  std::vector<std::string> order;    ///< run it; empty: none
};

// Both are drawn beside the steps too, in short.

/// Counts: safe, safe only without a rollback, unsafe; states, time. In the ledger name.safe,
/// name.without_rollback and name.unsafe.
void draw_found(ui::Ui& ui, const std::string& name, const simulator::deploy::Exploration& found);

/// Of an order that fails only when the code is rolled back: "Once "Drop the column" has begun there is no
/// way back to the old code."
[[nodiscard]] std::string no_way_back(const simulator::deploy::Scenario& scenario,
                                      const simulator::deploy::OrderVerdict& verdict);

enum class RegionPart {
  whole,
  alternatives,  ///< the rest is drawn as a graph
};
/// What the safe orders have in common, a line each: "deploy before drop, or fill before drop". In the ledger
/// name.N.
void draw_region(ui::Ui& ui, const std::string& name, const simulator::deploy::Exploration& found,
                 RegionPart part);

class OrdersPane {
 public:
  OrdersPane(ExploreSession& session, const simulator::deploy::Scenario& scenario);

  /// `ready`: nobody else has the worker.
  [[nodiscard]] OrdersWish draw(ui::Ui& ui, bool ready);
  /// As the button does.
  void explore();

 private:
  /// One list each. Of a search that is not complete what is not unsafe may still be.
  enum class Kind : std::size_t { unsafe, without_rollback, safe };
  [[nodiscard]] static Kind kind_of(const simulator::deploy::OrderVerdict& verdict);

  void draw_options(ui::Ui& ui, bool ready);
  void draw_region(ui::Ui& ui, const simulator::deploy::Exploration& found);
  void draw_orders(ui::Ui& ui, const simulator::deploy::Exploration& found, bool ready, OrdersWish& wish);
  bool draw_order(ui::Ui& ui, const simulator::deploy::Exploration& found, std::size_t number, bool ready);

  ExploreSession& session_;
  const simulator::deploy::Scenario& scenario_;
  ExploreWish wish_;
  std::optional<Kind> shown_;                                       ///< empty: the first that there are
  std::shared_ptr<const simulator::deploy::Exploration> laid_out_;  ///< whose region layout_ is
  PrecedenceLayout layout_;
};

}  // namespace engine::views

// A deploy on the screen: the steps to put in order at the left; in the middle the replay, the code of it
// all, the database of the moment that is looked at, or every order as it was explored; what failed in that
// moment at the right; and time along the bottom. In a small window, or with large text, they share their
// place behind tabs.
//
// Ownership: refers to Services, InlineTexts and ProgressBook. Threads: the window's.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/ui/document_view.h"
#include "engine/views/bar.h"
#include "engine/views/database_pane.h"
#include "engine/views/deploy_session.h"
#include "engine/views/explore_session.h"
#include "engine/views/inline_texts.h"
#include "engine/views/moment_pane.h"
#include "engine/views/orders_pane.h"
#include "engine/views/pane_layout.h"
#include "engine/views/progress_book.h"
#include "engine/views/scrubber.h"
#include "engine/views/services.h"
#include "engine/views/steps_pane.h"
#include "engine/views/timeline_rows.h"

namespace engine::views {

/// The parts of the screen, as PaneLayout numbers them.
enum class DeployPart : std::size_t { steps, replay, code, database, orders, moment };

class DeployView {
 public:
  DeployView(Services& services, InlineTexts& texts, ProgressBook& book, std::string lesson,
             std::shared_ptr<const simulator::deploy::Scenario> scenario);

  /// Puts the steps in this order and runs them.
  void run(std::vector<std::string> order);
  /// Export, explore and run: for the bar.
  [[nodiscard]] std::vector<BarAction> actions();
  void draw(ui::Ui& ui);
  /// Words for a toast, once: where a replay was written. Empty: none.
  [[nodiscard]] std::string take_notice() { return std::exchange(notice_, {}); }

 private:
  void take_replay();
  void take_found();
  void take_export();
  void run_story(std::size_t story);
  void draw_code(ui::Ui& ui);
  void draw_matrix(ui::Ui& ui);
  void run_order();
  void draw_part(ui::Ui& ui, DeployPart part);
  void draw_replay(ui::Ui& ui);
  void draw_tick(ui::Ui& ui);
  void draw_player(ui::Ui& ui);
  [[nodiscard]] static bool player_in_replay(ui::Ui& ui);
  [[nodiscard]] static std::vector<Column> columns(ui::Ui& ui);
  void show(DeployPart part) { layout_.show(static_cast<std::size_t>(part)); }
  /// The first thing that failed there is selected.
  void look_at(std::size_t tick);
  void select_request(std::size_t request);
  void select_failure(std::size_t failure);

  Services& services_;
  InlineTexts& texts_;
  ProgressBook& book_;
  std::string lesson_;
  DeploySession session_;
  ExploreSession explore_;
  PaneLayout layout_;
  StepsPane steps_;
  OrdersPane orders_;
  DatabasePane database_;
  MomentPane moment_;
  Scrubber scrubber_;
  ui::DocumentView code_;  ///< what the versions ask and the migrations do
  std::vector<std::string> plan_;
  std::shared_ptr<const simulator::deploy::Exploration> found_;  ///< null: none yet
  std::shared_ptr<const simulator::base::Result<Exported>> exported_;
  std::string notice_;

  // Of the replay that is shown; null before the first.
  std::shared_ptr<const Replayed> replayed_;
  std::vector<TimelineRow> rows_;
  std::size_t tick_ = 0;
  std::optional<std::size_t> request_;
  std::optional<std::size_t> failure_;
};

}  // namespace engine::views

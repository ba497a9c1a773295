// A deploy on the screen: the steps to put in order at the left; in the middle the replay, or the database of
// the moment that is looked at; what failed in that moment at the right; and time along the bottom. In a
// small window, or with large text, they share their place behind tabs.
//
// Ownership: refers to Services, InlineTexts and ProgressBook. Threads: the window's.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/views/bar.h"
#include "engine/views/database_pane.h"
#include "engine/views/deploy_session.h"
#include "engine/views/inline_texts.h"
#include "engine/views/moment_pane.h"
#include "engine/views/pane_layout.h"
#include "engine/views/progress_book.h"
#include "engine/views/scrubber.h"
#include "engine/views/services.h"
#include "engine/views/steps_pane.h"
#include "engine/views/timeline_rows.h"

namespace engine::views {

/// The parts of the screen, as PaneLayout numbers them.
enum class DeployPart : std::size_t { steps, replay, database, moment };

class DeployView {
 public:
  DeployView(Services& services, InlineTexts& texts, ProgressBook& book, std::string lesson,
             std::shared_ptr<const simulator::deploy::Scenario> scenario);

  /// Puts the steps in this order and runs them.
  void run(std::vector<std::string> order);
  /// Run: for the bar.
  [[nodiscard]] std::vector<BarAction> actions();
  void draw(ui::Ui& ui);

 private:
  void take_replay();
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
  PaneLayout layout_;
  StepsPane steps_;
  DatabasePane database_;
  MomentPane moment_;
  Scrubber scrubber_;
  std::vector<std::string> plan_;

  // Of the replay that is shown; null before the first.
  std::shared_ptr<const Replayed> replayed_;
  std::vector<TimelineRow> rows_;
  std::size_t tick_ = 0;
  std::optional<std::size_t> request_;
  std::optional<std::size_t> failure_;
};

}  // namespace engine::views

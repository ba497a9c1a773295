// A deploy on the screen: the steps to put in order at the left, the replay in the middle, the failing
// request at the right, and the moment to look at along the bottom. In a small window, or with large text,
// they share their place behind tabs.
//
// Ownership: refers to Services, InlineTexts and ProgressBook. Threads: the window's.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/ui/document_view.h"
#include "engine/views/bar.h"
#include "engine/views/deploy_session.h"
#include "engine/views/inline_texts.h"
#include "engine/views/pane_layout.h"
#include "engine/views/progress_book.h"
#include "engine/views/services.h"

namespace engine::views {

/// The parts of the screen, as PaneLayout numbers them.
enum class DeployPart : std::size_t { steps, replay, moment };

class DeployView {
 public:
  DeployView(Services& services, InlineTexts& texts, ProgressBook& book, std::string lesson,
             std::shared_ptr<const simulator::deploy::Scenario> scenario);

  /// Puts the steps in this order and runs them.
  void run(std::vector<std::string> order);
  /// Run, first failure: for the bar.
  [[nodiscard]] std::vector<BarAction> actions();
  void draw(ui::Ui& ui);

 private:
  void take_trace();
  void run_order();
  void draw_steps(ui::Ui& ui);
  void draw_replay(ui::Ui& ui);
  void draw_moment(ui::Ui& ui);
  void draw_player(ui::Ui& ui);
  [[nodiscard]] static bool player_in_replay(ui::Ui& ui);
  [[nodiscard]] static std::vector<Column> columns(ui::Ui& ui);
  void show(DeployPart part) { layout_.show(static_cast<std::size_t>(part)); }
  void look_at(std::size_t tick);
  void select(std::size_t request);

  Services& services_;
  InlineTexts& texts_;
  ProgressBook& book_;
  std::string lesson_;
  DeploySession session_;
  PaneLayout layout_;
  std::shared_ptr<const simulator::deploy::Trace> trace_;
  std::size_t tick_ = 0;
  std::optional<std::size_t> request_;
  bool playing_ = false;
  double next_tick_at_ = 0;
  std::string request_sql_;
  std::unique_ptr<ui::DocumentView> request_code_;  ///< shows request_sql_
};

}  // namespace engine::views

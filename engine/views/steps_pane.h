// The left of a deploy: the task, the steps in the order that a person chooses, what came of running it, and
// what really happened somewhere.
//
// Ownership: refers to the session and the texts; shows documents it holds. Threads: the window's.
#pragma once

#include <memory>
#include <string>

#include "engine/ui/document_view.h"
#include "engine/views/deploy_session.h"
#include "engine/views/inline_texts.h"

namespace engine::views {

class StepsPane {
 public:
  StepsPane(DeploySession& session, InlineTexts& texts);

  /// `found`: what exploring every order came to, or null. `enabled`: the order may be changed. Returns the
  /// address of a link that was pressed, else empty.
  [[nodiscard]] std::string draw(ui::Ui& ui, const Replayed* replayed,
                                 const simulator::deploy::Exploration* found, bool enabled);

 private:
  void draw_order(ui::Ui& ui, const Replayed* replayed, bool enabled);
  void draw_verdict(ui::Ui& ui, const Replayed* replayed, const simulator::deploy::Exploration* found);

  DeploySession& session_;
  InlineTexts& texts_;
  std::unique_ptr<ui::DocumentView> incident_;  ///< null when nothing is told
  bool incident_shown_ = false;
};

}  // namespace engine::views

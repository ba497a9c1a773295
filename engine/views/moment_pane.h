// The moment that is looked at, in words: the failure or the request that is selected, with everything there
// is to say about it; without one, the schema as it is.
//
// Ownership: holds what it shows of texts. Threads: the window's.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/ui/document_view.h"
#include "engine/views/deploy_session.h"
#include "engine/views/failure_story.h"
#include "engine/views/inline_texts.h"

namespace engine::views {

struct MomentState {
  const simulator::deploy::Scenario& scenario;
  const Replayed& replayed;
  std::size_t tick = 0;
  std::optional<std::size_t> request;  ///< the one that is selected
  std::optional<std::size_t> failure;  ///< likewise; goes before the request
  /// A plan that keeps production up, a line a step; empty when none is known.
  const std::vector<std::string>& plan;
};

struct MomentWish {
  bool open_database = false;
  std::optional<std::size_t> failure;  ///< select it
};

class MomentPane {
 public:
  [[nodiscard]] MomentWish draw(ui::Ui& ui, InlineTexts& texts, const MomentState& state);

 private:
  void draw_failure(ui::Ui& ui, InlineTexts& texts, const MomentState& state, MomentWish& wish);
  void draw_request(ui::Ui& ui, const MomentState& state);
  void draw_sql(ui::Ui& ui, const std::string& sql, const std::optional<simulator::base::Error>& error);
  void draw_plan(ui::Ui& ui, InlineTexts& texts, const std::vector<std::string>& plan);

  struct Told {
    std::uint64_t replay = 0;
    std::size_t failure = 0;
    FailureStory story;
  };
  std::optional<Told> told_;  ///< the story of the failure that was drawn last
  std::string sql_;
  std::unique_ptr<ui::DocumentView> code_;  ///< shows sql_, with a mark where SQLite says the error is
  bool plan_shown_ = false;
};

}  // namespace engine::views

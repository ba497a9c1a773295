// One question on the page: prompt, what the learner gives, Check, and what came of it. Nothing is coloured
// before Check.
#pragma once

#include <string>
#include <string_view>

#include "engine/views/inline_texts.h"
#include "engine/views/quiz_session.h"

namespace engine::views {

/// What the person asked for that is more than an answer.
struct QuizWish {
  std::string watch_deploy;               ///< open this deploy ...
  std::vector<std::string> deploy_order;  ///< ... with its steps in this order; empty: as listed
};

/// A question that the text names. `width` in pixels.
QuizWish quiz_card(ui::Ui& ui, InlineTexts& texts, QuizSession& session, std::string_view id, float width);

}  // namespace engine::views

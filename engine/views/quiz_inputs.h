// The four ways to answer: each draws its input and tells the session what changed.
#pragma once

#include <string>

#include "engine/views/inline_texts.h"
#include "engine/views/quiz_session.h"

namespace engine::views {

void choice_input(ui::Ui& ui, InlineTexts& texts, QuizSession& session, QuestionState& state,
                  const std::string& name);
void ordering_input(ui::Ui& ui, InlineTexts& texts, QuizSession& session, QuestionState& state,
                    const std::string& name);
/// Draws the prompt as well: the gaps stand inside it.
void blank_input(ui::Ui& ui, InlineTexts& texts, QuizSession& session, QuestionState& state,
                 const std::string& name);
void short_input(ui::Ui& ui, InlineTexts& texts, QuizSession& session, QuestionState& state,
                 const std::string& name);

}  // namespace engine::views

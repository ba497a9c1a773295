// Reading quiz.json: all mistakes of a file at once, each with its place and what to do. The format is
// described by assets/schemas/quiz.schema.json; the rules below are those a schema cannot say.
//
// Errors (the quiz must not be used): json.*; quiz.duplicate-id, quiz.bad-id, quiz.bad-kind, quiz.empty-text,
// quiz.no-right-option, quiz.one-right-option, quiz.no-wrong-option, quiz.duplicate-option, quiz.no-feedback,
// quiz.too-few-items, quiz.unknown-item, quiz.cycle, quiz.no-pairs, quiz.no-steps, quiz.gap-mismatch,
// quiz.bad-pattern, quiz.empty-match, quiz.key-changed, quiz.conflicting-keys, quiz.wrong-accepted,
// quiz.no-full-credit, quiz.bad-credit, quiz.bad-term, quiz.too-few-ideas, and answer.* in examples.
// Warnings: quiz.few-options, quiz.longest-is-right, quiz.unpinned-meta-option, quiz.unmarked-not,
// quiz.markup-in-key, quiz.no-explanation.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "lessons/quiz/question.h"
#include "simulator/base/error.h"

namespace lessons::quiz {

struct Quiz {
  std::string file;                 ///< as the person named it
  std::vector<Question> questions;  ///< in file order; a question with errors is left out

  [[nodiscard]] const Question* find(std::string_view id) const;
};

struct QuizReading {
  Quiz quiz;
  simulator::base::Diagnostics diagnostics;  ///< in file order
};

/// `file` is for messages. Never throws, whatever the text.
[[nodiscard]] QuizReading read_quiz(std::string_view text, std::string file);

}  // namespace lessons::quiz

// What can be wrong with a question that is well-formed: contradictions (errors) and habits that make
// questions bad (warnings). Codes are listed in quiz.h.
#pragma once

#include "lessons/quiz/question.h"
#include "lessons/quiz/report.h"

namespace lessons::quiz {

/// Letters, digits, '-', '_', '.', at most 64: an id that file formats and statistics tools accept.
[[nodiscard]] bool is_id(std::string_view text);

void apply_rules(const Question& question, Report& report);

}  // namespace lessons::quiz

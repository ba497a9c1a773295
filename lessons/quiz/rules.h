// What can be wrong with a question that is well-formed: contradictions (errors) and habits that make
// questions bad (warnings). Codes are listed in quiz.h; where the rules come from: facts §3.2-3.4, §5.
#pragma once

#include "lessons/quiz/question.h"
#include "lessons/quiz/report.h"

namespace lessons::quiz {

/// Letters, digits, '-', '_', '.', at most 64: an id that file formats and statistics tools accept.
[[nodiscard]] bool is_id(std::string_view text);

void apply_rules(const Question& question, Report& report);

}  // namespace lessons::quiz

// One question from its JSON object: shape only. What must hold between its parts is in rules.h.
#pragma once

#include <optional>

#include "lessons/quiz/question.h"
#include "lessons/quiz/report.h"
#include "simulator/base/json.h"

namespace lessons::quiz {

/// Reports everything wrong with the shape and then with the rules; nothing when the question must not be
/// used.
[[nodiscard]] std::optional<Question> read_question(const simulator::base::JsonValue& value, Report& report);

}  // namespace lessons::quiz

// Telling an edited question from one that was only laid out differently.
#pragma once

#include <string>

#include "simulator/base/json.h"

namespace lessons::quiz {

/// SHA-256 of the question's JSON without white space, keys sorted, and without "examples" and "$schema":
/// what a learner cannot see and no marking depends on.
[[nodiscard]] std::string content_hash(const simulator::base::JsonValue& question);

}  // namespace lessons::quiz

// What an oracle saw, in one line for people and as an object for programs.
//
// Pure.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

#include "simulator/deploy/story.h"

namespace simulator::deploy {

/// "a request failed", "a stale read": what happened, to go on with or to begin a sentence.
[[nodiscard]] std::string_view spoken(FailureKind kind);

/// "a request failed: v2 list users: no such column: phone".
[[nodiscard]] std::string describe(const Failure& failure);

/// {"kind", "message", "version", "query", "step"}; what is empty is left out.
[[nodiscard]] nlohmann::ordered_json failure_json(const Failure& failure);

}  // namespace simulator::deploy

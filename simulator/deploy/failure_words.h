// What an oracle saw, in one line for people.
//
// Pure.
#pragma once

#include <string>

#include "simulator/deploy/story.h"

namespace simulator::deploy {

/// "sql-error: v2 list users: no such column: phone".
[[nodiscard]] std::string describe(const Failure& failure);

}  // namespace simulator::deploy

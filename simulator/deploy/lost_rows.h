// Rows that a migration lost without naming them, in words: the same in a replay and in an exploration. Part
// of the room's inside.
#pragma once

#include <string>
#include <vector>

#include "simulator/migration/row_changes.h"

namespace simulator::deploy {

/// "rows went that no statement names: posts: 2 rows deleted by ON DELETE actions or triggers"; empty when
/// none did. What the migration did by itself is left out.
[[nodiscard]] std::string lost_rows(const std::vector<migration::TableChanges>& changes);

}  // namespace simulator::deploy

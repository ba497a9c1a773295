// The JSON that `driftwoodctl schema --json` and `drift --json` print. Keys are never renamed or dropped:
// scripts read them. Text that is not UTF-8 is printed with replacement characters.
#pragma once

#include <string>
#include <vector>

#include "simulator/schema/difference.h"
#include "simulator/schema/schema.h"

namespace engine::app {

/// {"tables": [...], "indexes": [...], "triggers": [...], "views": [...]}
[[nodiscard]] std::string schema_json(const simulator::schema::Schema& schema);

/// {"differences": [{"kind", "class", "object", "attribute", "left", "right"}]}
/// null where a side has nothing, and for the attribute where the whole object is missing or extra.
[[nodiscard]] std::string drift_json(const std::vector<simulator::schema::Difference>& differences);

}  // namespace engine::app

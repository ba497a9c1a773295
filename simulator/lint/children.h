// Tables whose foreign keys act when a row of another table is deleted.
//
// Ownership: points into the Schema, which must outlive it.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "simulator/schema/schema.h"

namespace simulator::lint {

struct Child {
  const schema::Table* table = nullptr;
  const schema::ForeignKey* key = nullptr;
};

/// Those with ON DELETE CASCADE, SET NULL or SET DEFAULT on one of the parents (lower-case names), the
/// parents themselves left out.
[[nodiscard]] std::vector<Child> acting_children(const schema::Schema& schema,
                                                 const std::set<std::string>& parents);

}  // namespace simulator::lint

// What a schema keeps unique, by whatever means: PRIMARY KEY, UNIQUE, or a unique index.
//
// Ownership: plain values. Threads: none shared.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "simulator/schema/schema.h"

namespace simulator::lint {

struct UniqueKey {
  std::string table;
  std::vector<std::string> columns;  ///< columns or expressions, canonical
  std::string where;                 ///< of a partial index
  std::string index;                 ///< empty for a constraint
};

/// Of the tables with these lower-case names.
[[nodiscard]] std::vector<UniqueKey> unique_keys(const schema::Schema& schema,
                                                 const std::set<std::string>& tables);

/// Are the same columns of the same table unique there, among the same rows or all of them?
[[nodiscard]] bool is_unique(const schema::Schema& schema, const UniqueKey& key);

}  // namespace simulator::lint

// The part of difference() that compares two tables of one name. See difference.h for what counts.
#pragma once

#include <vector>

#include "simulator/schema/difference.h"

namespace simulator::schema {

/// Appends to `out`: the table's own attributes, its columns, its keys and constraints.
void compare_tables(const Table& left, const Table& right, std::vector<Difference>& out);

/// Collations of two key parts that mean the same column: equal, or both simply the column's own.
[[nodiscard]] bool same_collation(const KeyPart& left, const KeyPart& right);

}  // namespace simulator::schema

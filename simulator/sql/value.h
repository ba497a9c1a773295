// What a cell of a result holds, in SQLite's five storage classes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <variant>
#include <vector>

namespace simulator::sql {

using Blob = std::vector<std::byte>;
/// std::monostate is NULL.
using Value = std::variant<std::monostate, std::int64_t, double, std::string, Blob>;

struct ResultSet {
  std::vector<std::string> columns;
  std::vector<std::vector<Value>> rows;
  bool truncated = false;  ///< there were more rows than the limit asked for
};

/// As a person reads it: NULL, 42, 1.0, text as it is, X'00FF'.
[[nodiscard]] std::string to_display(const Value& value);

}  // namespace simulator::sql

// One part of an index or key as it is written: `lower(a) COLLATE nocase DESC`.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "simulator/schema/cursor.h"

namespace simulator::schema {

struct PartText {
  Tokens expression;      ///< without outer parentheses
  std::string collation;  ///< upper case; empty where none was written
  bool descending = false;

  /// The column it names, in lower case, if it is a single word; SQLite takes 'a' for the column a here too.
  [[nodiscard]] std::string column(std::string_view sql) const;
};

[[nodiscard]] PartText read_part(std::string_view sql, Tokens part);

/// The parts of a list that stands in parentheses, without those.
[[nodiscard]] std::vector<PartText> read_parts(std::string_view sql, Tokens list);

/// Collations have one name in any letter case: upper case, without quotes.
[[nodiscard]] std::string collation_name(std::string_view token);

}  // namespace simulator::schema

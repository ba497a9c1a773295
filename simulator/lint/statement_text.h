// The few things about a statement that SQLite does not tell and only its text has: where a name stands,
// which columns an INSERT names, whether there is a WHERE.
//
// Offsets are bytes in the statement. On text that is no such statement the answers are empty, never wrong
// places outside of it.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "simulator/lint/finding.h"

namespace simulator::lint {

/// Where a bare or quoted word that means `name` stands, the n-th of them.
[[nodiscard]] std::optional<Range> find_name(std::string_view statement, std::string_view name,
                                             std::size_t n = 0);
/// Every place where it stands.
[[nodiscard]] std::vector<Range> find_names(std::string_view statement, std::string_view name);

/// Does a keyword or bare word stand anywhere outside of strings and comments?
[[nodiscard]] bool has_word(std::string_view statement, std::string_view word);
/// ... outside of parentheses.
[[nodiscard]] bool has_outer_word(std::string_view statement, std::string_view word);
/// The first word of the statement, in upper case where it is a keyword of SQL.
[[nodiscard]] bool begins_with(std::string_view statement, std::string_view word);

/// The byte at which a place in the statement stands (columns count code points).
[[nodiscard]] std::size_t offset_of(std::string_view statement, base::Position place);
/// The token that begins there.
[[nodiscard]] Range token_range(std::string_view statement, std::size_t offset);

struct InsertText {
  std::string table;
  std::size_t behind_table = 0;      ///< where a list of columns would stand
  std::vector<std::string> columns;  ///< as written, without quotes; empty: there is no list
  bool default_values = false;
  std::optional<Range> star;  ///< the `*` of `INSERT ... SELECT * FROM one_table`
  std::string star_table;
};
/// INSERT or REPLACE, also behind WITH.
[[nodiscard]] std::optional<InsertText> read_insert(std::string_view statement);

/// The columns that `UPDATE ... SET` (or `DO UPDATE SET`) assigns, in their order, with their places.
struct Assignment {
  std::string column;
  Range range;
};
[[nodiscard]] std::vector<Assignment> read_assignments(std::string_view statement);

/// Where the type of a column definition stands: behind the column's name in CREATE TABLE or ADD COLUMN.
[[nodiscard]] std::optional<Range> find_type(std::string_view statement, std::string_view column,
                                             std::string_view type);

}  // namespace simulator::lint

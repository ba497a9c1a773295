// How large a statement becomes when SQLite puts in what it names: a view's SELECT for the view, a WITH
// table's SELECT for that table, a generated column's expression for the column. Each may name the next one
// twice, so forty short lines can ask for 2^40 copies; SQLite 3.40 spends that time while it prepares, where
// nothing can interrupt it (26 doublings of a generated column: 18 s and 4 GB).
//
// A size is counted in tokens and is an upper estimate: one for every token, plus the size of whatever a name
// at a table's place (behind FROM, JOIN, IN, a comma of a FROM list) could stand for. Names that go in a
// circle count as unlimited; a recursive WITH table naming itself counts as nothing, for SQLite makes no
// copy.
//
// Values only; any thread.
#pragma once

#include <cstddef>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

namespace simulator::sql {

/// A view or a trigger that the schema has.
struct StoredText {
  std::string name;
  std::string sql;
};

inline constexpr std::size_t unlimited_size = std::numeric_limits<std::size_t>::max();

/// The size of each text (a statement, a CREATE VIEW, a CREATE TRIGGER) against the views it could name.
[[nodiscard]] std::vector<std::size_t> expanded_sizes(const std::vector<std::string_view>& texts,
                                                      const std::vector<StoredText>& views);

/// How many names stand at a table's place.
[[nodiscard]] std::size_t table_references(std::string_view statement);

/// The largest generated column of a CREATE TABLE text, the generated columns it uses put in; 0 when there is
/// none. `added` is the definition behind ADD COLUMN, or empty.
[[nodiscard]] std::size_t largest_generated_column(std::string_view create_table,
                                                   std::string_view added = {});

}  // namespace simulator::sql

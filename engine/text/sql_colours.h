// SQL text to spans of colour classes, for the editor and for code in lessons. Knows no colours and no
// screen.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

namespace engine::text {

enum class ColourClass { plain, keyword, string, number, comment };
[[nodiscard]] std::string_view to_string(ColourClass colour);

struct ColourSpan {
  std::size_t offset = 0;  ///< bytes
  std::size_t length = 0;
  ColourClass colour = ColourClass::plain;
  friend bool operator==(const ColourSpan&, const ColourSpan&) = default;
};

/// Covers the whole text in order, neighbours of one class joined, and split at '\n' (which belongs to no
/// span), so that each span lies on one line. Names of column types count as keywords: that is how people
/// read them.
[[nodiscard]] std::vector<ColourSpan> sql_colours(std::string_view sql);

/// The same shape for a text that is not SQL: one plain span a line.
[[nodiscard]] std::vector<ColourSpan> plain_colours(std::string_view text);

}  // namespace engine::text

// From a byte offset in a text to the line and column a person sees, and the excerpt under which an error
// message draws its caret.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "simulator/base/error.h"

namespace simulator::base {

/// Lines end at \n (a preceding \r belongs to the line end). Columns count code points.
/// An offset past the end means the end.
[[nodiscard]] Position position_at(std::string_view text, std::size_t offset);

/// Two lines: `  12 | the source line` and a caret under the column. Tabs are kept, so the caret lines up.
/// A long line is cut around the place. Empty when the position is unknown or past the text.
[[nodiscard]] std::string caret_excerpt(std::string_view text, Position at);
/// The same where the byte is known, and the number of its line: costs the line around it and not the text
/// before it.
[[nodiscard]] std::string caret_excerpt(std::string_view text, std::size_t offset, int line);

/// Shifts a position found inside a part of a file to the whole file: `start` is where the part begins.
[[nodiscard]] Position offset_by(Position inside, Position start);

}  // namespace simulator::base

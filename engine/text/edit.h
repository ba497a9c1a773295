// Edits an editor offers, as functions of text and selection: nothing of the screen, so each is tested by its
// input and output. Offsets are bytes; a selection with begin == end is a caret.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace engine::text {

struct Edited {
  std::string text;
  std::size_t begin = 0;  ///< the selection afterwards
  std::size_t end = 0;
  friend bool operator==(const Edited&, const Edited&) = default;
};

inline constexpr std::size_t tab_width = 4;

/// Tab: at a caret spaces up to the next stop; with a selection the lines it touches move one stop right.
[[nodiscard]] Edited indent(std::string_view text, std::size_t begin, std::size_t end);
/// Shift+Tab: the lines of the selection move up to one stop left.
[[nodiscard]] Edited outdent(std::string_view text, std::size_t begin, std::size_t end);
/// Ctrl+/: puts `-- ` before the lines of the selection, or takes it away when all that are not blank have
/// it.
[[nodiscard]] Edited toggle_comment(std::string_view text, std::size_t begin, std::size_t end);
/// The white space a new line after the one that holds `offset` begins with.
[[nodiscard]] std::string_view indentation_at(std::string_view text, std::size_t offset);

}  // namespace engine::text

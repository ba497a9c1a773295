// Where the lines of a text begin: from byte offset to line and back, in logarithmic and constant time. Lines
// end at '\n'; a text always has at least one line, and a '\n' at the end begins an empty last one.
//
// A value; refers to nothing. Any thread.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

namespace engine::text {

struct LineRange {
  std::size_t begin = 0;  ///< byte offset of the line's first character
  std::size_t end = 0;    ///< behind its last, without the line end
};

class LineIndex {
 public:
  LineIndex() : starts_{0} {}
  explicit LineIndex(std::string_view text);

  [[nodiscard]] std::size_t count() const { return starts_.size(); }
  /// 0-based line that holds the byte offset; an offset past the end is in the last line.
  [[nodiscard]] std::size_t line_of(std::size_t offset) const;
  /// `line` must be below count().
  [[nodiscard]] LineRange range(std::size_t line) const;

 private:
  std::vector<std::size_t> starts_;
  std::size_t size_ = 0;
};

}  // namespace engine::text

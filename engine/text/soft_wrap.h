// Wraps a text while somebody types it, without changing its length: where a line would be too wide, the last
// blank in it is shown as a line end. So every offset (caret, selection, undo) means the same in what is
// shown and in what was written, and a field that knows only real line ends wraps.
//
// Which line ends are ours is remembered through edits: what stands before and behind the changed part keeps
// its meaning. A word wider than the line stays whole.
//
// Ownership: a value. Offsets are bytes of UTF-8.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace engine::text {

class SoftWrap {
 public:
  /// How wide a piece of text is, in the unit of `width`.
  using Measure = std::function<float(std::string_view)>;

  /// Starts over with a text as it was written.
  void set(std::string_view written, float width, const Measure& measure);
  /// What an edit made of shown().
  void edited(std::string_view shown_now, float width, const Measure& measure);

  [[nodiscard]] const std::string& shown() const { return shown_; }
  /// What was written: with our line ends as blanks again.
  [[nodiscard]] std::string written() const;

 private:
  void wrap(float width, const Measure& measure);

  std::string shown_;
  std::vector<std::size_t> ours_;  ///< offsets of line ends that are blanks, ascending
};

}  // namespace engine::text

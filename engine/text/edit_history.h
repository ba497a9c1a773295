// Undo for an editor: whole texts, because exercises are small and a text is what a person wants back. Typing
// in one go is one step; a pause, a new line, a paste or a change made by the program begins another.
//
// A value. Any thread. The oldest of 200 steps is forgotten.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace engine::text {

struct Snapshot {
  std::string text;
  std::size_t caret = 0;  ///< bytes
  friend bool operator==(const Snapshot&, const Snapshot&) = default;
};

class EditHistory {
 public:
  explicit EditHistory(std::string text = {});

  /// The text as it is after an edit. `seconds` is any clock that goes forward. Nothing happens when it is
  /// unchanged.
  void record(const std::string& text, std::size_t caret, double seconds);
  /// What follows is a step of its own.
  void seal() { sealed_ = true; }
  /// The state before or after; null at the end. Valid until the next call.
  const Snapshot* undo();
  const Snapshot* redo();
  [[nodiscard]] bool can_undo() const { return at_ > 0; }
  [[nodiscard]] bool can_redo() const { return at_ + 1 < steps_.size(); }

 private:
  std::vector<Snapshot> steps_;
  std::size_t at_ = 0;
  double last_edit_ = 0;
  bool sealed_ = true;
};

}  // namespace engine::text

#include "engine/text/edit_history.h"

#include <algorithm>

namespace engine::text {
namespace {

constexpr std::size_t most_steps = 200;
constexpr double pause_seconds = 1.0;

// One more or one less character on the same line: what typing does.
bool small_change(const std::string& before, const std::string& after) {
  const std::size_t longer = std::max(before.size(), after.size());
  const std::size_t shorter = std::min(before.size(), after.size());
  if (longer - shorter > 4) return false;
  return std::count(before.begin(), before.end(), '\n') == std::count(after.begin(), after.end(), '\n');
}

}  // namespace

EditHistory::EditHistory(std::string text) { steps_.push_back({std::move(text), 0}); }

void EditHistory::record(const std::string& text, std::size_t caret, double seconds) {
  if (steps_[at_].text == text) return;
  steps_.resize(at_ + 1);
  const bool joins =
      !sealed_ && at_ > 0 && seconds - last_edit_ < pause_seconds && small_change(steps_[at_].text, text);
  if (joins)
    steps_[at_] = {text, caret};
  else
    steps_.push_back({text, caret});
  if (steps_.size() > most_steps) steps_.erase(steps_.begin());
  at_ = steps_.size() - 1;
  last_edit_ = seconds;
  sealed_ = false;
}

const Snapshot* EditHistory::undo() {
  if (!can_undo()) return nullptr;
  sealed_ = true;
  return &steps_[--at_];
}

const Snapshot* EditHistory::redo() {
  if (!can_redo()) return nullptr;
  sealed_ = true;
  return &steps_[++at_];
}

}  // namespace engine::text

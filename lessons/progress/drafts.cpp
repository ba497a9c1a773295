#include "lessons/progress/drafts.h"

#include <algorithm>

namespace lessons::progress {

using simulator::base::Result;

void Drafts::changed(std::string_view course, std::string_view part, std::string_view text) {
  unsaved_.insert_or_assign(std::pair(std::string(course), std::string(part)), std::string(text));
  if (!oldest_) oldest_ = clock_.monotonic_ms();
}

std::optional<std::int64_t> Drafts::due_in_ms() const {
  if (!oldest_) return std::nullopt;
  return std::max<std::int64_t>(0, *oldest_ + delay_ms - clock_.monotonic_ms());
}

Result<void> Drafts::save_due() {
  const auto due = due_in_ms();
  return due && *due == 0 ? save_now() : Result<void>{};
}

Result<void> Drafts::save_now() {
  while (!unsaved_.empty()) {
    const auto& [key, text] = *unsaved_.begin();
    if (auto saved = store_.save_draft(key.first, key.second, text); !saved) {
      oldest_ = clock_.monotonic_ms();  // the next try comes after the usual delay, not in every frame
      return saved;
    }
    unsaved_.erase(unsaved_.begin());
  }
  oldest_.reset();
  return {};
}

Result<std::optional<std::string>> Drafts::text(std::string_view course, std::string_view part) {
  const auto unsaved = unsaved_.find(std::pair(std::string(course), std::string(part)));
  if (unsaved == unsaved_.end()) return store_.draft(course, part);
  if (unsaved->second.empty()) return std::nullopt;
  return unsaved->second;
}

}  // namespace lessons::progress

#include "simulator/world/prefix_snapshots.h"

#include <algorithm>
#include <utility>

namespace simulator::world {

std::optional<PrefixSnapshot> PrefixSnapshots::find(std::string_view key, const SharedImage& start) {
  const std::lock_guard lock(mutex_);
  const auto found = std::find_if(kept_.begin(), kept_.end(), [&](const PrefixSnapshot& each) {
    return each.key == key && each.start->same_content(*start);
  });
  if (found == kept_.end()) return std::nullopt;
  kept_.splice(kept_.begin(), kept_, found);
  ++found_;
  return kept_.front();
}

void PrefixSnapshots::keep(PrefixSnapshot snapshot) {
  const std::lock_guard lock(mutex_);
  std::erase_if(kept_, [&](const PrefixSnapshot& each) { return each.key == snapshot.key; });
  kept_.push_front(std::move(snapshot));
  while (!kept_.empty() && measure() > budget_) kept_.pop_back();
}

std::size_t PrefixSnapshots::measure() const {
  std::uint64_t bytes = 0;
  const sql::Image nothing;
  const sql::Image* before = &nothing;
  // Neighbours come from the same run, one file apart: that is where pages are shared.
  for (const PrefixSnapshot& each : kept_) {
    bytes += each.image->bytes_not_shared_with(*before);
    before = each.image.get();
  }
  return static_cast<std::size_t>(bytes);
}

std::size_t PrefixSnapshots::size() const {
  const std::lock_guard lock(mutex_);
  return kept_.size();
}

std::size_t PrefixSnapshots::bytes() const {
  const std::lock_guard lock(mutex_);
  return measure();
}

std::size_t PrefixSnapshots::found() const {
  const std::lock_guard lock(mutex_);
  return found_;
}

}  // namespace simulator::world

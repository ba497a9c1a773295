#include "simulator/base/known_words.h"

#include <fmt/format.h>

#include <algorithm>

#include "simulator/base/utf8.h"

namespace simulator::base {

std::optional<std::string> did_you_mean(std::string_view word, const std::vector<std::string>& candidates) {
  const std::string* best = nullptr;
  std::size_t best_distance = 0;
  for (const std::string& candidate : candidates) {
    const std::size_t distance = edit_distance(fold_case(word), fold_case(candidate));
    // 9 is not a slip for 1: nothing of it would be left.
    if (distance >= std::max(code_points(word), code_points(candidate))) continue;
    if (best == nullptr || distance < best_distance) {
      best = &candidate;
      best_distance = distance;
    }
  }
  const std::size_t allowed = std::max<std::size_t>(1, code_points(word) / 3);
  if (best == nullptr || best_distance > allowed) return std::nullopt;
  return *best;
}

std::string meant_or_known(std::string_view word, const std::vector<std::string>& known,
                           std::string_view what) {
  if (known.empty()) return {};
  if (const auto meant = did_you_mean(word, known)) return fmt::format("Did you mean \"{}\"?", *meant);
  std::vector<std::string> once;
  for (const std::string& each : known) {
    if (std::find(once.begin(), once.end(), each) == once.end()) once.push_back(each);
  }
  return fmt::format("{}: {}.", what, fmt::join(once, ", "));
}

}  // namespace simulator::base

#include "engine/text/line_index.h"

#include <algorithm>

namespace engine::text {

LineIndex::LineIndex(std::string_view text) : starts_{0}, size_(text.size()) {
  for (std::size_t at = text.find('\n'); at != std::string_view::npos; at = text.find('\n', at + 1))
    starts_.push_back(at + 1);
}

std::size_t LineIndex::line_of(std::size_t offset) const {
  const auto after = std::upper_bound(starts_.begin(), starts_.end(), offset);
  return static_cast<std::size_t>(after - starts_.begin()) - 1;
}

LineRange LineIndex::range(std::size_t line) const {
  const std::size_t begin = starts_[line];
  return {begin, line + 1 < starts_.size() ? starts_[line + 1] - 1 : size_};
}

}  // namespace engine::text

#include "engine/text/soft_wrap.h"

#include <algorithm>

namespace engine::text {

void SoftWrap::set(std::string_view written, float width, const Measure& measure) {
  shown_ = written;
  ours_.clear();
  wrap(width, measure);
}

std::string SoftWrap::written() const {
  std::string out = shown_;
  for (const std::size_t at : ours_) out[at] = ' ';
  return out;
}

void SoftWrap::edited(std::string_view shown_now, float width, const Measure& measure) {
  const std::string_view before = shown_;
  const std::size_t shorter = std::min(before.size(), shown_now.size());
  std::size_t same_front = 0;
  while (same_front < shorter && before[same_front] == shown_now[same_front]) ++same_front;
  std::size_t same_back = 0;
  while (same_back < shorter - same_front &&
         before[before.size() - 1 - same_back] == shown_now[shown_now.size() - 1 - same_back])
    ++same_back;
  std::string now(shown_now);
  for (const std::size_t at : ours_) {
    if (at < same_front)
      now[at] = ' ';
    else if (at >= before.size() - same_back)
      now[at - before.size() + now.size()] = ' ';
  }
  set(now, width, measure);
}

void SoftWrap::wrap(float width, const Measure& measure) {
  std::size_t line = 0;
  std::size_t blank = std::string::npos;  // the last one on this line behind a word
  for (std::size_t at = 0; at <= shown_.size(); ++at) {
    const bool end = at == shown_.size();
    if (!end && shown_[at] != ' ' && shown_[at] != '\n') continue;
    // A word ends here: does the line still hold it?
    if (blank != std::string::npos && measure(std::string_view(shown_).substr(line, at - line)) > width) {
      shown_[blank] = '\n';
      ours_.push_back(blank);
      line = blank + 1;
      blank = std::string::npos;
    }
    if (end) break;
    if (shown_[at] == '\n') {
      line = at + 1;
      blank = std::string::npos;
    } else {
      blank = at;
    }
  }
}

}  // namespace engine::text

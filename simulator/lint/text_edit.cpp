#include "simulator/lint/text_edit.h"

#include <algorithm>

namespace simulator::lint {
namespace {

bool touch(const Range& a, const Range& b) {
  if (a.length == 0 && b.length == 0) return false;
  if (a.length == 0 || b.length == 0) {
    const Range& point = a.length == 0 ? a : b;
    const Range& piece = a.length == 0 ? b : a;
    return point.offset > piece.offset && point.offset < piece.end();
  }
  return a.offset < b.end() && b.offset < a.end();
}

}  // namespace

Edited apply_edits(std::string_view text, const std::vector<const Finding*>& findings) {
  Edited out;
  std::vector<TextEdit> accepted;
  std::vector<const Finding*> ordered = findings;
  std::stable_sort(ordered.begin(), ordered.end(), [](const Finding* a, const Finding* b) {
    const auto first = [](const Finding* finding) {
      return finding->edits.empty() ? finding->range.offset : finding->edits.front().range.offset;
    };
    return first(a) < first(b);
  });
  for (const Finding* finding : ordered) {
    if (finding->edits.empty()) continue;
    const bool collides = std::any_of(finding->edits.begin(), finding->edits.end(), [&](const TextEdit& e) {
      return e.range.end() > text.size() ||
             std::any_of(accepted.begin(), accepted.end(),
                         [&](const TextEdit& other) { return touch(e.range, other.range); });
    });
    (collides ? out.left : out.applied).push_back(finding);
    if (!collides) accepted.insert(accepted.end(), finding->edits.begin(), finding->edits.end());
  }
  std::stable_sort(accepted.begin(), accepted.end(),
                   [](const TextEdit& a, const TextEdit& b) { return a.range.offset < b.range.offset; });
  std::size_t copied = 0;
  for (const TextEdit& edit : accepted) {
    out.text += text.substr(copied, edit.range.offset - copied);
    out.text += edit.text;
    copied = edit.range.end();
  }
  out.text += text.substr(copied);
  return out;
}

std::vector<TextEdit> for_file_bytes(std::string_view bytes, std::vector<TextEdit> edits) {
  constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
  const std::size_t lead = bytes.starts_with(byte_order_mark) ? byte_order_mark.size() : 0;
  std::vector<std::size_t> place;  // of each character of the text, and of its end, in the bytes
  place.reserve(bytes.size() + 1);
  bool windows = false;
  for (std::size_t i = lead; i < bytes.size(); ++i) {
    const bool line_end = bytes[i] == '\r' && i + 1 < bytes.size() && bytes[i + 1] == '\n';
    windows = windows || line_end;
    if (line_end) ++i;
    place.push_back(line_end ? i - 1 : i);
  }
  place.push_back(bytes.size());
  for (TextEdit& edit : edits) {
    const std::size_t last = place.size() - 1;
    const std::size_t from = place[std::min(edit.range.offset, last)];
    const std::size_t to = place[std::min(edit.range.end(), last)];
    edit.range = {from, to - from};
    if (!windows) continue;
    std::string text;
    for (const char c : edit.text) text += c == '\n' ? std::string("\r\n") : std::string(1, c);
    edit.text = std::move(text);
  }
  return edits;
}

}  // namespace simulator::lint

#include "engine/ui/document_layout.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cmath>

namespace engine::ui {
namespace {

/// Left edge of the `bytes`-th byte of a run.
float edge(const DocumentRun& run, std::size_t bytes, const FontMetrics& metrics) {
  return run.rect.x + metrics.width(run.style, run.text.substr(0, bytes));
}

bool is_word(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte >= 0x80 || std::isalnum(byte) != 0 || c == '_';
}

}  // namespace

std::uint32_t DocumentLayout::offset_at(float x, float y, const FontMetrics& metrics) const {
  const DocumentRun* best = nullptr;
  float best_distance = 0;
  for (const DocumentRun& run : runs) {
    const float dy = y < run.rect.y ? run.rect.y - y : std::max(0.0F, y - run.rect.bottom());
    const float dx = x < run.rect.x ? run.rect.x - x : std::max(0.0F, x - run.rect.right());
    // A line above or below is always further away than anything on this line.
    const float distance = dy * 1000 + dx;
    if (best == nullptr || distance < best_distance) {
      best = &run;
      best_distance = distance;
    }
  }
  if (best == nullptr) return 0;
  std::size_t at = 0;
  float left = best->rect.x;
  while (at < best->text.size()) {
    std::size_t next = at;
    const float wide = metrics.advance(best->style, next_code_point(best->text, next));
    if (x < left + wide / 2) break;
    left += wide;
    at = next;
  }
  return best->plain_begin + static_cast<std::uint32_t>(at);
}

std::vector<Rect> DocumentLayout::selection(std::uint32_t begin, std::uint32_t end,
                                            const FontMetrics& metrics) const {
  std::vector<Rect> out;
  for (const DocumentRun& run : runs) {
    const std::uint32_t run_end = run.plain_begin + static_cast<std::uint32_t>(run.text.size());
    if (run_end <= begin || run.plain_begin >= end) continue;
    const float left = edge(run, std::max(begin, run.plain_begin) - run.plain_begin, metrics);
    const float right = edge(run, std::min(end, run_end) - run.plain_begin, metrics);
    if (!out.empty() && out.back().y == run.rect.y && std::abs(out.back().right() - left) < 1)
      out.back().width = right - out.back().x;
    else
      out.push_back({left, run.rect.y, right - left, run.rect.height});
  }
  return out;
}

DocumentLayout::Range DocumentLayout::word_at(std::uint32_t offset) const {
  auto begin = std::min<std::size_t>(offset, plain.size());
  std::size_t end = begin;
  while (begin > 0 && is_word(plain[begin - 1])) --begin;
  while (end < plain.size() && is_word(plain[end])) ++end;
  return {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
}

DocumentLayout::Range DocumentLayout::line_at(std::uint32_t offset) const {
  auto begin = std::min<std::size_t>(offset, plain.size());
  std::size_t end = begin;
  while (begin > 0 && plain[begin - 1] != '\n') --begin;
  while (end < plain.size() && plain[end] != '\n') ++end;
  return {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
}

std::string to_text(const DocumentLayout& layout) {
  static constexpr std::string_view inks[] = {"",        "muted ",  "link ",   "keyword ",
                                              "string ", "number ", "comment "};
  static constexpr std::string_view shapes[] = {"code", "quote bar", "table line", "bullet", "break"};
  std::string out = fmt::format("{:g} x {:g}\n", layout.width, layout.height);
  const auto place = [](const Rect& r) {
    return fmt::format("{:g},{:g} {:g}x{:g}", r.x, r.y, r.width, r.height);
  };
  for (const DocumentRun& run : layout.runs)
    out += fmt::format("{} {}{}[{}]\n", place(run.rect), inks[static_cast<std::size_t>(run.ink)],
                       run.chip ? "chip " : "", run.text);
  for (const DocumentBox& box : layout.boxes)
    out += fmt::format("{} {}\n", place(box.rect), shapes[static_cast<std::size_t>(box.shape)]);
  for (const DocumentSlot& slot : layout.slots)
    out += fmt::format("{} slot {}\n", place(slot.rect), slot.part->id);
  for (const DocumentAnchor& anchor : layout.anchors) out += fmt::format("{:g} #{}\n", anchor.y, anchor.id);
  return out;
}

}  // namespace engine::ui

#include "simulator/base/text_position.h"

#include <fmt/format.h>

#include <algorithm>

namespace simulator::base {
namespace {

constexpr std::size_t excerpt_width = 100;

bool is_continuation(char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U; }

/// Where the line begins; npos when there is no such line.
std::size_t start_of_line(std::string_view text, int line) {
  std::size_t start = 0;
  for (int n = 1; n < line; ++n) {
    const auto end = text.find('\n', start);
    if (end == std::string_view::npos) return end;
    start = end + 1;
  }
  return start;
}

bool ends_line(std::string_view text, std::size_t offset) {
  return offset >= text.size() || text[offset] == '\n' ||
         (text[offset] == '\r' && (offset + 1 == text.size() || text[offset + 1] == '\n'));
}

}  // namespace

Position position_at(std::string_view text, std::size_t offset) {
  offset = std::min(offset, text.size());
  Position at{1, 1};
  for (std::size_t i = 0; i < offset; ++i) {
    if (text[i] == '\n') {
      ++at.line;
      at.column = 1;
    } else if (!is_continuation(text[i])) {
      ++at.column;
    }
  }
  return at;
}

std::string caret_excerpt(std::string_view text, Position at) {
  if (!at.known()) return {};
  std::size_t offset = start_of_line(text, at.line);
  if (offset == std::string_view::npos) return {};
  for (int column = 1; column < at.column && !ends_line(text, offset); ++column) {
    ++offset;
    while (offset < text.size() && is_continuation(text[offset])) ++offset;
  }
  return caret_excerpt(text, offset, at.line);
}

std::string caret_excerpt(std::string_view text, std::size_t offset, int line) {
  offset = std::min(offset, text.size());
  std::size_t begin = offset;
  while (begin > 0 && text[begin - 1] != '\n' && offset - begin <= excerpt_width / 2) --begin;
  std::string_view before;
  if (offset - begin > excerpt_width / 2) {
    begin = offset - excerpt_width / 2;
    while (begin < offset && is_continuation(text[begin])) ++begin;
    before = "...";
  }
  std::size_t end = begin;
  while (!ends_line(text, end) && end - begin <= excerpt_width) ++end;
  std::string_view after;
  if (end - begin > excerpt_width) {
    end = begin + excerpt_width;
    while (end > offset && is_continuation(text[end])) --end;
    after = "...";
  }
  if (begin == end) return {};
  std::string padding(before.size(), ' ');
  for (std::size_t i = begin; i < offset; ++i) {
    if (text[i] == '\t') padding += '\t';
    if (text[i] != '\t' && !is_continuation(text[i])) padding += ' ';
  }
  const std::string number = fmt::format("{:>4}", line);
  return fmt::format("{} | {}{}{}\n{} | {}^", number, before, text.substr(begin, end - begin), after,
                     std::string(number.size(), ' '), padding);
}

Position offset_by(Position inside, Position start) {
  if (!inside.known() || !start.known()) return inside;
  if (inside.line == 1) return {start.line, start.column + inside.column - 1};
  return {start.line + inside.line - 1, inside.column};
}

}  // namespace simulator::base

#include "simulator/base/text_position.h"

#include <fmt/format.h>

#include <algorithm>

namespace simulator::base {
namespace {

constexpr std::size_t excerpt_width = 100;

bool is_continuation(char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U; }

std::string_view line_of(std::string_view text, int line) {
  for (int n = 1; n < line; ++n) {
    const auto end = text.find('\n');
    if (end == std::string_view::npos) return {};
    text.remove_prefix(end + 1);
  }
  text = text.substr(0, text.find('\n'));
  if (!text.empty() && text.back() == '\r') text.remove_suffix(1);
  return text;
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
  std::string_view line = line_of(text, at.line);
  if (line.empty()) return {};
  std::size_t place = 0;
  for (int column = 1; place < line.size() && column < at.column; ++column) {
    ++place;
    while (place < line.size() && is_continuation(line[place])) ++place;
  }
  std::string_view before;
  if (place > excerpt_width / 2) {
    std::size_t cut = place - excerpt_width / 2;
    while (cut < place && is_continuation(line[cut])) ++cut;
    line.remove_prefix(cut);
    place -= cut;
    before = "...";
  }
  std::string_view after;
  if (line.size() > excerpt_width) {
    std::size_t cut = excerpt_width;
    while (cut > place && is_continuation(line[cut])) --cut;
    line = line.substr(0, cut);
    after = "...";
  }
  std::string padding(before.size(), ' ');
  for (std::size_t i = 0; i < place; ++i) {
    if (line[i] == '\t') padding += '\t';
    if (line[i] != '\t' && !is_continuation(line[i])) padding += ' ';
  }
  const std::string number = fmt::format("{:>4}", at.line);
  return fmt::format("{} | {}{}{}\n{} | {}^", number, before, line, after, std::string(number.size(), ' '),
                     padding);
}

Position offset_by(Position inside, Position start) {
  if (!inside.known() || !start.known()) return inside;
  if (inside.line == 1) return {start.line, start.column + inside.column - 1};
  return {start.line + inside.line - 1, inside.column};
}

}  // namespace simulator::base

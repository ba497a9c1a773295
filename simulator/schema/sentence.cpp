#include "simulator/schema/sentence.h"

#include <fmt/format.h>

#include <algorithm>

namespace simulator::schema {
namespace {

constexpr std::size_t longest_value = 120;  // bytes

/// On one line, and not too long.
std::string short_value(std::string_view value) {
  if (value.empty()) return "none";
  std::string text;
  for (const char c : value) {
    const bool space = c == '\n' || c == ' ';
    if (space && !text.empty() && text.back() == ' ') continue;
    text += space ? ' ' : c;
  }
  if (text.size() <= longest_value) return text;
  std::size_t end = longest_value;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
  return text.substr(0, end) + "...";
}

}  // namespace

std::string sentence(const Difference& difference) {
  const std::string what =
      difference.attribute.empty() ? difference.object : difference.object + ": " + difference.attribute;
  switch (difference.kind) {
    case DifferenceKind::missing:
      return fmt::format("{} is missing: {}", what, short_value(difference.left));
    case DifferenceKind::extra:
      return fmt::format("{} is extra: {}", what, short_value(difference.right));
    case DifferenceKind::changed:
      break;
  }
  return fmt::format("{} should be {}, is {}", what, short_value(difference.left),
                     short_value(difference.right));
}

}  // namespace simulator::schema

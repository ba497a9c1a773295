#include "simulator/schema/sentence.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace simulator::schema {
namespace {

constexpr std::size_t longest_value = 120;  // bytes

/// On one line, without the semicolon of a statement (a sentence goes on behind it), and not too long.
std::string short_value(std::string_view value) {
  std::string text;
  for (const char c : value) {
    const bool space = c == '\n' || c == ' ' || c == '\t' || c == '\r';
    if (space && (text.empty() || text.back() == ' ')) continue;
    text += space ? ' ' : c;
  }
  while (!text.empty() && (text.back() == ' ' || text.back() == ';')) text.pop_back();
  if (text.size() <= longest_value) return text;
  std::size_t end = longest_value;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
  return text.substr(0, end) + "...";
}

/// How an attribute that one side may lack is said: "is not UNIQUE", "has no DEFAULT".
struct Wording {
  std::string_view attribute;
  bool has;
  std::string_view before;  ///< the value
  std::string_view absent;
};
constexpr std::array wordings{
    Wording{"autoincrement", true, "", "no AUTOINCREMENT"},
    Wording{"check name", true, "a CHECK named ", "a CHECK without a name"},
    Wording{"columns", true, "the column names ", "no column names of its own"},
    Wording{"default", true, "DEFAULT ", "no DEFAULT"},
    Wording{"generated", false, "generated ", "an ordinary column"},
    Wording{"module", false, "a virtual table of ", "an ordinary table"},
    Wording{"not null", false, "", "nullable"},
    Wording{"not null conflict", true, "", "no ON CONFLICT for NULL"},
    Wording{"primary key conflict", true, "", "no ON CONFLICT for its key"},
    Wording{"strict", false, "", "not STRICT"},
    Wording{"type", true, "type ", "no type"},
    Wording{"unique", false, "", "not UNIQUE"},
    Wording{"when", true, "WHEN ", "no WHEN"},
    Wording{"where", true, "WHERE ", "no WHERE"},
    Wording{"without rowid", false, "", "a table with rowids"},
};

/// Null when both sides have a value: then the attribute's name says what they are.
const Wording* wording_of(const Difference& difference) {
  if (difference.kind != DifferenceKind::changed) return nullptr;
  if (!difference.left.empty() && !difference.right.empty()) return nullptr;
  const auto* found = std::find_if(wordings.begin(), wordings.end(), [&](const Wording& wording) {
    return wording.attribute == difference.attribute;
  });
  return found == wordings.end() ? nullptr : found;
}

}  // namespace

Sides sides_of(const Difference& difference) {
  const Wording* wording = wording_of(difference);
  const auto said = [&](std::string_view value) {
    if (wording == nullptr) return value.empty() ? std::string("none") : short_value(value);
    return value.empty() ? std::string(wording->absent) : std::string(wording->before) + short_value(value);
  };
  return {said(difference.left), said(difference.right), wording != nullptr && wording->has};
}

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
  const Sides sides = sides_of(difference);
  if (wording_of(difference) == nullptr)
    return fmt::format("{} should be {}, is {}", what, sides.left, sides.right);
  return sides.has ? fmt::format("{} should have {}, has {}", difference.object, sides.left, sides.right)
                   : fmt::format("{} should be {}, is {}", difference.object, sides.left, sides.right);
}

}  // namespace simulator::schema

#include "simulator/migration/version_order.h"

#include <algorithm>
#include <vector>

#include "simulator/migration/migration_file.h"

namespace simulator::migration {
namespace {

std::string_view without_zeros(std::string_view digits) {
  digits.remove_prefix(std::min(digits.find_first_not_of('0'), digits.size()));
  return digits;
}

/// Less, equal or greater than zero.
int compare_numbers(std::string_view a, std::string_view b) {
  const auto x = without_zeros(a);
  const auto y = without_zeros(b);
  if (x.size() != y.size()) return x.size() < y.size() ? -1 : 1;
  return x.compare(y);
}

/// "1_02.0" -> {"1", "2"}: parts without leading zeros, trailing zero parts gone.
std::vector<std::string_view> dotted_parts(std::string_view version) {
  std::vector<std::string_view> parts;
  while (!version.empty()) {
    const auto end = std::min(version.find_first_of("._"), version.size());
    parts.push_back(without_zeros(version.substr(0, end)));
    version.remove_prefix(std::min(end + 1, version.size()));
  }
  while (!parts.empty() && parts.back().empty()) parts.pop_back();
  return parts;
}

bool is_version(std::string_view text) {
  return text.empty() || (text[0] >= '0' && text[0] <= '9') || text[0] == '.';
}

int compare_dotted(std::string_view a, std::string_view b) {
  // What is no version (a repeatable's name) comes after all versions, as text.
  if (!is_version(a) || !is_version(b)) {
    if (is_version(a) != is_version(b)) return is_version(a) ? -1 : 1;
    return a.compare(b);
  }
  const auto x = dotted_parts(a);
  const auto y = dotted_parts(b);
  for (std::size_t i = 0; i < std::max(x.size(), y.size()); ++i) {
    const int part = compare_numbers(i < x.size() ? x[i] : "", i < y.size() ? y[i] : "");
    if (part != 0) return part;
  }
  return 0;
}

/// Where a character stands in the Unicode collation's order of ASCII (CLDR root, case ignored).
int collation_rank(char c) {
  constexpr std::string_view marks = " _-,;:!?.'\"()[]{}@*/\\&#%`^+<=>|~$0123456789";
  if (const auto mark = marks.find(c); mark != std::string_view::npos) return static_cast<int>(mark);
  if (c >= 'a' && c <= 'z') return 100 + (c - 'a');
  if (c >= 'A' && c <= 'Z') return 100 + (c - 'A');
  return 200 + static_cast<unsigned char>(c);
}

int compare_directories(std::string_view a, std::string_view b) {
  for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i)
    if (const int rank = collation_rank(a[i]) - collation_rank(b[i]); rank != 0) return rank;
  if (a.size() != b.size()) return a.size() < b.size() ? -1 : 1;
  // Equal but for letter case: lower case comes first.
  return b.compare(a);
}

bool is_digits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

bool comes_before(VersionOrder order, std::string_view a, std::string_view b) {
  switch (order) {
    case VersionOrder::number:
      return version_less(a, b);
    case VersionOrder::integer:
      return compare_numbers(a, b) < 0;
    case VersionOrder::dotted:
      return compare_dotted(a, b) < 0;
    case VersionOrder::text:
      return a < b;
    case VersionOrder::directory:
      return compare_directories(a, b) < 0;
  }
  return false;
}

std::string version_key(VersionOrder order, std::string_view version) {
  if (order == VersionOrder::integer) return std::string(without_zeros(version));
  if (order != VersionOrder::dotted || !is_version(version)) return std::string(version);
  std::string key;
  for (const auto part : dotted_parts(version)) {
    if (!key.empty()) key += '.';
    key += part.empty() ? "0" : part;
  }
  return key;
}

bool means_version(VersionOrder order, std::string_view asked, std::string_view version) {
  if (asked == version) return true;
  if (is_digits(asked) && is_digits(version)) return compare_numbers(asked, version) == 0;
  return version_key(order, asked) == version_key(order, version);
}

}  // namespace simulator::migration

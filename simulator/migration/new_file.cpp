#include "simulator/migration/new_file.h"

#include <fmt/format.h>

#include <algorithm>

#include "simulator/migration/history.h"

namespace simulator::migration {
namespace {

constexpr std::size_t width_of_empty_folder = 14;

/// Year to second of now, in UTC: 14 digits.
std::string timestamp(const base::Clock& clock) {
  std::string digits;
  for (const char c : utc_text(clock.unix_ms()).substr(0, 19))
    if (c >= '0' && c <= '9') digits += c;
  return digits;
}

bool is_time(std::string_view version) {
  const bool known_width = version.size() == 8 || version.size() == 12 || version.size() == 14;
  return known_width && (version.starts_with("19") || version.starts_with("20"));
}

/// One more, as wide; empty when all digits are nines.
std::string incremented(std::string version) {
  for (auto digit = version.rbegin(); digit != version.rend(); ++digit) {
    if (*digit != '9') {
      ++*digit;
      return version;
    }
    *digit = '0';
  }
  return {};
}

}  // namespace

base::Result<std::string> next_version(const MigrationSet& set, const base::Clock& clock) {
  if (set.files.empty()) return timestamp(clock).substr(0, width_of_empty_folder);
  const std::string& newest = set.files.back().version;
  const auto other_width = [&](const MigrationFile& file) { return file.version.size() != newest.size(); };
  if (std::any_of(set.files.begin(), set.files.end(), other_width))
    return base::failure("migration.mixed-width",
                         "the versions in this folder differ in their number of digits",
                         "No file was made. Give all versions one width first: `verify` lists them.");
  if (is_time(newest)) {
    std::string now = timestamp(clock).substr(0, newest.size());
    if (newest < now) return now;
  }
  std::string next = incremented(newest);
  if (next.empty())
    return base::failure("migration.version-overflow",
                         fmt::format("there is no version of {} digits after {}", newest.size(), newest),
                         "No file was made. Rename the folder's files to wider versions.");
  return next;
}

base::Result<std::string> name_for_file(std::string_view words) {
  std::string name;
  for (const char c : words) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       c == '_' || c == '-' || c == '.';
    if (!plain && c != ' ')
      return base::failure("migration.bad-name",
                           fmt::format("the name \"{}\" cannot be part of a file's name", words),
                           "No file was made. Use letters, digits, '_' and '-', for example add_user_phone.");
    name += plain ? c : '_';
  }
  if (name.empty()) return base::failure("migration.bad-name", "the name is empty", "No file was made.");
  return name;
}

std::string new_file_text() {
  return "-- migrate:up\n"
         "\n"
         "\n"
         "-- migrate:down\n"
         "\n";
}

}  // namespace simulator::migration

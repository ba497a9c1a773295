#include "simulator/migration/new_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "simulator/migration/history.h"
#include "simulator/migration/layout_reader.h"
#include "simulator/migration/tool_profile.h"

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

/// "1.9" -> "1.10": one more in the last part of the highest version.
std::string next_dotted(const MigrationSet& set) {
  std::string highest;
  for (const auto& file : set.files)
    if (file.kind != MigrationKind::repeatable &&
        (highest.empty() || comes_before(VersionOrder::dotted, highest, file.version)))
      highest = file.version;
  const auto dot = highest.rfind('.');
  const std::string head = dot == std::string::npos ? "" : highest.substr(0, dot + 1);
  const std::string last = dot == std::string::npos ? highest : highest.substr(dot + 1);
  if (last.empty()) return head + "1";
  const std::string next = incremented(last);
  return head + (next.empty() ? "1" + std::string(last.size(), '0') : next);
}

/// Of "20260301_late" and "0003 late" in a folder of such versions; a name can begin with another number.
std::optional<std::string> version_in_front(const MigrationSet& set, std::string_view words) {
  std::string digits(leading_digits(words));
  const bool a_version = is_time(digits) || digits.starts_with('0');
  if (!a_version || words.size() < digits.size() + 2) return std::nullopt;
  if (words[digits.size()] != '_' && words[digits.size()] != ' ') return std::nullopt;
  const bool as_wide =
      set.files.empty() || std::any_of(set.files.begin(), set.files.end(), [&digits](const auto& file) {
        return leading_digits(file.version).size() == digits.size();
      });
  return as_wide ? std::optional(std::move(digits)) : std::nullopt;
}

using Files = std::vector<SourceFile>;

Files files_of(Tool tool, const std::string& version, const std::string& name, std::string_view up,
               std::string_view down) {
  const std::string stem = version + "_" + name;
  const auto body = [](std::string_view statements) {
    return statements.empty() ? std::string("\n")
                              : std::string(statements) + (statements.ends_with('\n') ? "" : "\n");
  };
  switch (tool) {
    case Tool::driftwood:
    case Tool::dbmate:
      if (up.empty() && down.empty()) return Files{{stem + ".sql", new_file_text()}};
      return Files{{stem + ".sql", fmt::format("-- migrate:up\n{}\n-- migrate:down\n{}", body(up),
                                               down.empty() ? "" : body(down))}};
    case Tool::goose:
      return Files{
          {stem + ".sql", fmt::format("-- +goose Up\n{}\n-- +goose Down\n{}", body(up), body(down))}};
    case Tool::golang_migrate:
      return Files{{stem + ".up.sql", std::string(up)}, {stem + ".down.sql", std::string(down)}};
    case Tool::flyway:
      return Files{{fmt::format("V{}__{}.sql", version, name), std::string(up)}};
    case Tool::prisma:
      return Files{{stem + "/migration.sql", std::string(up)}};
    case Tool::atlas:
      return Files{{stem + ".sql", std::string(up)}};
  }
  return Files{};
}

/// A file of this name is there already.
bool has_file(const MigrationSet& set, const std::string& name) {
  return std::any_of(set.files.begin(), set.files.end(), [&name](const auto& file) {
    return file.file_name == name || (file.down_file && file.down_file->file_name == name);
  });
}

}  // namespace

base::Result<std::string> next_version(const MigrationSet& set, const base::Clock& clock) {
  if (set.tool == Tool::flyway) return next_dotted(set);
  if (set.tool == Tool::prisma) return timestamp(clock);
  std::vector<std::string> versions;
  for (const auto& file : set.files) {
    const std::string& name = file.has_up || !file.down_file ? file.file_name : file.down_file->file_name;
    std::string digits(leading_digits(name));
    if (!digits.empty()) versions.push_back(std::move(digits));
  }
  if (versions.empty()) return timestamp(clock).substr(0, width_of_empty_folder);
  const std::string newest = *std::max_element(
      versions.begin(), versions.end(), [](const auto& a, const auto& b) { return version_less(a, b); });
  const auto other_width = [&](const std::string& version) { return version.size() != newest.size(); };
  // dbmate and Atlas go by text, driftwood wants both orders to agree: there, one width is the only safe one.
  const bool by_number = profile_of(set.tool).order == VersionOrder::integer;
  if (!by_number && std::any_of(versions.begin(), versions.end(), other_width))
    return base::failure("migration.mixed-width",
                         "the versions in this folder differ in their number of digits",
                         "No file was made. Give all versions one width first: `verify` lists them.");
  if (is_time(newest)) {
    std::string now = timestamp(clock).substr(0, newest.size());
    if (newest < now) return now;
  }
  std::string next = incremented(newest);
  if (next.empty() && by_number) next = "1" + std::string(newest.size(), '0');
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

base::Result<std::vector<SourceFile>> new_migration(const MigrationSet& set, const base::Clock& clock,
                                                    std::string_view words, std::string_view up,
                                                    std::string_view down) {
  base::Result<std::string> version = next_version(set, clock);
  if (auto said = version_in_front(set, words)) {
    words.remove_prefix(said->size() + 1);
    version = std::move(*said);
  }
  const auto name = name_for_file(words);
  if (!name) return tl::make_unexpected(name.error());
  if (!version) return tl::make_unexpected(version.error());
  auto files = files_of(set.tool, *version, *name, up, down);
  for (const SourceFile& file : files)
    if (has_file(set, file.name))
      return base::failure("migration.file-exists", fmt::format("there is a file {} already", file.name),
                           "No file was made. Choose another name.");
  if (set.tool == Tool::driftwood)
    for (const MigrationFile& file : set.files)
      if (file.version == *version)
        return base::failure("migration.duplicate-version",
                             fmt::format("the version {} is also that of {}", *version, file.file_name),
                             "No file was made: a folder with two of them cannot run.");
  return files;
}

}  // namespace simulator::migration

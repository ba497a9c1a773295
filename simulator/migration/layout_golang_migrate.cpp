// golang-migrate's files: ^([0-9]+)_(.*)\.(down|up)\.(.*)$, https://github.com/golang-migrate/migrate,
// 18966c75. The extension is not looked at, so 30_ignore_autotag.up..sql is migration 30.
#include <fmt/format.h>

#include <map>
#include <optional>

#include "simulator/migration/layout_reader.h"
#include "simulator/migration/version_order.h"

namespace simulator::migration {
namespace {

struct Name {
  std::string version;
  std::string title;
  Direction direction = Direction::up;
};

std::optional<Name> parse(std::string_view name) {
  const std::string_view digits = leading_digits(name);
  if (digits.empty() || !name.substr(digits.size()).starts_with('_')) return std::nullopt;
  const auto up = name.rfind(".up.");
  const auto down = name.rfind(".down.");
  const bool has_up = up != std::string_view::npos;
  const bool has_down = down != std::string_view::npos;
  if (!has_up && !has_down) return std::nullopt;
  const bool is_up = has_up && (!has_down || up > down);
  const auto cut = is_up ? up : down;
  if (cut < digits.size() + 1) return std::nullopt;
  Name found;
  found.version = version_key(VersionOrder::integer, digits);
  if (found.version.empty()) found.version = "0";
  found.title = name.substr(digits.size() + 1, cut - digits.size() - 1);
  found.direction = is_up ? Direction::up : Direction::down;
  return found;
}

bool fits_in_64_bits(std::string_view digits) {
  constexpr std::string_view largest = "18446744073709551615";
  return digits.size() < largest.size() || (digits.size() == largest.size() && digits <= largest);
}

}  // namespace

void read_golang_migrate(LayoutReader& reader) {
  std::map<std::string, std::size_t> index;  // of a version's file
  for (const auto* source : reader.sources()) {
    if (source->name.ends_with('/')) continue;
    const auto name = parse(source->name);
    if (!name || !fits_in_64_bits(name->version)) {
      reader.passed_over(source->name, "this is not a name golang-migrate looks at");
      continue;
    }
    auto& files = reader.files();
    const bool is_up = name->direction == Direction::up;
    const auto [place, fresh] = index.try_emplace(name->version, files.size());
    const bool known = !fresh;
    const MigrationFile* same = known ? &files[place->second] : nullptr;
    if (known && (is_up ? same->has_up : same->down_file.has_value())) {
      reader.report(
          base::Severity::error, "migration.duplicate-version", reader.path(source->name),
          fmt::format("version {} has a second {} file", name->version, is_up ? "up" : "down"),
          fmt::format("golang-migrate stops with: duplicate migration file: {}. Leading zeros do not "
                      "make another version.",
                      source->name));
      continue;
    }
    MigrationFile& file = known ? files[place->second] : reader.add(*source, name->version, name->title);
    if (is_up && known) {
      file.name = name->title;
      file.file_name = source->name;
      file.path = reader.path(source->name);
      file.text = source->text;
      file.up = {0, file.text.size(), {1, 1}, true};
    }
    if (is_up) {
      file.has_up = true;
    } else {
      if (!known) {
        file.text.clear();
        file.up = {0, 0, {1, 1}, true};
        file.has_up = false;
      }
      file.down_file = DownFile{source->name, reader.path(source->name), source->text};
      file.down = Section{0, source->text.size(), {1, 1}, true};
    }
  }
  reader.sort_by_version();
  for (const auto& file : reader.files())
    if (!file.has_up)
      reader.report(base::Severity::warning, "migration.missing-up", file.down_file->path,
                    fmt::format("version {} has a down file and no up file", file.version),
                    "golang-migrate counts it as a migration that does nothing: the version moves past it.");
}

}  // namespace simulator::migration

// Flyway's files (ResourceNameParser and MigrationVersion, https://github.com/flyway/flyway, c5e20fc7): a
// letter, a version, two underscores, a description, `.sql` in any case. In sub-folders too.
#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "simulator/base/text_position.h"
#include "simulator/migration/flyway_checksum.h"
#include "simulator/migration/layout_reader.h"
#include "simulator/migration/placeholders.h"
#include "simulator/migration/version_order.h"

namespace simulator::migration {
namespace {

struct Name {
  char letter = 'V';
  std::string version;  ///< with dots; empty for R
  std::string description;
};

bool has_sql_ending(std::string_view name) {
  if (name.size() < 4) return false;
  std::string ending(name.substr(name.size() - 4));
  for (char& c : ending)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return ending == ".sql";
}

std::optional<Name> parse(std::string_view file_name) {
  std::string_view name = file_name.substr(file_name.rfind('/') + 1);
  if (!has_sql_ending(name)) return std::nullopt;
  name.remove_suffix(4);
  Name found;
  found.letter = name.empty() ? ' ' : name.front();
  if (std::string_view("VURB").find(found.letter) == std::string_view::npos) return std::nullopt;
  name.remove_prefix(1);
  const auto separator = name.find("__");
  std::string_view version = name.substr(0, separator);
  if (separator != std::string_view::npos) found.description = name.substr(separator + 2);
  std::replace(found.description.begin(), found.description.end(), '_', ' ');
  const bool repeatable = found.letter == 'R';
  if (repeatable && (!version.empty() || separator == std::string_view::npos)) return std::nullopt;
  if (!repeatable && leading_digits(version).empty()) return std::nullopt;
  found.version = version;
  std::replace(found.version.begin(), found.version.end(), '_', '.');
  return found;
}

bool is_version(std::string_view version) {
  return std::all_of(version.begin(), version.end(),
                     [](char c) { return (c >= '0' && c <= '9') || c == '.'; });
}

/// `executeInTransaction=false` in the file's .conf; true where nothing is said.
bool runs_in_transaction(const LayoutReader& reader, const std::string& name) {
  const SourceFile* conf = reader.source(name + ".conf");
  if (conf == nullptr) return true;
  for (const Line& line : lines_of(conf->text)) {
    const auto equals = line.text.find('=');
    if (equals == std::string_view::npos) continue;
    if (trimmed(line.text.substr(0, equals)) == "executeInTransaction")
      return trimmed(line.text.substr(equals + 1)) != "false";
  }
  return true;
}

std::string put_in(LayoutReader& reader, const SourceFile& source) {
  PutIn done = put_in_placeholders(source.text, reader.options().placeholders);
  for (const auto& unknown : done.unknown)
    reader.report(base::Severity::error, "migration.placeholder", reader.path(source.name),
                  fmt::format("there is no value for the placeholder ${{{}}}", unknown.name),
                  fmt::format("Give one with --placeholder {}=VALUE. Flyway takes it from its configuration.",
                              unknown.name),
                  base::position_at(source.text, unknown.offset));
  return std::move(done.text);
}

}  // namespace

void read_flyway(LayoutReader& reader) {
  struct Undo {
    const SourceFile* source;
    std::string version;
  };
  std::vector<Undo> undos;
  for (const auto* source : reader.sources()) {
    if (source->name.ends_with('/')) continue;
    const bool conf = source->name.ends_with(".conf") &&
                      reader.source(source->name.substr(0, source->name.size() - 5)) != nullptr;
    if (conf) continue;
    const auto name = parse(source->name);
    if (!name) {
      reader.passed_over(source->name, "this is not a name Flyway looks at");
      continue;
    }
    if (!is_version(name->version)) {
      reader.report(
          base::Severity::error, "migration.name", reader.path(source->name),
          fmt::format("{} is not a version", name->version),
          fmt::format("Flyway stops with: Version may only contain 0..9 and . (dot). Invalid version: "
                      "{}",
                      name->version));
      continue;
    }
    if (name->letter == 'U') {
      undos.push_back({source, name->version});
      continue;
    }
    const bool repeatable = name->letter == 'R';
    MigrationFile& file =
        reader.add(*source, repeatable ? "R__" + name->description : name->version, name->description);
    file.kind = repeatable            ? MigrationKind::repeatable
                : name->letter == 'B' ? MigrationKind::cumulative
                                      : MigrationKind::versioned;
    file.text = put_in(reader, *source);
    file.up = {0, file.text.size(), {1, 1}, runs_in_transaction(reader, source->name)};
    file.checksum = std::to_string(flyway_checksum(repeatable ? file.text : source->text));
  }
  for (const Undo& undo : undos) {
    const std::string key = version_key(VersionOrder::dotted, undo.version);
    for (MigrationFile& file : reader.files()) {
      if (file.kind != MigrationKind::versioned || version_key(VersionOrder::dotted, file.version) != key)
        continue;
      file.down_file =
          DownFile{undo.source->name, reader.path(undo.source->name), put_in(reader, *undo.source)};
      file.down =
          Section{0, file.down_file->text.size(), {1, 1}, runs_in_transaction(reader, undo.source->name)};
    }
  }
  reader.sort_by_version();
  reader.refuse_twins("stops with: Found more than one migration with that version");
}

}  // namespace simulator::migration

// Atlas' files (sql/migrate/dir.go, https://github.com/ariga/atlas, a5e0aecc): *.sql at the top, in the order
// of their names as text, and atlas.sum over all of them.
#include <fmt/format.h>

#include <algorithm>

#include "simulator/migration/atlas_sum.h"
#include "simulator/migration/layout_reader.h"

namespace simulator::migration {
namespace {

/// The directives among the comments at the head of the file. They count only when an empty line closes the
/// comments.
std::map<std::string, std::string> directives_of(std::string_view text) {
  std::map<std::string, std::string> found;
  for (const Line& line : lines_of(text)) {
    const auto words = trimmed(line.text);
    if (words.empty()) return found;
    if (!words.starts_with("--")) return {};
    auto rest = trimmed(words.substr(2));
    constexpr std::string_view key = "atlas:";
    if (!rest.starts_with(key)) continue;
    rest.remove_prefix(key.size());
    const auto gap = std::min(rest.find(' '), rest.size());
    found[std::string(rest.substr(0, gap))] = trimmed(rest.substr(gap));
  }
  return found;
}

/// `\n` written as two characters becomes a line break.
std::string unescaped(std::string text) {
  for (const auto& [written, meant] :
       {std::pair{"\\n", "\n"}, std::pair{"\\t", "\t"}, std::pair{"\\r", "\r"}})
    for (std::size_t at = 0; (at = text.find(written, at)) != std::string::npos; ++at)
      text.replace(at, 2, meant);
  return text;
}

void read_directives(LayoutReader& reader, MigrationFile& file) {
  const auto directives = directives_of(file.text);
  if (const auto mode = directives.find("txmode"); mode != directives.end()) {
    file.up.transaction = mode->second != "none";
    if (mode->second != "none" && mode->second != "file")
      reader.broken(file, "migration.directive",
                    fmt::format("`atlas:txmode {}` is not possible in a file", mode->second),
                    "A file can say none or file.", {1, 1});
  }
  if (directives.contains("checkpoint")) file.kind = MigrationKind::cumulative;
  if (const auto delimiter = directives.find("delimiter"); delimiter != directives.end())
    file.delimiter = unescaped(delimiter->second);
}

std::string how_to_mend(const SumMismatch& mismatch) {
  if (mismatch.file.empty()) return "atlas.sum does not sum itself up: its first line was changed.";
  return fmt::format("L{}: {} was {}", mismatch.line, mismatch.file, mismatch.how);
}

void check_sum(LayoutReader& reader, const AtlasSum& actual) {
  const SourceFile* source = reader.source("atlas.sum");
  if (source == nullptr) {
    if (!reader.files().empty())
      reader.report(base::Severity::error, "migration.atlas-sum", reader.path("atlas.sum"),
                    "the folder has migrations and no atlas.sum",
                    "Atlas stops with: checksum file not found. `driftwoodctl migrate repair` (atlas migrate "
                    "hash) writes it; look at the files first, for it takes them as they are.");
    return;
  }
  const auto written = read_atlas_sum(source->text, reader.path("atlas.sum"));
  if (!written) {
    reader.report(base::Severity::error, written.error().code, written.error().file, written.error().message,
                  written.error().help, written.error().at);
    return;
  }
  for (const auto& mismatch : sum_mismatches(*written, actual))
    reader.report(base::Severity::error, "migration.atlas-sum", reader.path("atlas.sum"),
                  how_to_mend(mismatch),
                  "Atlas stops before it looks at any database: You have a checksum error in your migration "
                  "directory. Put the file back as it was; when the change is meant and no database has run "
                  "the file, `repair` (atlas migrate hash) sums up the folder as it is.",
                  {mismatch.line, 1});
}

}  // namespace

void read_atlas(LayoutReader& reader) {
  std::vector<SummedFile> summed;
  for (const auto* source : reader.sources()) {
    if (source->name.ends_with('/') || source->name == "atlas.sum") continue;
    if (!source->name.ends_with(".sql")) {
      reader.passed_over(source->name, "this is not a name Atlas looks at");
      continue;
    }
    const std::string_view stem = std::string_view(source->name).substr(0, source->name.size() - 4);
    const auto cut = std::min(stem.find('_'), stem.size());
    MigrationFile& file = reader.add(*source, std::string(stem.substr(0, cut)),
                                     std::string(stem.substr(std::min(cut + 1, stem.size()))));
    read_directives(reader, file);
    summed.push_back({source->name, source->text});
  }
  const AtlasSum actual = atlas_sum(summed);
  auto line = actual.lines.begin();  // both are in the order of the names; ignored files have no line
  for (MigrationFile& file : reader.files())
    if (line != actual.lines.end() && line->file == file.file_name) file.checksum = (line++)->hash;
  check_sum(reader, actual);
}

}  // namespace simulator::migration

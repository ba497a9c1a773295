// Prisma Migrate's directories: every one of them is a migration, its name the identity, its migration.sql
// the statements. migration_lock.toml names the kind of database.
#include <fmt/format.h>

#include <set>

#include "simulator/base/hash.h"
#include "simulator/migration/layout_reader.h"

namespace simulator::migration {
namespace {

/// The value of `provider = "..."`; empty when there is none.
std::string_view provider_of(std::string_view toml) {
  for (const Line& line : lines_of(toml)) {
    std::string_view text = trimmed(line.text);
    if (!text.starts_with("provider")) continue;
    const auto first = text.find('"');
    const auto last = text.rfind('"');
    if (first != std::string_view::npos && last > first) return text.substr(first + 1, last - first - 1);
  }
  return {};
}

}  // namespace

void read_prisma(LayoutReader& reader) {
  std::set<std::string> seen;  // a directory is known by its own entry or by any file in it
  for (const auto* source : reader.sources()) {
    const std::string_view name = source->name;
    if (name == "migration_lock.toml") {
      const auto provider = provider_of(source->text);
      if (!provider.empty() && provider != "sqlite")
        reader.report(base::Severity::error, "migration.provider", reader.path(name),
                      fmt::format("these migrations were written for {}, not for SQLite", provider),
                      "Prisma stops with P3019. Statements for another database would fail or mean something "
                      "else.");
      continue;
    }
    const auto slash = name.find('/');
    if (slash == std::string_view::npos) {
      reader.passed_over(name, "this is a file; Prisma looks at directories");
      continue;
    }
    const std::string directory(name.substr(0, slash));
    if (!seen.insert(directory).second) continue;
    const SourceFile* script = reader.source(directory + "/migration.sql");
    if (script == nullptr) {
      reader.report(base::Severity::error, "migration.no-script", reader.path(directory),
                    "this directory has no migration.sql",
                    "Prisma takes every directory to be a migration and stops the whole run with P3015. Move "
                    "the directory elsewhere, or give it its file.");
      continue;
    }
    MigrationFile& file = reader.add(*script, directory, {});
    file.checksum = base::sha256_hex(script->text);
  }
  reader.sort_by_version();
}

}  // namespace simulator::migration

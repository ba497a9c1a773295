#include "simulator/migration/migration_set.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "simulator/base/counted.h"
#include "simulator/migration/tool_profile.h"

namespace simulator::migration {
namespace {

std::string joined(const std::string& folder, const std::string& name) {
  if (folder.empty()) return name;
  return folder.ends_with('/') ? folder + name : folder + "/" + name;
}

void report(base::Diagnostics& out, base::Severity severity, std::string code, std::string file,
            std::string message, std::string help) {
  base::Diagnostic diagnostic;
  diagnostic.severity = severity;
  diagnostic.what.code = std::move(code);
  diagnostic.what.file = std::move(file);
  diagnostic.what.message = std::move(message);
  diagnostic.what.help = std::move(help);
  out.push_back(std::move(diagnostic));
}

bool is_expected_neighbour(std::string_view name) {
  return name.starts_with('.') || name.starts_with("README") || name.ends_with(".md");
}

void check_widths(const std::vector<MigrationFile>& files, base::Diagnostics& out) {
  std::map<std::size_t, std::size_t> count;
  for (const auto& file : files) ++count[file.version.size()];
  if (count.size() < 2) return;
  // The usual width is the one most files have; on a tie the widest, which is where a folder is heading.
  const auto usual = std::max_element(count.begin(), count.end(), [](const auto& a, const auto& b) {
                       return a.second <= b.second;
                     })->first;
  for (const auto& file : files) {
    if (file.version.size() == usual) continue;
    report(out, base::Severity::error, "migration.mixed-width", file.path,
           fmt::format("the version {} has {}, the others in this folder have {}", file.version,
                       base::counted(file.version.size(), "digit", "digits"), usual),
           "Versions of different width sort differently as text and as numbers, so tools disagree about the "
           "order. Rename the file so that all versions have the same number of digits.");
  }
}

void check_duplicates(const std::vector<MigrationFile>& files, base::Diagnostics& out) {
  for (std::size_t i = 1; i < files.size(); ++i) {
    if (files[i].version != files[i - 1].version) continue;
    std::string help = "Give one of them a new version, above all that were already applied somewhere.";
    if (files[i].name.ends_with(".up") || files[i].name.ends_with(".down"))
      help =
          "Pairs of .up.sql and .down.sql are another tool's layout; here one file holds both parts, under "
          "`-- migrate:up` and `-- migrate:down`.";
    report(out, base::Severity::error, "migration.duplicate-version", files[i].path,
           fmt::format("the version {} is also that of {}", files[i].version, files[i - 1].file_name), help);
  }
}

}  // namespace

const MigrationFile* MigrationSet::find(std::string_view version) const {
  if (tool != Tool::driftwood) {
    const VersionOrder order = profile_of(tool).order;
    const std::string key = version_key(order, version);
    const auto same = [&](const MigrationFile& file) { return version_key(order, file.version) == key; };
    const auto found = std::find_if(files.begin(), files.end(), same);
    return found != files.end() ? &*found : nullptr;
  }
  const auto found = std::lower_bound(
      files.begin(), files.end(), version,
      [](const MigrationFile& file, std::string_view wanted) { return version_less(file.version, wanted); });
  return found != files.end() && found->version == version ? &*found : nullptr;
}

MigrationSetResult read_migrations(std::span<const SourceFile> sources, const std::string& display_folder) {
  MigrationSetResult result;
  std::vector<const SourceFile*> ordered;
  for (const auto& source : sources) ordered.push_back(&source);
  std::sort(ordered.begin(), ordered.end(),
            [](const SourceFile* a, const SourceFile* b) { return a->name < b->name; });
  for (const auto* source : ordered) {
    if (is_migration_name(source->name)) {
      result.set.files.push_back(
          read_migration_file(*source, joined(display_folder, source->name), result.diagnostics));
    } else if (!is_expected_neighbour(source->name)) {
      report(result.diagnostics, base::Severity::warning, "migration.ignored-file",
             joined(display_folder, source->name), "this is not a migration's name, so the file is never run",
             "A migration is named <digits>_<name>.sql, for example 20260514_add_user_phone.sql.");
    }
  }
  std::stable_sort(
      result.set.files.begin(), result.set.files.end(),
      [](const MigrationFile& a, const MigrationFile& b) { return version_less(a.version, b.version); });
  check_widths(result.set.files, result.diagnostics);
  check_duplicates(result.set.files, result.diagnostics);
  return result;
}

MigrationSetResult read_migrations(const base::Folder& folder, std::size_t file_limit) {
  std::vector<SourceFile> sources;
  base::Diagnostics unreadable;
  auto names = folder.list("");
  if (!names) {
    unreadable.push_back({base::Severity::error, names.error()});
    return {{}, std::move(unreadable)};
  }
  for (const auto& name : *names) {
    if (name.ends_with('/')) continue;
    if (!is_migration_name(name)) {
      sources.push_back({name, {}});
      continue;
    }
    auto text = folder.read(name, file_limit);
    if (text) {
      sources.push_back({name, std::move(*text)});
    } else {
      unreadable.push_back({base::Severity::error, text.error()});
    }
  }
  std::string shown = folder.display("");
  auto result = read_migrations(sources, shown);
  result.diagnostics.insert(result.diagnostics.begin(), unreadable.begin(), unreadable.end());
  return result;
}

}  // namespace simulator::migration

#include "simulator/migration/layout.h"

#include <algorithm>

#include "simulator/migration/layout_reader.h"

namespace simulator::migration {
namespace {

using Reader = void (*)(LayoutReader&);

Reader reader_of(Tool tool) {
  switch (tool) {
    case Tool::driftwood:
      return nullptr;
    case Tool::dbmate:
      return read_dbmate;
    case Tool::golang_migrate:
      return read_golang_migrate;
    case Tool::goose:
      return read_goose;
    case Tool::flyway:
      return read_flyway;
    case Tool::prisma:
      return read_prisma;
    case Tool::atlas:
      return read_atlas;
  }
  return nullptr;
}

/// How deep a layout looks into sub-folders. Flyway has no limit; folders deeper than this are somebody's
/// mistake.
int depth_of(Tool tool) {
  if (tool == Tool::flyway) return 16;
  return tool == Tool::prisma ? 1 : 0;
}

void collect(const base::Folder& folder, const std::string& inside, int depth, std::size_t limit,
             std::vector<SourceFile>& out, base::Diagnostics& unreadable) {
  auto names = folder.list(inside);
  if (!names) {
    unreadable.push_back({base::Severity::error, names.error()});
    return;
  }
  for (const auto& name : *names) {
    if (name.starts_with('.')) continue;
    const std::string full = inside.empty() ? name : inside + "/" + name;
    if (name.ends_with('/')) {
      out.push_back({full, {}});
      if (depth > 0) collect(folder, full.substr(0, full.size() - 1), depth - 1, limit, out, unreadable);
      continue;
    }
    auto text = folder.read(full, limit);
    if (text) {
      out.push_back({full, std::move(*text)});
    } else {
      unreadable.push_back({base::Severity::error, text.error()});
    }
  }
}

}  // namespace

MigrationSetResult read_layout(Tool tool, std::span<const SourceFile> sources,
                               const std::string& display_folder, const LayoutOptions& options) {
  const Reader read = reader_of(tool);
  if (read == nullptr) return read_migrations(sources, display_folder);
  LayoutReader reader(tool, sources, display_folder, options);
  read(reader);
  return reader.take();
}

bool looks_into_folders(Tool tool) { return depth_of(tool) > 0; }

std::vector<SourceFile> read_sources(Tool tool, const base::Folder& folder, std::size_t file_limit,
                                     base::Diagnostics& unreadable) {
  std::vector<SourceFile> sources;
  collect(folder, "", depth_of(tool), file_limit, sources, unreadable);
  return sources;
}

MigrationSetResult read_layout(Tool tool, const base::Folder& folder, const LayoutOptions& options) {
  if (tool == Tool::driftwood) return read_migrations(folder, options.file_limit);
  base::Diagnostics unreadable;
  const auto sources = read_sources(tool, folder, options.file_limit, unreadable);
  auto result = read_layout(tool, sources, folder.display(""), options);
  result.diagnostics.insert(result.diagnostics.begin(), unreadable.begin(), unreadable.end());
  return result;
}

}  // namespace simulator::migration

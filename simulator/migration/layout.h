// A folder of migrations in any tool's layout, read into the one MigrationSet that everything else works on.
//
//   driftwood       <digits>_<name>.sql, `-- migrate:up` and `-- migrate:down` (migration_set.h)
//   dbmate          the same names; both directives wanted in every file; `transaction:false` on the line;
//                   several up parts in one file are several migrations of one version
//   golang-migrate  <digits>_<name>.up.<anything> and .down.<anything>; 007 and 7 are one version
//   goose           <digits>_<name>.sql, `-- +goose Up`, `-- +goose Down`, `-- +goose NO TRANSACTION`
//   flyway          V<version>__<name>.sql, U (the way back), R (repeatable), B (baseline), in sub-folders
//   too;
//                   <file>.conf with executeInTransaction; ${placeholders}
//   prisma          <directory>/migration.sql, migration_lock.toml
//   atlas           <version>_<name>.sql, atlas.sum; `-- atlas:txmode none`, `atlas:checkpoint`,
//                   `atlas:delimiter` among the comments at the head, closed by an empty line
//
// What a tool passes over without a word is a warning here (migration.ignored-file); what stops the tool is
// an error, or, where it stops only when it comes to that file, MigrationFile::broken and a warning. The text
// of a file is its bytes as they are; only placeholders are put in, and then lines and columns are those of
// the text with them.
//
// Ownership: plain values. Threads: none shared.
#pragma once

#include <map>
#include <span>
#include <string>
#include <vector>

#include "simulator/base/files.h"
#include "simulator/migration/migration_set.h"
#include "simulator/migration/tool.h"

namespace simulator::migration {

struct LayoutOptions {
  /// Values for Flyway's ${name} and for the variables between `-- +goose ENVSUB ON` and OFF.
  std::map<std::string, std::string> placeholders = {};
  std::size_t file_limit = base::largest_text_file;
};

/// `sources`: the files by their names inside the folder, those beside the migrations (atlas.sum,
/// migration_lock.toml, *.conf) among them; a name that ends in '/' is a directory. Codes beyond
/// migration_set.h: migration.name, migration.no-script, migration.provider, migration.atlas-sum,
/// migration.atlas-sum-syntax, migration.placeholder; broken files: migration.missing-up,
/// migration.missing-down, migration.sql-before-up, migration.directive, migration.unfinished.
[[nodiscard]] MigrationSetResult read_layout(Tool tool, std::span<const SourceFile> sources,
                                             const std::string& display_folder,
                                             const LayoutOptions& options = {});

/// Whether files in sub-folders belong to the layout (Flyway, Prisma).
[[nodiscard]] bool looks_into_folders(Tool tool);

/// The files of a folder that this layout looks at, and directories, as read_layout() takes them.
[[nodiscard]] std::vector<SourceFile> read_sources(Tool tool, const base::Folder& folder,
                                                   std::size_t file_limit, base::Diagnostics& unreadable);

/// All files of the folder that the layout looks at. Additional errors: files.*
[[nodiscard]] MigrationSetResult read_layout(Tool tool, const base::Folder& folder,
                                             const LayoutOptions& options = {});

}  // namespace simulator::migration

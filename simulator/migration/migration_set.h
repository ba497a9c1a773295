// A folder of migrations, read whole: every problem of every file is collected, none hides another.
//
// Ownership: plain values. Threads: none shared.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "simulator/base/error.h"
#include "simulator/base/files.h"
#include "simulator/migration/migration_file.h"
#include "simulator/migration/tool.h"

namespace simulator::migration {

struct MigrationSet {
  std::vector<MigrationFile> files;  ///< in the order in which the tool runs them; driftwood: by version
  Tool tool = Tool::driftwood;       ///< whose layout this is, and whose rules a Runner follows

  /// The first file of this version, as the tool compares versions; null when there is none.
  [[nodiscard]] const MigrationFile* find(std::string_view version) const;
};

struct MigrationSetResult {
  MigrationSet set;
  base::Diagnostics diagnostics;  ///< with an error among them the set must not be run
};

/// Errors: those of read_migration_file, and migration.duplicate-version, migration.mixed-width (versions of
/// different numbers of digits sort differently as text and as numbers, so a folder keeps to one).
/// Warnings: migration.ignored-file for a file that is not `<digits>_<name>.sql` (names that start with a
/// dot, README* and *.md are passed over silently).
[[nodiscard]] MigrationSetResult read_migrations(std::span<const SourceFile> sources,
                                                 const std::string& display_folder);

/// All files directly in the folder, each at most `file_limit` bytes. Additional errors: files.* for a file
/// that cannot be read.
[[nodiscard]] MigrationSetResult read_migrations(const base::Folder& folder,
                                                 std::size_t file_limit = base::largest_text_file);

}  // namespace simulator::migration

#include "simulator/world/migrations_folder.h"

#include "simulator/migration/layout.h"

namespace simulator::world {

base::Result<migration::MigrationSet> read_set(const Moment& moment, const WorldStart& start) {
  auto read = migration::read_layout(start.tool, moment.sources(), start.migrations_folder);
  for (base::Diagnostic& diagnostic : read.diagnostics) {
    if (diagnostic.severity == base::Severity::error) return tl::unexpected(std::move(diagnostic.what));
  }
  return std::move(read.set);
}

void remember(const migration::MigrationFile& file, Moment& moment) {
  if (file.checksum.empty()) return;  // a tool that keeps no checksums cannot ask for the text again
  auto& known = moment.applied_files[file.checksum];
  if (known == nullptr) {
    known = std::make_shared<const migration::SourceFile>(migration::SourceFile{file.file_name, file.text});
  }
}

}  // namespace simulator::world

// A folder written anew in another tool's layout: the same versions, names and statements, so that one story
// can be told under several tools' rules.
//
// What a layout cannot say is left out and named: Prisma, Flyway and Atlas have no way back here, so down
// parts go. Text is kept byte for byte; only directives, file names and atlas.sum are the layout's own.
//
// Pure. Ownership: plain values.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "simulator/migration/migration_set.h"

namespace simulator::migration {

struct Translation {
  std::vector<SourceFile> files;                ///< by name
  std::map<std::string, std::string> versions;  ///< the version here, by the version there
  std::vector<std::string> left_out;            ///< sentences for people
};

/// Precondition: the set was read without errors. A set already in that layout keeps its files, as far as
/// they are migrations.
[[nodiscard]] Translation translated(const MigrationSet& set, Tool tool);

}  // namespace simulator::migration

// Which files a run would take, from the folder, the history and what was asked. Pure.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "simulator/base/error.h"
#include "simulator/migration/history.h"
#include "simulator/migration/migration_set.h"
#include "simulator/migration/status.h"

namespace simulator::migration {

/// What to run. Default for up: everything pending. Default for down: the one with the highest version.
struct Target {
  std::optional<std::string> to =
      {};                         ///< up: this version and everything before it; down: everything after it
                                  ///< ("0" takes all back). Leading zeros may be left out
  std::optional<int> steps = {};  ///< at most so many files
  bool out_of_order = false;      ///< up only: also run pending files older than an applied one
};

struct Choice {
  std::vector<const MigrationFile*> files;  ///< in the order in which they run
  std::vector<Problem> problems;            ///< with any, nothing may run
  base::Diagnostics notes;                  ///< what a person should know although it runs
};

/// Code of the Result: migration.unknown-version (`to` is neither in the folder nor in the history).
/// Problems for up: edited, missing, out_of_order; for down, only of the files it would take back: missing
/// and migration.not-reversible. Note for down: migration.edited.
[[nodiscard]] base::Result<Choice> choose(Direction direction, const MigrationSet& set,
                                          const History& history, const Target& target);

}  // namespace simulator::migration

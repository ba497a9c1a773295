// Which files a run would take, from the folder, the history and what was asked, by the rules of the folder's
// tool. Pure.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "simulator/base/error.h"
#include "simulator/migration/history.h"
#include "simulator/migration/migration_set.h"
#include "simulator/migration/status.h"

namespace simulator::migration {

/// What to run. Default for up: everything pending. Default for down: one file, by the tool's DownOrder.
struct Target {
  std::optional<std::string> to =
      {};                         ///< up: this version and everything before it; down: everything after it
                                  ///< ("0" takes all back). Leading zeros may be left out
  std::optional<int> steps = {};  ///< at most so many files
  bool out_of_order = false;      ///< up only: also run pending files older than an applied one
  bool strict = false;            ///< up only: refuse such files although the tool would run them (dbmate's
                                  ///< --strict)
  bool allow_dirty = false;       ///< up only: a database with tables and no history may be begun with
};

struct Choice {
  std::vector<const MigrationFile*> files;  ///< in the order in which they run
  std::vector<Problem> problems;            ///< with any, nothing may run
  base::Diagnostics notes;                  ///< what a person should know although it runs
  Explanation passed_over = {};             ///< with no file to run: those below a mark (golang-migrate)
};

/// Codes of the Result: migration.unknown-version (`to` is neither in the folder nor in the history),
/// migration.no-down (the tool has no way back).
/// Problems for up: those of history_problems() that stop the tool; for down, only of the files it would take
/// back: missing and migration.not-reversible, and a failure that is still recorded. Notes: migration.edited
/// (down), migration.out-of-order (a file that runs although it is late).
[[nodiscard]] base::Result<Choice> choose(Direction direction, const MigrationSet& set,
                                          const History& history, const Target& target);

}  // namespace simulator::migration

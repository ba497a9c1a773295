// Where a file goes on that stopped on its way, under rules that remember it (Atlas without a transaction:
// the history keeps a hash after each statement that ran). Pure functions.
#pragma once

#include <cstddef>

#include "simulator/base/error.h"
#include "simulator/migration/history.h"
#include "simulator/migration/migration_file.h"
#include "simulator/migration/script.h"
#include "simulator/migration/tool_profile.h"

namespace simulator::migration {

struct Resumption {
  std::size_t ran = 0;  ///< statements that ran before and are passed over now; 0: it begins at its beginning
  std::size_t changed =
      0;  ///< the first of them that is another one now, counted from 1; 0: none, it may go on
};
[[nodiscard]] Resumption resumption_of(const ToolProfile& profile, const History& history,
                                       const MigrationFile& file, const Script& script);

/// migration.history-changed, of a Resumption with `changed`.
[[nodiscard]] base::Error changed_start(const MigrationFile& file, const Resumption& resumption);

}  // namespace simulator::migration

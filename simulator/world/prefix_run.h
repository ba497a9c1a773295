// `up` on an environment that has nothing yet, by way of the PrefixSnapshots: the longest prefix of the
// folder that was built before is restored, only the rest runs, and what the run passes through is kept for
// the next one. Whether a snapshot was found shows nowhere but in the time it takes: the bytes of the
// database, the events, the randomness and the budget that is used up are those of running every file. Part
// of the room's inside.
//
// Which files may be skipped: those of an empty database whose outcome hangs on their text alone. A file that
// looks at the clock or at chance, that leaves something on the connection (temporary tables, PRAGMAs) or
// touches the tool's own history ends the prefix; with one that asks what the connection did last (changes(),
// last_insert_rowid()) everything runs. When files were applied is written
// into the restored history anew (Bookkeeping::restamp); under tools where that cannot be done, only a
// snapshot of the same time and the same state of chance is good enough.
#pragma once

#include <cstdint>
#include <string>

#include "simulator/base/error.h"
#include "simulator/migration/choice.h"
#include "simulator/migration/migration_set.h"
#include "simulator/migration/run_report.h"
#include "simulator/world/databases.h"
#include "simulator/world/prefix_snapshots.h"

namespace simulator::world {

/// Where a run happens: an environment of databases that are begun, and what the World knows of it.
struct PrefixRun {
  Databases& databases;
  const std::string& environment;
  const SharedImage& image;  ///< what it holds
  std::int64_t time_unix_ms = 0;
  Allowance& allowance;
  PrefixSnapshots& snapshots;
};

/// As Runner::up. A Result without a report: no connection could be opened, or what was restored could not be
/// completed (sqlite.*).
[[nodiscard]] base::Result<migration::RunReport> run_up(const PrefixRun& run,
                                                        const migration::MigrationSet& set,
                                                        const migration::Target& target);

}  // namespace simulator::world

// Getting at the file: which of the ways in store.h it is in, and a connection to work with. Nothing here
// knows what the tables mean.
//
// Ownership: the caller owns the connection. Threads: none shared.
#pragma once

#include <filesystem>
#include <vector>

#include "simulator/base/clock.h"
#include "simulator/base/error.h"
#include "simulator/migration/migration_set.h"
#include "simulator/sql/database.h"

namespace lessons::progress {

struct Connection {
  simulator::sql::Database database;  ///< at the newest schema
  std::filesystem::path file;         ///< empty: in memory
  std::vector<simulator::base::Error> notices;
};

/// Codes: progress.no-migrations, migration.* and sqlite.* when not even memory works.
[[nodiscard]] simulator::base::Result<Connection> connect(const std::filesystem::path& file,
                                                          const std::filesystem::path& migrations,
                                                          const simulator::base::Clock& clock);
[[nodiscard]] simulator::base::Result<Connection> connect_in_memory(const std::filesystem::path& migrations,
                                                                    const simulator::base::Clock& clock);

/// "progress.damaged-20261123T012000Z.db" beside `file`, with a number where that is taken.
[[nodiscard]] std::filesystem::path damaged_name(const std::filesystem::path& file, std::int64_t unix_ms);

}  // namespace lessons::progress

// What is found out about a person's folder and database without changing either: shared by the verbs of
// `driftwoodctl migrate` that only look, and by the desktop's board of an opened folder.
//
// Ownership: values out; what is given must outlive the call only. Not thread-safe.
#pragma once

#include <stop_token>
#include <vector>

#include "simulator/base/clock.h"
#include "simulator/base/error.h"
#include "simulator/lint/finding.h"
#include "simulator/migration/history.h"
#include "simulator/migration/runner.h"
#include "simulator/schema/difference.h"
#include "simulator/schema/schema.h"
#include "simulator/sql/database.h"

namespace engine::app {

/// What simulator/lint says about the files of a plan for going up, replayed behind those that are applied.
/// Nothing where the folder cannot be replayed in memory.
[[nodiscard]] std::vector<simulator::lint::Finding> findings_of(const simulator::migration::Plan& plan,
                                                                const simulator::migration::MigrationSet& set,
                                                                const simulator::migration::History& history,
                                                                std::stop_token stop = {});

/// A database beside its shadow: an empty database in memory on which exactly the files ran that its history
/// says it had.
struct AgainstHistory {
  simulator::sql::Database shadow;
  simulator::schema::Schema expected;
  simulator::schema::Schema actual;
  std::vector<simulator::schema::Difference> differences;  ///< left is expected, right actual
};

/// Codes: those of the file of the history that fails on an empty database; migration.cancelled; sqlite.*
[[nodiscard]] simulator::base::Result<AgainstHistory> compare_with_history(
    simulator::sql::Database& database, const simulator::migration::MigrationSet& set,
    const simulator::migration::History& history, const simulator::base::Clock& clock,
    std::stop_token stop = {});

}  // namespace engine::app

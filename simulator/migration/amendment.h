// What a person tells a history by hand: the history changes, the schema never does. Each amendment is one
// transaction, and says in sentences what it did and what it did not look at.
//
// What the verbs are called elsewhere:
//   mark-applied  prisma migrate resolve --applied; goose, dbmate: an INSERT by hand
//   baseline      flyway baseline, atlas migrate apply --baseline, golang-migrate force
//   force         golang-migrate force, atlas migrate set
//   repair        flyway repair, prisma migrate resolve --rolled-back
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "simulator/base/clock.h"
#include "simulator/base/error.h"
#include "simulator/migration/migration_set.h"

namespace simulator::sql {
class Database;
}

namespace simulator::migration {

struct Amendment {
  std::vector<std::string> done;  ///< one sentence a change; empty: there was nothing to do
  std::string not_checked;        ///< what it took on trust
};

/// All: when `dry_run`, everything is done and rolled back, so that it says what it would do. Codes:
/// migration.unknown-version, migration.already-applied, migration.in-transaction, migration.busy,
/// migration.foreign-history, migration.no-repair, migration.no-force, migration.not-empty, sqlite.*

/// Records one version as applied without running it.
[[nodiscard]] base::Result<Amendment> mark_applied(sql::Database& database, const MigrationSet& set,
                                                   const base::Clock& clock, std::string_view version,
                                                   bool dry_run = false);
/// Everything up to this version counts as applied, for a database that came about before its migrations.
[[nodiscard]] base::Result<Amendment> baseline(sql::Database& database, const MigrationSet& set,
                                               const base::Clock& clock, std::string_view version,
                                               bool dry_run = false);
/// Exactly the versions up to this one count as applied, whatever the history said. "0" (golang-migrate: -1):
/// none.
[[nodiscard]] base::Result<Amendment> force(sql::Database& database, const MigrationSet& set,
                                            const base::Clock& clock, std::string_view version,
                                            bool dry_run = false);
/// Takes over the checksums of files that were edited, the absence of files that are gone, and removes
/// records of failures.
[[nodiscard]] base::Result<Amendment> repair(sql::Database& database, const MigrationSet& set,
                                             const base::Clock& clock, bool dry_run = false);

}  // namespace simulator::migration

// How a tool writes its history table: its DDL, and one small function for every moment at which it writes a
// row. A function that is null: the tool does nothing then. Tables and rows are the tool's own, column for
// column, so that the real one can go on with the database (and the other way round).
//
// What is ours: times are the clock's that is given; Prisma's id is made of SQLite's randomblob(); Atlas'
// operator_version is "driftwood".
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "simulator/migration/history.h"
#include "simulator/migration/ledger.h"
#include "simulator/migration/migration_set.h"

namespace simulator::migration {

/// One file at one moment.
struct Entry {
  const MigrationFile* file = nullptr;
  Direction direction = Direction::up;
  std::int64_t now_unix_ms = 0;
  std::int64_t execution_ms = 0;
  std::string_view previous;  ///< down: the version that is the current one afterwards; empty: none
  std::size_t statements_done = 0;
  std::size_t statements_total = 0;
  std::string_view hashes;     ///< JSON list, of the statements that are done (Atlas)
  std::string_view error;      ///< what SQLite said
  std::string_view statement;  ///< ... of this one
};

struct Bookkeeping {
  using Write = base::Result<void> (*)(Ledger&, const Entry&);

  base::Result<History> (*read)(sql::Database&) = nullptr;
  /// Before the first file: the table, and what the tool puts into an empty one.
  base::Result<void> (*prepare)(Ledger&) = nullptr;
  Write before = nullptr;          ///< outside the file's transaction, before its first statement
  Write record = nullptr;          ///< inside it when there is one, after the last statement
  Write after = nullptr;           ///< outside it, when all went well
  Write failed = nullptr;          ///< outside it, when the file stopped and the tool leaves a record
  Write statement_done = nullptr;  ///< after each statement of a file without transaction
  // What a person asks for: the history changes, the schema does not.
  Write mark = nullptr;          ///< counts as applied from now on, without having run
  Write unmark = nullptr;        ///< counts as never applied
  Write baseline = nullptr;      ///< everything up to it counts as applied; null: mark() for each
  Write realign = nullptr;       ///< the row takes the file's checksum and name
  Write clear_failed = nullptr;  ///< a failed attempt no longer counts
  /// Every row as it would be had it been written at that time. Null: rows hold what cannot be written again
  /// (ids made by chance), or nobody has needed it.
  base::Result<void> (*restamp)(Ledger&, std::int64_t now_unix_ms) = nullptr;
};

[[nodiscard]] const Bookkeeping& bookkeeping_of(Tool tool);

const Bookkeeping& driftwood_bookkeeping();
const Bookkeeping& dbmate_bookkeeping();
const Bookkeeping& golang_migrate_bookkeeping();
const Bookkeeping& goose_bookkeeping();
const Bookkeeping& flyway_bookkeeping();
const Bookkeeping& prisma_bookkeeping();
const Bookkeeping& atlas_bookkeeping();

/// Which columns the history table has, in their order; none when there is no such table.
[[nodiscard]] base::Result<std::vector<std::string>> columns_of(sql::Database& database,
                                                                std::string_view table);
/// Fails with migration.foreign-history unless the table is absent (false) or has exactly these columns
/// (true).
[[nodiscard]] base::Result<bool> has_own_table(sql::Database& database, Tool tool);
/// The columns of the tool's history table.
[[nodiscard]] std::span<const std::string_view> history_columns(Tool tool);
/// Sorted by version; of several rows for one version the last stays, unless it says that the version is
/// gone.
void sort_rows(History& history);

}  // namespace simulator::migration

// The history table: which migrations a database has had, kept inside that database so that it travels with
// every copy and backup and changes in the same transaction as the schema.
//
//   CREATE TABLE schema_migrations (
//     version TEXT NOT NULL PRIMARY KEY,   -- as in the file's name
//     name TEXT NOT NULL,
//     checksum TEXT NOT NULL,              -- of the file's text when it ran: MigrationFile::checksum
//     applied_at TEXT NOT NULL,            -- UTC, '2026-05-14T09:30:00.000Z'
//     execution_ms INTEGER                 -- NULL: recorded by mark-applied, nothing was run
//   )
//
// Other tools use the same table name (dbmate and Rails: one column `version`; golang-migrate: `version,
// dirty`). The columns tell them apart; a table that is not the tool's own is never read or written.
//
// Under another tool's rules (tool_profile.h) the history is that tool's table, read into the same History:
// one row for every version that counts, whatever the table holds of it. How rows are written is in
// bookkeeping.h.
//
// Ownership: values; functions take the connection only for the call.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "simulator/base/error.h"
#include "simulator/migration/tool.h"
#include "simulator/migration/version_order.h"

namespace simulator::sql {
class Database;
}

namespace simulator::migration {

inline constexpr std::string_view history_table = "schema_migrations";

enum class RecordState {
  applied,
  failed,    ///< the tool began and did not get to the end: golang-migrate's dirty version, Flyway's row
             ///< without success, Prisma's without finished_at, Atlas' with fewer statements than there are
  baseline,  ///< everything up to it counts as applied, and nothing was run
  gone,      ///< taken back or deleted since: only while a table is read, never in History::rows
};

struct HistoryRow {
  std::string version;
  std::string name;
  std::string checksum;  ///< empty where the tool keeps none
  std::optional<std::int64_t>
      applied_at_unix_ms;                    ///< empty: the tool keeps no time, or the column holds none
  std::optional<std::int64_t> execution_ms;  ///< empty: not kept, or marked as applied and not run
  RecordState state = RecordState::applied;
  bool marked = false;               ///< recorded by hand, never run
  std::int64_t sequence = 0;         ///< in which order the rows came into the table, where it says so
  std::string id;                    ///< of the row in the tool's table
  std::int64_t statements_done = 0;  ///< these three: Atlas, of a file that stopped on the way
  std::int64_t statements_total = 0;
  std::vector<std::string> partial_hashes;  ///< after each statement that is done
  std::string said;                         ///< what went wrong then, as the tool wrote it down
};

struct History {
  bool table_exists = false;
  std::vector<HistoryRow> rows;  ///< ascending by version, in `order`
  VersionOrder order = VersionOrder::number;
  /// High-water tools (golang-migrate): everything up to this version counts as applied, recorded or not.
  /// "-1": the first file's down part failed.
  std::optional<std::string> mark = {};

  [[nodiscard]] const HistoryRow* find(std::string_view version) const;
  /// Recorded without failure, or below the mark.
  [[nodiscard]] bool counts_as_applied(std::string_view version) const;
  /// The first row that failed; null when there is none.
  [[nodiscard]] const HistoryRow* failed() const;
};

/// A database without the table has an empty history. Codes: migration.foreign-history (the table has other
/// columns than the tool's), sqlite.*.
[[nodiscard]] base::Result<History> read_history(sql::Database& database);
[[nodiscard]] base::Result<History> read_history(sql::Database& database, Tool tool);

/// The statements the Runner prepares; the INSERT takes the five columns in order.
[[nodiscard]] std::string_view create_history_sql();
[[nodiscard]] std::string_view insert_history_sql();
[[nodiscard]] std::string_view delete_history_sql();

/// '2026-05-14T09:30:00.000Z' and back; nothing when the text is not such a time.
[[nodiscard]] std::string utc_text(std::int64_t unix_ms);
[[nodiscard]] std::optional<std::int64_t> unix_ms_of(std::string_view utc);

}  // namespace simulator::migration

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
// dirty`). The columns tell them apart; a table that is not ours is never read or written.
//
// Ownership: values; functions take the connection only for the call.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "simulator/base/error.h"

namespace simulator::sql {
class Database;
}

namespace simulator::migration {

inline constexpr std::string_view history_table = "schema_migrations";

struct HistoryRow {
  std::string version;
  std::string name;
  std::string checksum;
  std::optional<std::int64_t> applied_at_unix_ms;  ///< empty: the column holds no time (edited by hand)
  std::optional<std::int64_t> execution_ms;        ///< empty: marked as applied, not run
};

struct History {
  bool table_exists = false;
  std::vector<HistoryRow> rows;  ///< ascending by version

  [[nodiscard]] const HistoryRow* find(std::string_view version) const;
};

/// A database without the table has an empty history. Codes: migration.foreign-history, sqlite.*.
[[nodiscard]] base::Result<History> read_history(sql::Database& database);

/// The statements the Runner prepares; the INSERT takes the five columns in order.
[[nodiscard]] std::string_view create_history_sql();
[[nodiscard]] std::string_view insert_history_sql();
[[nodiscard]] std::string_view delete_history_sql();

/// '2026-05-14T09:30:00.000Z' and back; nothing when the text is not such a time.
[[nodiscard]] std::string utc_text(std::int64_t unix_ms);
[[nodiscard]] std::optional<std::int64_t> unix_ms_of(std::string_view utc);

}  // namespace simulator::migration

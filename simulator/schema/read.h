// Reads the canonical schema of a database.
//
// Columns come from PRAGMA table_xinfo; keys, indexes and everything that PRAGMAs
// hide come from the text in sqlite_master. Only the `main` database is looked at.
//
// Left out: names that begin with `sqlite_`, and the tables in `ignore` with their indexes and triggers.
// Virtual tables are read from their text alone and views are never expanded, so neither a missing module
// nor a view made to explode when it is prepared can fail or stall a read.
//
// Nothing is written. Inside a transaction the uncommitted schema is what is read.
//
// Errors: SQLite's own (a locked or damaged file), and schema.too-large beyond `largest_schema`.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "simulator/base/error.h"
#include "simulator/schema/schema.h"

namespace simulator::sql {
class Database;
}

namespace simulator::schema {

/// Bytes of CREATE text in one database beyond which nothing is read: a schema made to exhaust the reader.
inline constexpr std::size_t largest_schema = 32U << 20U;

struct ReadOptions {
  /// Tables (any letter case) that are the tool's, not the person's.
  std::vector<std::string> ignore = {"schema_migrations"};
};

/// What was read before, so that reading a database again after a small change costs what changed: a table
/// whose CREATE text is the same is the same table. It may be handed from one database to another; it grows
/// with every text it meets. Used from one thread at a time.
class ReadMemory {
 public:
  [[nodiscard]] const Table* find(std::string_view create_text) const;
  void keep(std::string_view create_text, const Table& table);

 private:
  std::unordered_map<std::string, Table> tables_;  // before their parents' keys were looked up
};

[[nodiscard]] base::Result<Schema> read_schema(sql::Database& database, const ReadOptions& options = {},
                                               ReadMemory* memory = nullptr);

}  // namespace simulator::schema

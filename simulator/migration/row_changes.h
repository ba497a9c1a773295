// What the statements of a migration did to rows, table by table, also where no statement names the table: an
// ON DELETE CASCADE, a trigger.
//
// Counted by SQLite's preupdate hook (which Debian's SQLite has), for it alone sees everything: WITHOUT ROWID
// tables, a DELETE without WHERE, and how deep below the statement a change happened. Rows that go because
// their whole table is dropped pass no hook; they are counted just before.
//
// A RowCounter must not outlive its connection, and there can be one a connection. Not thread-safe.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

struct sqlite3;

namespace simulator::sql {
class Database;
}

namespace simulator::migration {

struct TableChanges {
  std::string table;
  std::int64_t inserted = 0;  ///< these three: by the statements themselves
  std::int64_t updated = 0;
  std::int64_t deleted = 0;
  std::int64_t cascaded_deletes = 0;  ///< by foreign key actions and triggers
  std::int64_t cascaded_updates = 0;  ///< ... SET NULL among them
  std::int64_t dropped = 0;           ///< rows the table held when it was dropped
  friend bool operator==(const TableChanges&, const TableChanges&) = default;
};

/// "posts: 2 rows deleted by ON DELETE actions or triggers; users: 3 rows inserted"; empty for no changes.
[[nodiscard]] std::string describe(const std::vector<TableChanges>& changes);
/// Rows went that no statement names: ON DELETE CASCADE, a trigger.
[[nodiscard]] bool loses_unnamed_rows(const std::vector<TableChanges>& changes);
/// Rows were changed that no statement names: ON DELETE SET NULL or SET DEFAULT, a trigger.
[[nodiscard]] bool changes_unnamed_rows(const std::vector<TableChanges>& changes);

class RowCounter {
 public:
  explicit RowCounter(sql::Database& database);
  RowCounter(const RowCounter&) = delete;
  RowCounter& operator=(const RowCounter&) = delete;
  ~RowCounter();

  /// Counts from here on, until stop(). `dropping`: the table whose rows the next statement takes with it.
  void start() { counting_ = true; }
  void stop() { counting_ = false; }
  void expect_drop(std::string_view table, std::int64_t rows);
  void statement_done() { dropping_.clear(); }

  /// Since the last take, in the order in which the tables were first touched.
  [[nodiscard]] std::vector<TableChanges> take();

 private:
  struct Hook;
  TableChanges& of(std::string_view table);

  sqlite3* handle_;
  bool counting_ = false;
  std::string dropping_;
  std::vector<TableChanges> changes_;
  std::size_t last_ = 0;  ///< most changes are to the table of the one before
};

}  // namespace simulator::migration

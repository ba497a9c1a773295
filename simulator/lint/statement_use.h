// What one statement touches, told by SQLite itself: its authorizer names every table, column and function
// while a statement is prepared, through views and triggers
// (https://www.sqlite.org/c3ref/set_authorizer.html).
//
// Two things it does not tell: which columns an INSERT names, and what `count(*)` needs (it reads the column
// "" of the table). Names are in lower case.
//
// Ownership: plain values. Threads: none shared.
#pragma once

#include <compare>
#include <optional>
#include <set>
#include <string>
#include <string_view>

namespace simulator::lint {

struct ColumnUse {
  std::string table;
  std::string column;  ///< empty: the table alone
  friend auto operator<=>(const ColumnUse&, const ColumnUse&) = default;
};

struct StatementUse {
  std::set<ColumnUse> reads;
  std::set<ColumnUse> updates;
  std::set<std::string> inserts;  ///< tables
  std::set<std::string> deletes;
  std::string altered;  ///< the table of an ALTER TABLE
  std::string pragma;   ///< its name, in lower case
  std::string pragma_value;
  std::string transaction;  ///< BEGIN, COMMIT or ROLLBACK
  bool savepoint = false;
  bool attaches = false;  ///< ATTACH, DETACH, VACUUM INTO
  bool defines = false;   ///< creates or drops something

  [[nodiscard]] bool reads_table(std::string_view table) const;
  [[nodiscard]] bool writes_table(std::string_view table) const;

  /// One call of the authorizer. SQLite's own bookkeeping (sqlite_schema) is left out; sqlite_sequence is in.
  void note(int action, std::string_view first, std::string_view second);
};

}  // namespace simulator::lint

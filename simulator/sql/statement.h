// One prepared statement (RAII over sqlite3_stmt). Made by Database::prepare; must not outlive its Database.
// Move-only; used from one thread at a time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "simulator/base/error.h"
#include "simulator/sql/value.h"

struct sqlite3_stmt;

namespace simulator::sql {

class Statement {
 public:
  /// Parameters count from 1, as in SQLite. Codes: sqlite.range and SQLite's own.
  [[nodiscard]] base::Result<void> bind(int index, const Value& value);
  /// `name` with its prefix, ":email". A name the statement does not have is ignored: code versions name
  /// parameters that only some of their queries use.
  [[nodiscard]] base::Result<void> bind(std::string_view name, const Value& value);

  /// True: there is a row to read. False: done. SQLite prepares anew by itself when the schema has changed,
  /// so ask for the columns after the first step, not before.
  [[nodiscard]] base::Result<bool> step();
  /// Ready to step again; bindings stay.
  void reset();

  [[nodiscard]] int column_count() const;
  [[nodiscard]] std::string column_name(int column) const;
  [[nodiscard]] Value value(int column) const;
  /// Without copying; valid until the next step, reset or destruction. NULL reads as "" and 0.
  [[nodiscard]] std::string_view text(int column) const;
  [[nodiscard]] std::int64_t integer(int column) const;
  [[nodiscard]] bool is_null(int column) const;

  /// True when running it cannot change the database (sqlite3_stmt_readonly).
  [[nodiscard]] bool readonly() const;
  [[nodiscard]] int parameter_count() const;
  [[nodiscard]] sqlite3_stmt* handle() const { return statement_.get(); }

 private:
  friend class Database;
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const;
  };
  Statement(sqlite3_stmt* statement, std::string source)
      : statement_(statement), source_(std::move(source)) {}

  std::unique_ptr<sqlite3_stmt, Finalize> statement_;
  std::string source_;  ///< for the excerpt of an error
};

}  // namespace simulator::sql

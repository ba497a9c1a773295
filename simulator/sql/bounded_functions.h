// SQL functions that replace SQLite's own where one call can take seconds:
//   printf, format        width and precision at most the length limit (SQLite 3.40 takes any)
//   instr, replace        linear search; SQLite's is quadratic
//   trim, ltrim, rtrim    a set of characters; SQLite compares with every one of them
// Results are SQLite's, also for NULL, numbers, blobs and broken UTF-8. ALTER TABLE keeps calling the
// built-in ones: its own statements prefer them.
#pragma once

#include <memory>

struct sqlite3;

namespace simulator::sql {

/// What the functions need from their surroundings. The connection keeps it alive.
class FunctionHost {
 public:
  FunctionHost() = default;
  FunctionHost(const FunctionHost&) = delete;
  FunctionHost& operator=(const FunctionHost&) = delete;
  virtual ~FunctionHost() = default;
  /// True: give up now (deadline or cancel); the call ends as interrupted.
  [[nodiscard]] virtual bool must_stop() = 0;
};

/// SQLite's result code.
[[nodiscard]] int register_bounded_functions(sqlite3* connection, const std::shared_ptr<FunctionHost>& host);

}  // namespace simulator::sql

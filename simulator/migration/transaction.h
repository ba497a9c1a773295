// The two states of a connection that a run changes and always puts back. RAII; not thread-safe.
#pragma once

#include "simulator/base/error.h"
#include "simulator/sql/database.h"

namespace simulator::migration {

/// Foreign keys off from creation to destruction, then as they were. Not by the PRAGMA: that needs memory,
/// may have switched already when it fails for want of it, and has no effect while a transaction is open.
class ForeignKeysOff {
 public:
  explicit ForeignKeysOff(sql::Database& database);
  ForeignKeysOff(const ForeignKeysOff&) = delete;
  ForeignKeysOff& operator=(const ForeignKeysOff&) = delete;
  ~ForeignKeysOff();

 private:
  sql::Database& database_;
  int before_ = 0;
};

/// Rolls back, at destruction, a transaction that is still open then. After COMMIT nothing is left to do; an
/// error that made SQLite roll back by itself neither.
class RollbackUnlessCommitted {
 public:
  explicit RollbackUnlessCommitted(sql::Database& database) : database_(database) {}
  RollbackUnlessCommitted(const RollbackUnlessCommitted&) = delete;
  RollbackUnlessCommitted& operator=(const RollbackUnlessCommitted&) = delete;
  ~RollbackUnlessCommitted() { rollback(); }
  void rollback();

 private:
  sql::Database& database_;
};

/// BEGIN, COMMIT or another statement without rows, prepared once and run often.
[[nodiscard]] base::Result<void> run_once(sql::Statement& statement);

/// SQLITE_BUSY and SQLITE_LOCKED told to a person; other errors as they are.
[[nodiscard]] base::Error explain_lock(base::Error error);

}  // namespace simulator::migration

// The two states of a connection that a run changes and always puts back. RAII; not thread-safe.
#pragma once

#include "simulator/base/error.h"
#include "simulator/sql/database.h"

namespace simulator::migration {

/// Foreign keys off from creation to destruction, then as they were. Must be made outside a transaction,
/// where the PRAGMA has an effect.
class ForeignKeysOff {
 public:
  [[nodiscard]] static base::Result<ForeignKeysOff> make(sql::Database& database);
  ForeignKeysOff(ForeignKeysOff&& other) noexcept;
  ForeignKeysOff& operator=(ForeignKeysOff&&) = delete;
  ForeignKeysOff(const ForeignKeysOff&) = delete;
  ForeignKeysOff& operator=(const ForeignKeysOff&) = delete;
  ~ForeignKeysOff();

 private:
  explicit ForeignKeysOff(sql::Database* database) : restore_(database) {}
  sql::Database* restore_;  ///< null: they were off already
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

#include "simulator/migration/transaction.h"

#include <sqlite3.h>

namespace simulator::migration {

ForeignKeysOff::ForeignKeysOff(sql::Database& database) : database_(database) {
  constexpr int ask = -1;
  sqlite3_db_config(database_.handle(), SQLITE_DBCONFIG_ENABLE_FKEY, ask, &before_);
  sqlite3_db_config(database_.handle(), SQLITE_DBCONFIG_ENABLE_FKEY, 0, static_cast<int*>(nullptr));
}

ForeignKeysOff::~ForeignKeysOff() {
  sqlite3_db_config(database_.handle(), SQLITE_DBCONFIG_ENABLE_FKEY, before_, static_cast<int*>(nullptr));
}

void RollbackUnlessCommitted::rollback() {
  if (database_.in_transaction()) (void)database_.execute("ROLLBACK");
}

base::Result<void> run_once(sql::Statement& statement) {
  auto done = statement.step();
  statement.reset();
  if (!done) return tl::make_unexpected(done.error());
  return {};
}

base::Error explain_lock(base::Error error) {
  const int code = error.native & 0xFF;
  if (code != SQLITE_BUSY && code != SQLITE_LOCKED) return error;
  error.code = "migration.busy";
  error.message =
      "another connection is using the database, and it did not let go in time (" + error.message + ")";
  error.at = {};
  error.excerpt.clear();
  error.help =
      "Try again when the other program is done; if it is a migration too, it may already be doing this "
      "work.";
  return error;
}

}  // namespace simulator::migration

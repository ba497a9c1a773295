#include "simulator/migration/transaction.h"

#include <sqlite3.h>

#include <utility>

namespace simulator::migration {

base::Result<ForeignKeysOff> ForeignKeysOff::make(sql::Database& database) {
  auto before = database.query("PRAGMA foreign_keys");
  if (!before) return tl::make_unexpected(before.error());
  const bool on = !before->rows.empty() && before->rows[0].at(0) == sql::Value(std::int64_t{1});
  if (!on) return ForeignKeysOff(nullptr);
  auto off = database.execute("PRAGMA foreign_keys = OFF");
  if (!off) return tl::make_unexpected(off.error());
  return ForeignKeysOff(&database);
}

ForeignKeysOff::ForeignKeysOff(ForeignKeysOff&& other) noexcept
    : restore_(std::exchange(other.restore_, nullptr)) {}

ForeignKeysOff::~ForeignKeysOff() {
  // Not by the PRAGMA: that needs memory, and has no effect where a ROLLBACK could not be had either.
  if (restore_ != nullptr)
    sqlite3_db_config(restore_->handle(), SQLITE_DBCONFIG_ENABLE_FKEY, 1, static_cast<int*>(nullptr));
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

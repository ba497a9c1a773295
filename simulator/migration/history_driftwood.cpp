// Our own table (history.h) as the Runner's bookkeeping.
#include "simulator/migration/bookkeeping.h"

namespace simulator::migration {
namespace driftwood {
namespace {

base::Result<History> read(sql::Database& database) { return read_history(database); }

base::Result<void> insert(Ledger& ledger, const Entry& entry, const sql::Value& execution_ms) {
  return ledger.run(insert_history_sql(), {entry.file->version, entry.file->name, entry.file->checksum,
                                           utc_text(entry.now_unix_ms), execution_ms});
}

base::Result<void> unmark(Ledger& ledger, const Entry& entry) {
  return ledger.run(delete_history_sql(), {entry.file->version});
}

base::Result<void> record(Ledger& ledger, const Entry& entry) {
  if (entry.direction == Direction::down) return unmark(ledger, entry);
  return insert(ledger, entry, entry.execution_ms);
}

base::Result<void> mark(Ledger& ledger, const Entry& entry) {
  return insert(ledger, entry, std::monostate{});
}

base::Result<void> realign(Ledger& ledger, const Entry& entry) {
  return ledger.run("UPDATE main.schema_migrations SET checksum = ?2, name = ?3 WHERE version = ?1",
                    {entry.file->version, entry.file->checksum, entry.file->name});
}

base::Result<void> restamp(Ledger& ledger, std::int64_t now_unix_ms) {
  return ledger.run("UPDATE main.schema_migrations SET applied_at = ?1", {utc_text(now_unix_ms)});
}

// Without `prepare`: the table comes into being in the first file's transaction, so a run that keeps nothing
// leaves nothing.
constexpr Bookkeeping books{
    .read = read, .record = record, .mark = mark, .unmark = unmark, .realign = realign, .restamp = restamp};

}  // namespace
}  // namespace driftwood

const Bookkeeping& driftwood_bookkeeping() { return driftwood::books; }

}  // namespace simulator::migration

// dbmate: one column. https://github.com/amacneil/dbmate, run as 2.36.0.
#include "simulator/migration/bookkeeping.h"

namespace simulator::migration {
namespace dbmate {
namespace {

base::Result<History> read(sql::Database& database) {
  History history;
  history.order = VersionOrder::text;
  auto own = has_own_table(database, Tool::dbmate);
  if (!own) return tl::make_unexpected(own.error());
  history.table_exists = *own;
  if (!*own) return history;
  auto statement = database.prepare("SELECT version FROM main.schema_migrations ORDER BY rowid");
  if (!statement) return tl::make_unexpected(statement.error());
  for (;;) {
    auto more = statement->step();
    if (!more) return tl::make_unexpected(more.error());
    if (!*more) break;
    HistoryRow& row = history.rows.emplace_back();
    row.version = statement->text(0);
    row.sequence = static_cast<std::int64_t>(history.rows.size());
  }
  sort_rows(history);
  return history;
}

base::Result<void> prepare(Ledger& ledger) {
  return ledger.run("CREATE TABLE IF NOT EXISTS \"schema_migrations\" (version varchar(128) primary key)");
}

base::Result<void> mark(Ledger& ledger, const Entry& entry) {
  return ledger.run("INSERT INTO schema_migrations (version) VALUES (?1)", {entry.file->version});
}

base::Result<void> unmark(Ledger& ledger, const Entry& entry) {
  return ledger.run("DELETE FROM schema_migrations WHERE version = ?1", {entry.file->version});
}

base::Result<void> record(Ledger& ledger, const Entry& entry) {
  return entry.direction == Direction::up ? mark(ledger, entry) : unmark(ledger, entry);
}

/// The rows know no time.
base::Result<void> restamp(Ledger&, std::int64_t) { return {}; }

constexpr Bookkeeping books{
    .read = read, .prepare = prepare, .record = record, .mark = mark, .unmark = unmark, .restamp = restamp};

}  // namespace
}  // namespace dbmate

const Bookkeeping& dbmate_bookkeeping() { return dbmate::books; }

}  // namespace simulator::migration

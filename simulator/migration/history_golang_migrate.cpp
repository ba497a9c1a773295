// golang-migrate: at most one row, the version and whether it is dirty. Every change is DELETE and INSERT in
// a transaction of its own, never the file's. https://github.com/golang-migrate/migrate, run from 18966c75.
#include <charconv>

#include "simulator/migration/bookkeeping.h"

namespace simulator::migration {
namespace golang_migrate {
namespace {

base::Result<History> read(sql::Database& database) {
  History history;
  history.order = VersionOrder::integer;
  auto own = has_own_table(database, Tool::golang_migrate);
  if (!own) return tl::make_unexpected(own.error());
  history.table_exists = *own;
  if (!*own) return history;
  auto rows = database.query("SELECT version, dirty FROM main.schema_migrations LIMIT 1");
  if (!rows) return tl::make_unexpected(rows.error());
  if (rows->rows.empty()) return history;
  HistoryRow& row = history.rows.emplace_back();
  row.version = sql::to_display(rows->rows[0].at(0));
  const auto* dirty = std::get_if<std::int64_t>(&rows->rows[0].at(1));
  if (dirty != nullptr && *dirty != 0) row.state = RecordState::failed;
  history.mark = row.version;
  return history;
}

base::Result<void> prepare(Ledger& ledger) {
  auto made = ledger.run("CREATE TABLE IF NOT EXISTS schema_migrations (version uint64,dirty bool)");
  if (!made) return made;
  return ledger.run("CREATE UNIQUE INDEX IF NOT EXISTS version_unique ON schema_migrations (version)");
}

/// A version beyond 63 bits stays text: SQLite has no larger integer.
sql::Value number(std::string_view version) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(version.data(), version.data() + version.size(), value);
  if (error != std::errc() || end != version.data() + version.size()) return std::string(version);
  return value;
}

base::Result<void> set_version(Ledger& ledger, std::string_view version, bool dirty) {
  return ledger.in_transaction([&]() -> base::Result<void> {
    auto done = ledger.run("DELETE FROM schema_migrations");
    // No row means that nothing is applied; only a failure on the way there is worth one (-1, dirty).
    if (!done || version.empty() || (version == "-1" && !dirty)) return done;
    return ledger.run("INSERT INTO schema_migrations (version, dirty) VALUES (?1, ?2)",
                      {number(version), std::int64_t{dirty ? 1 : 0}});
  });
}

std::string_view target(const Entry& entry) {
  return entry.direction == Direction::up ? std::string_view(entry.file->version) : entry.previous;
}

base::Result<void> before(Ledger& ledger, const Entry& entry) {
  const auto version = target(entry);
  return set_version(ledger, version.empty() ? "-1" : version, true);
}

base::Result<void> after(Ledger& ledger, const Entry& entry) {
  return set_version(ledger, target(entry), false);
}

base::Result<void> mark(Ledger& ledger, const Entry& entry) {
  return set_version(ledger, entry.file != nullptr ? std::string_view(entry.file->version) : entry.previous,
                     false);
}

/// The rows know no time.
base::Result<void> restamp(Ledger&, std::int64_t) { return {}; }

// Without `failed`: the dirty row that `before` wrote is the record.
constexpr Bookkeeping books{
    .read = read, .prepare = prepare, .before = before, .after = after, .mark = mark, .restamp = restamp};

}  // namespace
}  // namespace golang_migrate

const Bookkeeping& golang_migrate_bookkeeping() { return golang_migrate::books; }

}  // namespace simulator::migration

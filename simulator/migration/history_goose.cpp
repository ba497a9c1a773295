// goose: a row for every version that is applied, in the order of applying, and one for version 0 that begins
// the table. https://github.com/pressly/goose, read at 520411a1.
#include <charconv>

#include "simulator/migration/bookkeeping.h"

namespace simulator::migration {
namespace goose {
namespace {

base::Result<History> read(sql::Database& database) {
  History history;
  history.order = VersionOrder::integer;
  auto own = has_own_table(database, Tool::goose);
  if (!own) return tl::make_unexpected(own.error());
  history.table_exists = *own;
  if (!*own) return history;
  auto statement = database.prepare(
      "SELECT id, version_id, is_applied, 1000 * CAST(strftime('%s', tstamp) AS INTEGER) FROM "
      "main.goose_db_version WHERE version_id <> 0 ORDER BY id");
  if (!statement) return tl::make_unexpected(statement.error());
  for (;;) {
    auto more = statement->step();
    if (!more) return tl::make_unexpected(more.error());
    if (!*more) break;
    HistoryRow row;
    row.id = std::to_string(statement->integer(0));
    row.sequence = statement->integer(0);
    row.version = std::to_string(statement->integer(1));
    if (!statement->is_null(3)) row.applied_at_unix_ms = statement->integer(3);
    // Old versions of goose wrote a row with is_applied = 0 for a down; the newest row of a version counts.
    if (statement->integer(2) == 0) row.state = RecordState::gone;
    history.rows.push_back(std::move(row));
  }
  sort_rows(history);
  return history;
}

base::Result<void> prepare(Ledger& ledger) {
  return ledger.in_transaction([&]() -> base::Result<void> {
    auto own = has_own_table(ledger.database(), Tool::goose);
    if (!own) return tl::make_unexpected(own.error());
    if (*own) return {};
    auto made = ledger.run(
        "CREATE TABLE goose_db_version (\n"
        "\t\tid INTEGER PRIMARY KEY AUTOINCREMENT,\n"
        "\t\tversion_id INTEGER NOT NULL,\n"
        "\t\tis_applied INTEGER NOT NULL,\n"
        "\t\ttstamp TIMESTAMP DEFAULT (datetime('now'))\n"
        "\t)");
    if (!made) return made;
    return ledger.run("INSERT INTO goose_db_version (version_id, is_applied) VALUES (0, 1)");
  });
}

sql::Value number(std::string_view version) {
  std::int64_t value = 0;
  std::from_chars(version.data(), version.data() + version.size(), value);
  return value;
}

base::Result<void> mark(Ledger& ledger, const Entry& entry) {
  return ledger.run("INSERT INTO goose_db_version (version_id, is_applied) VALUES (?1, 1)",
                    {number(entry.file->version)});
}

base::Result<void> unmark(Ledger& ledger, const Entry& entry) {
  return ledger.run("DELETE FROM goose_db_version WHERE version_id = ?1", {number(entry.file->version)});
}

base::Result<void> record(Ledger& ledger, const Entry& entry) {
  return entry.direction == Direction::up ? mark(ledger, entry) : unmark(ledger, entry);
}

constexpr Bookkeeping books{
    .read = read, .prepare = prepare, .record = record, .mark = mark, .unmark = unmark};

}  // namespace
}  // namespace goose

const Bookkeeping& goose_bookkeeping() { return goose::books; }

}  // namespace simulator::migration

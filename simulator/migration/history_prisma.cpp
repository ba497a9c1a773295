// Prisma: a row for every attempt, made before the first statement and finished after the last. Times are
// milliseconds since 1970, as its engine stores a DATETIME in SQLite. Layout and rules were seen by running
// the schema engine 8.1.0.
#include "simulator/migration/bookkeeping.h"

namespace simulator::migration {
namespace prisma {
namespace {

// An attempt counts by its last row that was not rolled back.
constexpr std::string_view attempts =
    "SELECT id, checksum, finished_at IS NOT NULL, migration_name, rolled_back_at IS NOT NULL, "
    "CASE WHEN typeof(started_at) = 'integer' THEN started_at ELSE "
    "CAST(round((julianday(started_at) - 2440587.5) * 86400000) AS INTEGER) END, "
    "CASE WHEN typeof(finished_at) = 'integer' THEN finished_at ELSE "
    "CAST(round((julianday(finished_at) - 2440587.5) * 86400000) AS INTEGER) END, "
    "applied_steps_count, logs FROM main._prisma_migrations ORDER BY rowid";

base::Result<History> read(sql::Database& database) {
  History history;
  history.order = VersionOrder::directory;
  auto own = has_own_table(database, Tool::prisma);
  if (!own) return tl::make_unexpected(own.error());
  history.table_exists = *own;
  if (!*own) return history;
  auto statement = database.prepare(attempts);
  if (!statement) return tl::make_unexpected(statement.error());
  for (std::int64_t sequence = 1;; ++sequence) {
    auto more = statement->step();
    if (!more) return tl::make_unexpected(more.error());
    if (!*more) break;
    const bool finished = statement->integer(2) != 0;
    const bool rolled_back = statement->integer(4) != 0;
    HistoryRow& row = history.rows.emplace_back();
    row.id = statement->text(0);
    row.checksum = statement->text(1);
    row.version = statement->text(3);
    row.sequence = sequence;
    if (!statement->is_null(5)) row.applied_at_unix_ms = statement->integer(5);
    row.said = statement->text(8);
    row.state = rolled_back ? RecordState::gone : finished ? RecordState::applied : RecordState::failed;
    row.marked = finished && statement->integer(7) == 0;
    if (finished && !row.marked && !statement->is_null(5) && !statement->is_null(6))
      row.execution_ms = statement->integer(6) - statement->integer(5);
  }
  sort_rows(history);
  return history;
}

base::Result<void> prepare(Ledger& ledger) {
  return ledger.run(
      "CREATE TABLE IF NOT EXISTS \"_prisma_migrations\" (\n"
      "    \"id\"                    TEXT PRIMARY KEY NOT NULL,\n"
      "    \"checksum\"              TEXT NOT NULL,\n"
      "    \"finished_at\"           DATETIME,\n"
      "    \"migration_name\"        TEXT NOT NULL,\n"
      "    \"logs\"                  TEXT,\n"
      "    \"rolled_back_at\"        DATETIME,\n"
      "    \"started_at\"            DATETIME NOT NULL DEFAULT current_timestamp,\n"
      "    \"applied_steps_count\"   INTEGER UNSIGNED NOT NULL DEFAULT 0\n"
      ")");
}

/// A random UUID (RFC 9562, version 4).
constexpr std::string_view insert_attempt =
    "INSERT INTO _prisma_migrations (id, checksum, started_at, migration_name, finished_at, logs) "
    "SELECT lower(substr(h, 1, 8) || '-' || substr(h, 9, 4) || '-4' || substr(h, 14, 3) || '-' || "
    "substr('89AB', 1 + (abs(random()) % 4), 1) || substr(h, 18, 3) || '-' || substr(h, 21, 12)), "
    "?1, ?2, ?3, ?4, ?5 FROM (SELECT hex(randomblob(16)) AS h)";

base::Result<void> before(Ledger& ledger, const Entry& entry) {
  return ledger.run(insert_attempt, {entry.file->checksum, entry.now_unix_ms, entry.file->version,
                                     std::monostate{}, std::monostate{}});
}

base::Result<void> after(Ledger& ledger, const Entry& entry) {
  return ledger.run(
      "UPDATE _prisma_migrations SET finished_at = ?2, applied_steps_count = applied_steps_count + 1 WHERE "
      "migration_name = ?1 AND finished_at IS NULL AND rolled_back_at IS NULL",
      {entry.file->version, entry.now_unix_ms});
}

base::Result<void> failed(Ledger& ledger, const Entry& entry) {
  return ledger.run(
      "UPDATE _prisma_migrations SET logs = ?2 WHERE migration_name = ?1 AND finished_at IS NULL AND "
      "rolled_back_at IS NULL",
      {entry.file->version, std::string(entry.error)});
}

base::Result<void> unmark(Ledger& ledger, const Entry& entry) {
  return ledger.run(
      "UPDATE _prisma_migrations SET rolled_back_at = ?2 WHERE migration_name = ?1 AND rolled_back_at IS "
      "NULL",
      {entry.file->version, entry.now_unix_ms});
}

base::Result<void> mark(Ledger& ledger, const Entry& entry) {
  auto closed = unmark(ledger, entry);
  if (!closed) return closed;
  return ledger.run(insert_attempt, {entry.file->checksum, entry.now_unix_ms, entry.file->version,
                                     entry.now_unix_ms, std::string()});
}

constexpr Bookkeeping books{.read = read,
                            .prepare = prepare,
                            .before = before,
                            .after = after,
                            .failed = failed,
                            .mark = mark,
                            .unmark = unmark,
                            .clear_failed = unmark};

}  // namespace
}  // namespace prisma

const Bookkeeping& prisma_bookkeeping() { return prisma::books; }

}  // namespace simulator::migration

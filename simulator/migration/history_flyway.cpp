// Flyway: a row for everything that happened, numbered by installed_rank. A version counts by its last row; a
// repeatable script by its last run. https://github.com/flyway/flyway, read at c5e20fc7
// (SQLiteDatabase.java).
#include <charconv>

#include "simulator/migration/bookkeeping.h"

namespace simulator::migration {
namespace flyway {
namespace {

base::Result<History> read(sql::Database& database) {
  History history;
  history.order = VersionOrder::dotted;
  auto own = has_own_table(database, Tool::flyway);
  if (!own) return tl::make_unexpected(own.error());
  history.table_exists = *own;
  if (!*own) return history;
  auto statement = database.prepare(
      "SELECT installed_rank, version, description, type, checksum, execution_time, success, "
      "CAST(round((julianday(installed_on) - 2440587.5) * 86400000) AS INTEGER) FROM "
      "main.flyway_schema_history ORDER BY installed_rank");
  if (!statement) return tl::make_unexpected(statement.error());
  for (;;) {
    auto more = statement->step();
    if (!more) return tl::make_unexpected(more.error());
    if (!*more) break;
    HistoryRow row;
    row.sequence = statement->integer(0);
    row.id = std::to_string(row.sequence);
    row.name = statement->text(2);
    row.version = statement->is_null(1) ? "R__" + row.name : std::string(statement->text(1));
    const std::string type(statement->text(3));
    if (type == "SCHEMA") continue;
    if (!statement->is_null(4)) row.checksum = std::to_string(statement->integer(4));
    row.execution_ms = statement->integer(5);
    if (!statement->is_null(7)) row.applied_at_unix_ms = statement->integer(7);
    const bool success = statement->integer(6) != 0;
    row.state = !success                                     ? RecordState::failed
                : type.find("BASELINE") != std::string::npos ? RecordState::baseline
                                                             : RecordState::applied;
    row.marked = type == "BASELINE";
    if (success && (type == "DELETE" || type.starts_with("UNDO"))) row.state = RecordState::gone;
    history.rows.push_back(std::move(row));
  }
  sort_rows(history);
  return history;
}

base::Result<void> prepare(Ledger& ledger) {
  return ledger.in_transaction([&]() -> base::Result<void> {
    auto own = has_own_table(ledger.database(), Tool::flyway);
    if (!own) return tl::make_unexpected(own.error());
    if (*own) return {};
    auto made = ledger.run(
        "CREATE TABLE \"flyway_schema_history\" (\n"
        "    \"installed_rank\" INT NOT NULL PRIMARY KEY,\n"
        "    \"version\" VARCHAR(50),\n"
        "    \"description\" VARCHAR(200) NOT NULL,\n"
        "    \"type\" VARCHAR(20) NOT NULL,\n"
        "    \"script\" VARCHAR(1000) NOT NULL,\n"
        "    \"checksum\" INT,\n"
        "    \"installed_by\" VARCHAR(100) NOT NULL,\n"
        "    \"installed_on\" TEXT NOT NULL DEFAULT (strftime('%Y-%m-%d %H:%M:%f','now')),\n"
        "    \"execution_time\" INT NOT NULL,\n"
        "    \"success\" BOOLEAN NOT NULL\n"
        ")");
    if (!made) return made;
    return ledger.run(
        "CREATE INDEX \"flyway_schema_history_s_idx\" ON \"flyway_schema_history\" (\"success\")");
  });
}

sql::Value checksum_of(const MigrationFile& file) {
  std::int64_t value = 0;
  const auto [end, error] =
      std::from_chars(file.checksum.data(), file.checksum.data() + file.checksum.size(), value);
  if (error != std::errc() || end == file.checksum.data()) return std::monostate{};
  return value;
}

base::Result<void> insert(Ledger& ledger, const Entry& entry, std::string_view type, bool success) {
  const MigrationFile& file = *entry.file;
  const bool repeatable = file.kind == MigrationKind::repeatable;
  const bool undo = entry.direction == Direction::down;
  return ledger.run(
      "INSERT INTO flyway_schema_history (installed_rank, version, description, type, script, checksum, "
      "installed_by, execution_time, success) SELECT coalesce(max(installed_rank), 0) + 1, ?1, ?2, ?3, ?4, "
      "?5, "
      "'', ?6, ?7 FROM flyway_schema_history",
      {repeatable ? sql::Value(std::monostate{}) : sql::Value(file.version), file.name, std::string(type),
       undo && file.down_file ? file.down_file->file_name : file.file_name, checksum_of(file),
       entry.execution_ms, std::int64_t{success ? 1 : 0}});
}

std::string_view type_of(const Entry& entry) {
  if (entry.direction == Direction::down) return "UNDO_SQL";
  return entry.file->kind == MigrationKind::cumulative ? "SQL_BASELINE" : "SQL";
}

base::Result<void> record(Ledger& ledger, const Entry& entry) {
  return insert(ledger, entry, type_of(entry), true);
}

base::Result<void> failed(Ledger& ledger, const Entry& entry) {
  return insert(ledger, entry, type_of(entry), false);
}

base::Result<void> mark(Ledger& ledger, const Entry& entry) { return insert(ledger, entry, "SQL", true); }

base::Result<void> unmark(Ledger& ledger, const Entry& entry) {
  return insert(ledger, entry, "DELETE", true);
}

base::Result<void> baseline(Ledger& ledger, const Entry& entry) {
  return ledger.run(
      "INSERT INTO flyway_schema_history (installed_rank, version, description, type, script, checksum, "
      "installed_by, execution_time, success) VALUES (1, ?1, '<< Flyway Baseline >>', 'BASELINE', "
      "'<< Flyway Baseline >>', NULL, '', 0, 1)",
      {entry.file->version});
}

base::Result<void> realign(Ledger& ledger, const Entry& entry) {
  return ledger.run(
      "UPDATE flyway_schema_history SET checksum = ?2, description = ?3 WHERE version = ?1 AND type = 'SQL'",
      {entry.file->version, checksum_of(*entry.file), entry.file->name});
}

base::Result<void> clear_failed(Ledger& ledger, const Entry&) {
  return ledger.run("DELETE FROM flyway_schema_history WHERE success = 0");
}

constexpr Bookkeeping books{.read = read,
                            .prepare = prepare,
                            .record = record,
                            .failed = failed,
                            .mark = mark,
                            .unmark = unmark,
                            .baseline = baseline,
                            .realign = realign,
                            .clear_failed = clear_failed};

}  // namespace
}  // namespace flyway

const Bookkeeping& flyway_bookkeeping() { return flyway::books; }

}  // namespace simulator::migration

// Atlas: one row a version, written anew after every statement of a file that runs without a transaction, so
// that the next run goes on where this one stopped. https://github.com/ariga/atlas, read at a5e0aecc.
// `type`: 1 baseline, 2 applied, 4 set by hand.
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "simulator/base/json_text.h"
#include "simulator/migration/bookkeeping.h"

namespace simulator::migration {
namespace atlas {
namespace {

constexpr std::int64_t type_baseline = 1;
constexpr std::int64_t type_applied = 2;
constexpr std::int64_t type_by_hand = 4;

base::Result<History> read(sql::Database& database) {
  History history;
  history.order = VersionOrder::text;
  auto own = has_own_table(database, Tool::atlas);
  if (!own) return tl::make_unexpected(own.error());
  history.table_exists = *own;
  if (!*own) return history;
  auto statement = database.prepare(
      "SELECT version, description, type, applied, total, "
      "CAST(round((julianday(substr(executed_at, 1, 23)) - 2440587.5) * 86400000) AS INTEGER), "
      "execution_time, "
      "error, hash, partial_hashes FROM main.atlas_schema_revisions ORDER BY rowid");
  if (!statement) return tl::make_unexpected(statement.error());
  for (;;) {
    auto more = statement->step();
    if (!more) return tl::make_unexpected(more.error());
    if (!*more) break;
    HistoryRow& row = history.rows.emplace_back();
    row.version = statement->text(0);
    row.name = statement->text(1);
    row.checksum = statement->text(8);
    row.statements_done = statement->integer(3);
    row.statements_total = statement->integer(4);
    row.said = statement->text(7);
    const std::int64_t type = statement->integer(2);
    row.marked = (type & (type_by_hand | type_baseline)) != 0;
    if (!statement->is_null(5)) row.applied_at_unix_ms = statement->integer(5);
    constexpr std::int64_t ns_per_ms = 1'000'000;
    if (!row.marked) row.execution_ms = statement->integer(6) / ns_per_ms;
    row.state = (type & type_baseline) != 0                  ? RecordState::baseline
                : row.statements_done < row.statements_total ? RecordState::failed
                                                             : RecordState::applied;
    const auto hashes = base::json_of(statement->text(9));
    if (hashes.is_array())
      for (const auto& hash : hashes)
        if (hash.is_string()) row.partial_hashes.push_back(hash.get<std::string>());
  }
  sort_rows(history);
  return history;
}

base::Result<void> prepare(Ledger& ledger) {
  return ledger.run(
      "CREATE TABLE IF NOT EXISTS `atlas_schema_revisions` (`version` text NOT NULL, `description` text NOT "
      "NULL, `type` integer NOT NULL DEFAULT (2), `applied` integer NOT NULL DEFAULT (0), `total` integer "
      "NOT "
      "NULL DEFAULT (0), `executed_at` datetime NOT NULL, `execution_time` integer NOT NULL, `error` text "
      "NULL, "
      "`error_stmt` text NULL, `hash` text NOT NULL, `partial_hashes` json NULL, `operator_version` text NOT "
      "NULL, PRIMARY KEY (`version`))");
}

sql::Value text_or_null(std::string_view text) {
  return text.empty() ? sql::Value(std::monostate{}) : sql::Value(std::string(text));
}

base::Result<void> write(Ledger& ledger, const Entry& entry, std::int64_t type) {
  const MigrationFile& file = *entry.file;
  std::string time = utc_text(entry.now_unix_ms);
  time[10] = ' ';
  time.replace(time.size() - 1, 1, "+00:00");
  constexpr std::int64_t ns_per_ms = 1'000'000;
  return ledger.run(
      "INSERT OR REPLACE INTO atlas_schema_revisions (version, description, type, applied, total, "
      "executed_at, "
      "execution_time, error, error_stmt, hash, partial_hashes, operator_version) VALUES (?1, ?2, ?3, ?4, "
      "?5, "
      "?6, ?7, ?8, ?9, ?10, ?11, 'driftwood')",
      {file.version, file.name, type, static_cast<std::int64_t>(entry.statements_done),
       static_cast<std::int64_t>(entry.statements_total), time, entry.execution_ms * ns_per_ms,
       text_or_null(entry.error), text_or_null(entry.statement), file.checksum, text_or_null(entry.hashes)});
}

base::Result<void> record(Ledger& ledger, const Entry& entry) { return write(ledger, entry, type_applied); }
base::Result<void> mark(Ledger& ledger, const Entry& entry) { return write(ledger, entry, type_by_hand); }
base::Result<void> baseline(Ledger& ledger, const Entry& entry) {
  return write(ledger, entry, type_baseline);
}
base::Result<void> unmark(Ledger& ledger, const Entry& entry) {
  return ledger.run("DELETE FROM atlas_schema_revisions WHERE version = ?1", {entry.file->version});
}

constexpr Bookkeeping books{.read = read,
                            .prepare = prepare,
                            .record = record,
                            .failed = record,
                            .statement_done = record,
                            .mark = mark,
                            .unmark = unmark,
                            .baseline = baseline};

}  // namespace
}  // namespace atlas

const Bookkeeping& atlas_bookkeeping() { return atlas::books; }

}  // namespace simulator::migration

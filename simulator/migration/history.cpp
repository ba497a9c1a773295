#include "simulator/migration/history.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

#include "simulator/migration/migration_file.h"
#include "simulator/sql/database.h"

namespace simulator::migration {
namespace {

std::string text_of(const sql::Value& value) {
  const auto* text = std::get_if<std::string>(&value);
  if (text != nullptr) return *text;
  return std::holds_alternative<std::monostate>(value) ? std::string() : sql::to_display(value);
}

std::string list_of(const std::vector<std::string>& names) {
  std::string out;
  for (const auto& name : names) out += (out.empty() ? "" : ", ") + name;
  return out;
}

base::Error foreign_history(const std::vector<std::string>& columns) {
  base::Error error;
  error.code = "migration.foreign-history";
  error.message = fmt::format("this database has a table {} that another tool keeps; its columns are: {}",
                              history_table, list_of(columns));
  std::string known =
      "It is not the table that Driftwood makes (version, name, checksum, applied_at, execution_ms).";
  if (columns == std::vector<std::string>{"version"})
    known = "dbmate and Rails keep their history in such a table.";
  if (columns == std::vector<std::string>{"version", "dirty"})
    known = "golang-migrate keeps its history in such a table.";
  error.help = known + " It was left alone and nothing was changed: go on with that tool for this database.";
  return error;
}

std::optional<int> number(std::string_view digits) {
  int value = 0;
  for (const char c : digits) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + (c - '0');
  }
  return value;
}

}  // namespace

const HistoryRow* History::find(std::string_view version) const {
  const auto found = std::lower_bound(rows.begin(), rows.end(), version,
                                      [&](const HistoryRow& row, std::string_view wanted) {
                                        return comes_before(order, row.version, wanted);
                                      });
  return found != rows.end() && !comes_before(order, version, found->version) ? &*found : nullptr;
}

bool History::counts_as_applied(std::string_view version) const {
  if (mark) return *mark != "-1" && !comes_before(order, *mark, version);
  const auto* row = find(version);
  return row != nullptr && row->state != RecordState::failed;
}

const HistoryRow* History::failed() const {
  const auto found = std::find_if(rows.begin(), rows.end(),
                                  [](const HistoryRow& row) { return row.state == RecordState::failed; });
  return found != rows.end() ? &*found : nullptr;
}

base::Result<History> read_history(sql::Database& database) {
  auto shape = database.query("PRAGMA main.table_info(schema_migrations)");
  if (!shape) return tl::make_unexpected(shape.error());
  History history;
  if (shape->rows.empty()) return history;
  std::vector<std::string> columns;
  for (const auto& row : shape->rows) columns.push_back(text_of(row.at(1)));
  if (columns != std::vector<std::string>{"version", "name", "checksum", "applied_at", "execution_ms"})
    return tl::make_unexpected(foreign_history(columns));
  history.table_exists = true;

  auto statement = database.prepare(
      "SELECT version, name, checksum, applied_at, execution_ms FROM main.schema_migrations");
  if (!statement) return tl::make_unexpected(statement.error());
  for (;;) {
    auto more = statement->step();
    if (!more) return tl::make_unexpected(more.error());
    if (!*more) break;
    HistoryRow row;
    row.version = statement->text(0);
    row.name = statement->text(1);
    row.checksum = statement->text(2);
    row.applied_at_unix_ms = unix_ms_of(statement->text(3));
    if (!statement->is_null(4)) row.execution_ms = statement->integer(4);
    row.marked = !row.execution_ms;
    history.rows.push_back(std::move(row));
  }
  std::sort(history.rows.begin(), history.rows.end(),
            [](const HistoryRow& a, const HistoryRow& b) { return version_less(a.version, b.version); });
  return history;
}

std::string_view create_history_sql() {
  return "CREATE TABLE main.schema_migrations (\n"
         "  version TEXT NOT NULL PRIMARY KEY,\n"
         "  name TEXT NOT NULL,\n"
         "  checksum TEXT NOT NULL,\n"
         "  applied_at TEXT NOT NULL,\n"
         "  execution_ms INTEGER\n"
         ")";
}

std::string_view insert_history_sql() {
  return "INSERT INTO main.schema_migrations (version, name, checksum, applied_at, execution_ms) "
         "VALUES (?1, ?2, ?3, ?4, ?5)";
}

std::string_view delete_history_sql() { return "DELETE FROM main.schema_migrations WHERE version = ?1"; }

std::string utc_text(std::int64_t unix_ms) {
  using namespace std::chrono;
  const sys_time<milliseconds> time{milliseconds(unix_ms)};
  const auto day = floor<days>(time);
  const year_month_day date(day);
  const hh_mm_ss<milliseconds> clock(time - day);
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                     clock.hours().count(), clock.minutes().count(), clock.seconds().count(),
                     clock.subseconds().count());
}

std::optional<std::int64_t> unix_ms_of(std::string_view utc) {
  using namespace std::chrono;
  constexpr std::string_view shape = "0000-00-00T00:00:00.000Z";
  if (utc.size() != shape.size()) return std::nullopt;
  for (std::size_t i = 0; i < shape.size(); ++i)
    if (shape[i] != '0' && shape[i] != utc[i]) return std::nullopt;
  const auto year = number(utc.substr(0, 4));
  const auto month = number(utc.substr(5, 2));
  const auto day = number(utc.substr(8, 2));
  const auto hour = number(utc.substr(11, 2));
  const auto minute = number(utc.substr(14, 2));
  const auto second = number(utc.substr(17, 2));
  const auto milli = number(utc.substr(20, 3));
  if (!year || !month || !day || !hour || !minute || !second || !milli) return std::nullopt;
  const year_month_day date(std::chrono::year(*year), std::chrono::month(static_cast<unsigned>(*month)),
                            std::chrono::day(static_cast<unsigned>(*day)));
  if (!date.ok() || *hour > 23 || *minute > 59 || *second > 59) return std::nullopt;
  const auto time =
      sys_days(date) + hours(*hour) + minutes(*minute) + seconds(*second) + milliseconds(*milli);
  return duration_cast<milliseconds>(time.time_since_epoch()).count();
}

}  // namespace simulator::migration

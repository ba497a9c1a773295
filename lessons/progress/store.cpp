#include "lessons/progress/store.h"

#include <cstdlib>
#include <functional>
#include <span>

#include "lessons/progress/store_file.h"
#include "simulator/sql/database.h"

namespace lessons::progress {

using simulator::base::Clock;
using simulator::base::Error;
using simulator::base::Result;
using simulator::sql::ResultSet;
using simulator::sql::Value;

namespace {

std::string text(const Value& value) {
  const auto* held = std::get_if<std::string>(&value);
  return held == nullptr ? std::string() : *held;
}
std::int64_t integer(const Value& value) {
  const auto* held = std::get_if<std::int64_t>(&value);
  return held == nullptr ? 0 : *held;
}
double real(const Value& value) {
  const auto* held = std::get_if<double>(&value);
  return held == nullptr ? static_cast<double>(integer(value)) : *held;
}
Value value_of(std::string_view held) { return std::string(held); }

constexpr std::string_view attempt_columns =
    "SELECT id, course, lesson, question, question_hash, answer, credit, verdict, hints, duration_ms, "
    "answered_at "
    "FROM attempts ";

Attempt attempt_of(const std::vector<Value>& row) {
  Attempt out;
  out.id = integer(row[0]);
  out.course = text(row[1]);
  out.lesson = text(row[2]);
  out.question = text(row[3]);
  out.question_hash = text(row[4]);
  out.answer = text(row[5]);
  out.credit = real(row[6]);
  out.verdict = text(row[7]);
  out.hints = integer(row[8]);
  out.duration_ms = integer(row[9]);
  out.answered_at = integer(row[10]);
  return out;
}

Place place_of(const std::vector<Value>& row) {
  return {text(row[0]), text(row[1]), real(row[2]), integer(row[3])};
}

constexpr std::string_view kept_windows = "8";
/// More answers than one person gives in a lifetime.
constexpr std::size_t most_rows = 10'000'000;

}  // namespace

std::filesystem::path default_path() {
  const char* data = std::getenv("XDG_DATA_HOME");
  const char* home = std::getenv("HOME");
  std::filesystem::path folder;
  if (data != nullptr && std::filesystem::path(data).is_absolute())
    folder = data;
  else if (home != nullptr && std::filesystem::path(home).is_absolute())
    folder = std::filesystem::path(home) / ".local" / "share";
  return folder.empty() ? folder : folder / "driftwood" / "progress.db";
}

struct Store::State {
  Connection connection;
  const Clock& clock;
  std::int64_t window = 0;

  Result<ResultSet> query(std::string_view sql, std::vector<Value> parameters = {}) {
    auto result = connection.database.query(sql, parameters, most_rows);
    if (!result) return tl::make_unexpected(explained(result.error(), "read"));
    return result;
  }

  Result<void> write(std::string_view sql, std::vector<Value> parameters) {
    auto result = connection.database.query(sql, parameters, most_rows);
    if (!result) return tl::make_unexpected(explained(result.error(), "saved"));
    return {};
  }

  /// All of `work` or nothing of it.
  Result<void> together(const std::function<Result<void>()>& work) {
    if (auto begun = write("BEGIN IMMEDIATE", {}); !begun) return begun;
    auto done = work();
    if (done) done = write("COMMIT", {});
    if (!done && connection.database.in_transaction()) (void)connection.database.execute("ROLLBACK");
    return done;
  }

  [[nodiscard]] Error explained(Error error, std::string_view what) const {
    error.file = connection.file.string();
    error.excerpt.clear();  // our own SQL says nothing to the person
    error.at = {};
    error.help = std::string("Your progress could not be ") + std::string(what) +
                 ". What is on the screen is still there; earlier progress is safe. "
                 "See whether the disk is full, then try again.";
    return error;
  }
};

Store::Store(std::unique_ptr<State> state) : state_(std::move(state)) {}
Store::Store(Store&&) noexcept = default;
Store& Store::operator=(Store&&) noexcept = default;
Store::~Store() = default;

Result<Store::Opened> Store::open(const std::filesystem::path& file, const std::filesystem::path& migrations,
                                  const Clock& clock) {
  auto connection = connect(file, migrations, clock);
  if (!connection) return tl::make_unexpected(connection.error());
  std::vector<Notice> notices = std::move(connection->notices);
  Store store(std::unique_ptr<State>(new State{std::move(*connection), clock}));
  if (auto begun = store.begin_window(); !begun) return tl::make_unexpected(begun.error());
  return Opened{std::move(store), std::move(notices)};
}

Result<Store> Store::in_memory(const std::filesystem::path& migrations, const Clock& clock) {
  auto connection = connect_in_memory(migrations, clock);
  if (!connection) return tl::make_unexpected(connection.error());
  Store store(std::unique_ptr<State>(new State{std::move(*connection), clock}));
  if (auto begun = store.begin_window(); !begun) return tl::make_unexpected(begun.error());
  return store;
}

Result<void> Store::begin_window() {
  auto row =
      state_->query("INSERT INTO windows (opened_at) VALUES (?1) RETURNING id", {state_->clock.unix_ms()});
  if (!row) return tl::make_unexpected(row.error());
  state_->window = integer(row->rows[0][0]);
  return {};
}

Store::Keeping Store::keeping() const { return file().empty() ? Keeping::in_memory : Keeping::on_disk; }
const std::filesystem::path& Store::file() const { return state_->connection.file; }

Result<Attempt> Store::add_attempt(Attempt attempt) {
  attempt.answered_at = state_->clock.unix_ms();
  auto row = state_->query(
      "INSERT INTO attempts (course, lesson, question, question_hash, answer, credit, verdict, hints, "
      "duration_ms, "
      "answered_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10) RETURNING id",
      {attempt.course, attempt.lesson, attempt.question, attempt.question_hash, attempt.answer,
       attempt.credit, attempt.verdict, attempt.hints, attempt.duration_ms, attempt.answered_at});
  if (!row) return tl::make_unexpected(state_->explained(row.error(), "saved"));
  attempt.id = integer(row->rows[0][0]);
  return attempt;
}

Result<std::vector<Attempt>> Store::attempts(std::string_view course, std::string_view question) {
  std::vector<Attempt> out;
  auto rows = state_->query(
      std::string(attempt_columns) + "WHERE course = ?1 AND (?2 = '' OR question = ?2) ORDER BY id",
      {value_of(course), value_of(question)});
  if (!rows) return tl::make_unexpected(rows.error());
  for (const auto& row : rows->rows) out.push_back(attempt_of(row));
  return out;
}

Result<std::optional<Attempt>> Store::last_attempt(std::string_view course, std::string_view question) {
  auto rows = state_->query(
      std::string(attempt_columns) + "WHERE course = ?1 AND question = ?2 ORDER BY id DESC LIMIT 1",
      {value_of(course), value_of(question)});
  if (!rows) return tl::make_unexpected(rows.error());
  if (rows->rows.empty()) return std::optional<Attempt>{};
  return std::optional(attempt_of(rows->rows[0]));
}

Result<void> Store::save_lab(std::string_view course, std::string_view lab, std::string_view start_hash,
                             std::string_view command_tree) {
  return state_->together([&]() -> Result<void> {
    auto saved = state_->write(
        "INSERT OR REPLACE INTO labs (course, lab, start_hash, window, command_tree, saved_at) "
        "VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        {value_of(course), value_of(lab), value_of(start_hash), state_->window, value_of(command_tree),
         state_->clock.unix_ms()});
    if (!saved) return saved;
    return state_->write(
        "DELETE FROM labs WHERE course = ?1 AND lab = ?2 AND start_hash = ?3 AND id NOT IN "
        "(SELECT id FROM labs WHERE course = ?1 AND lab = ?2 AND start_hash = ?3 "
        "ORDER BY id DESC LIMIT " +
            std::string(kept_windows) + ")",
        {value_of(course), value_of(lab), value_of(start_hash)});
  });
}

Result<std::optional<SavedLab>> Store::saved_lab(std::string_view course, std::string_view lab,
                                                 std::string_view start_hash) {
  auto rows = state_->query(
      "SELECT start_hash, command_tree, saved_at FROM labs WHERE course = ?1 AND lab = ?2 "
      "AND (?3 = '' OR start_hash = ?3) ORDER BY id DESC LIMIT 1",
      {value_of(course), value_of(lab), value_of(start_hash)});
  if (!rows) return tl::make_unexpected(rows.error());
  if (rows->rows.empty()) return std::optional<SavedLab>{};
  const auto& row = rows->rows[0];
  return std::optional(SavedLab{text(row[0]), text(row[1]), integer(row[2])});
}

Result<void> Store::save_draft(std::string_view course, std::string_view part, std::string_view typed) {
  return state_->together([&]() -> Result<void> {
    // An empty text is a row, too: it is what stands in the input now.
    auto saved = state_->write(
        "INSERT OR REPLACE INTO drafts (course, part, window, text, saved_at) VALUES (?1, ?2, ?3, ?4, ?5)",
        {value_of(course), value_of(part), state_->window, value_of(typed), state_->clock.unix_ms()});
    if (!saved) return saved;
    return state_->write(
        "DELETE FROM drafts WHERE course = ?1 AND part = ?2 AND id NOT IN "
        "(SELECT id FROM drafts WHERE course = ?1 AND part = ?2 ORDER BY id DESC LIMIT " +
            std::string(kept_windows) + ")",
        {value_of(course), value_of(part)});
  });
}

Result<std::optional<std::string>> Store::draft(std::string_view course, std::string_view part) {
  auto rows =
      state_->query("SELECT text FROM drafts WHERE course = ?1 AND part = ?2 ORDER BY id DESC LIMIT 1",
                    {value_of(course), value_of(part)});
  if (!rows) return tl::make_unexpected(rows.error());
  if (rows->rows.empty() || text(rows->rows[0][0]).empty()) return std::optional<std::string>{};
  return std::optional(text(rows->rows[0][0]));
}

Result<void> Store::save_place(std::string_view course, const Place& place) {
  return state_->write(
      "INSERT OR REPLACE INTO places (course, lesson, anchor, fraction, seen_at, sequence) "
      "VALUES (?1, ?2, ?3, ?4, ?5, (SELECT coalesce(max(sequence), 0) + 1 FROM places))",
      {value_of(course), place.lesson, place.anchor, place.fraction, state_->clock.unix_ms()});
}

Result<std::optional<Place>> Store::place(std::string_view course, std::string_view lesson) {
  auto rows =
      state_->query("SELECT lesson, anchor, fraction, seen_at FROM places WHERE course = ?1 AND lesson = ?2",
                    {value_of(course), value_of(lesson)});
  if (!rows) return tl::make_unexpected(rows.error());
  return rows->rows.empty() ? std::optional<Place>{} : std::optional(place_of(rows->rows[0]));
}

Result<std::optional<Place>> Store::last_place(std::string_view course) {
  auto rows = state_->query(
      "SELECT lesson, anchor, fraction, seen_at FROM places WHERE course = ?1 ORDER BY sequence DESC LIMIT 1",
      {value_of(course)});
  if (!rows) return tl::make_unexpected(rows.error());
  return rows->rows.empty() ? std::optional<Place>{} : std::optional(place_of(rows->rows[0]));
}

Result<void> Store::set_setting(std::string_view name, std::string_view value) {
  return state_->write("INSERT OR REPLACE INTO settings (name, value) VALUES (?1, ?2)",
                       {value_of(name), value_of(value)});
}

Result<std::optional<std::string>> Store::setting(std::string_view name) {
  auto rows = state_->query("SELECT value FROM settings WHERE name = ?1", {value_of(name)});
  if (!rows) return tl::make_unexpected(rows.error());
  return rows->rows.empty() ? std::optional<std::string>{} : std::optional(text(rows->rows[0][0]));
}

}  // namespace lessons::progress

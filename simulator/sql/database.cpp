#include "simulator/sql/database.h"

#include <sqlite3.h>

#include "simulator/base/text_position.h"
#include "simulator/sql/splitter.h"
#include "simulator/sql/sqlite_error.h"
#include "simulator/sql/sqlite_library.h"

namespace simulator::sql {
namespace {

std::string quoted(std::string_view text, char quote) {
  std::string out(1, quote);
  for (const char c : text) {
    if (c == quote) out += quote;
    out += c;
  }
  return out += quote;
}

/// SQLite stops reading at a NUL and says nothing: half a script would pass for the whole.
base::Result<void> without_nul(std::string_view text) {
  const std::size_t nul = text.find('\0');
  if (nul == std::string_view::npos) return {};
  base::Error error;
  error.code = "sqlite.nul";
  error.message = "there is a NUL character in the SQL, and SQLite would read no further than that";
  error.help = "Nothing was run. Remove the character; the file may have been damaged or saved as UTF-16.";
  error.at = base::position_at(text, nul);
  return tl::make_unexpected(std::move(error));
}

}  // namespace

void Database::Close::operator()(sqlite3* handle) const { sqlite3_close_v2(handle); }

base::Result<Database> Database::open(const OpenOptions& options) {
  const int access = options.read_only ? SQLITE_OPEN_READONLY
                                       : SQLITE_OPEN_READWRITE | (options.create ? SQLITE_OPEN_CREATE : 0);
  set_up_sqlite();
  sqlite3* handle = nullptr;
  const int result =
      sqlite3_open_v2(options.path.c_str(), &handle, access | SQLITE_OPEN_EXRESCODE | SQLITE_OPEN_NOMUTEX,
                      options.vfs.empty() ? nullptr : options.vfs.c_str());
  Database database(handle);
  if (result == SQLITE_OK) return database;
  base::Error error = last_error(handle);
  error.file = options.path;
  return tl::make_unexpected(std::move(error));
}

struct Database::Raw {
  sqlite3_stmt* statement = nullptr;
  std::size_t used = 0;  // bytes from `start` to the next statement
};

base::Result<Database::Raw> Database::prepare_at(std::string_view script, std::size_t start) {
  std::string_view rest = script.substr(start);
  // SQLite copies all of the text it is given, and measures its limit on a statement's length on all of it:
  // inside a script it gets one statement, not everything that is left.
  if (gate_ || start > 0) {
    const StatementText piece = first_statement(rest);
    if (piece.text.empty()) return Raw{nullptr, rest.size()};
    if (auto admitted = gate_ ? gate_(piece.text) : base::Result<void>{}; !admitted) {
      base::Error error = std::move(admitted.error());
      error.at = base::position_at(script, start + piece.offset);
      error.excerpt = base::caret_excerpt(script, error.at);
      return tl::make_unexpected(std::move(error));
    }
    rest = rest.substr(0, piece.offset + piece.text.size());
  }
  Raw raw;
  const char* tail = nullptr;
  const int result =
      sqlite3_prepare_v2(handle_.get(), rest.data(), static_cast<int>(rest.size()), &raw.statement, &tail);
  if (result != SQLITE_OK) return tl::make_unexpected(last_error(handle_.get(), script, start));
  raw.used = static_cast<std::size_t>(tail - rest.data());
  return raw;
}

base::Result<Database::Prepared> Database::prepare_next(std::string_view text) {
  if (auto clean = without_nul(text); !clean) return tl::make_unexpected(clean.error());
  const auto raw = prepare_at(text, 0);
  if (!raw) return tl::make_unexpected(raw.error());
  Prepared out;
  out.used = raw->used;
  if (raw->statement != nullptr) {
    out.statement.reset(new Statement(raw->statement, std::string(text.substr(0, out.used))));
  }
  return out;
}

base::Result<Statement> Database::prepare(std::string_view text) {
  auto prepared = prepare_next(text);
  if (!prepared) return tl::make_unexpected(prepared.error());
  if (!prepared->statement) return base::failure("sqlite.empty", "there is no statement in this text");
  return std::move(*prepared->statement);
}

base::Result<void> Database::execute(std::string_view script) {
  if (auto clean = without_nul(script); !clean) return clean;
  std::size_t start = 0;
  while (start < script.size()) {
    const auto raw = prepare_at(script, start);
    if (!raw) return tl::make_unexpected(raw.error());
    const std::unique_ptr<sqlite3_stmt, int (*)(sqlite3_stmt*)> statement(raw->statement, sqlite3_finalize);
    int result = SQLITE_ROW;
    while (statement && result == SQLITE_ROW) result = sqlite3_step(statement.get());
    if (statement && result != SQLITE_DONE) {
      base::Error error = last_error(handle_.get(), script, start);
      if (!error.at.known()) {  // a constraint, a lock: SQLite knows no place inside the statement
        error.at = base::position_at(script, start + first_statement(script.substr(start)).offset);
        error.excerpt = base::caret_excerpt(script, error.at);
      }
      return tl::make_unexpected(std::move(error));
    }
    start += raw->used;
  }
  return {};
}

base::Result<ResultSet> Database::query(std::string_view text, std::span<const Value> parameters,
                                        std::size_t row_limit) {
  auto statement = prepare(text);
  if (!statement) return tl::make_unexpected(statement.error());
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    if (auto bound = statement->bind(static_cast<int>(i) + 1, parameters[i]); !bound)
      return tl::make_unexpected(bound.error());
  }
  ResultSet out;
  for (;;) {
    const auto row = statement->step();
    if (!row) return tl::make_unexpected(row.error());
    if (out.columns.empty()) {
      for (int c = 0; c < statement->column_count(); ++c) out.columns.push_back(statement->column_name(c));
    }
    if (!*row) return out;
    if (out.rows.size() == row_limit) {
      out.truncated = true;
      return out;
    }
    auto& cells = out.rows.emplace_back();
    for (int c = 0; c < statement->column_count(); ++c) cells.push_back(statement->value(c));
  }
}

void Database::interrupt_when(std::stop_token stop) {
  constexpr int operations_between_looks = 1000;
  stop_ = std::make_unique<std::stop_token>(std::move(stop));
  sqlite3_progress_handler(
      handle(), operations_between_looks,
      [](void* token) { return static_cast<const std::stop_token*>(token)->stop_requested() ? 1 : 0; },
      stop_.get());
}

bool Database::in_transaction() const { return sqlite3_get_autocommit(handle_.get()) == 0; }
std::int64_t Database::changes() const { return sqlite3_changes64(handle_.get()); }
std::int64_t Database::total_changes() const { return sqlite3_total_changes64(handle_.get()); }

std::string quote_identifier(std::string_view name) { return quoted(name, '"'); }
std::string quote_text(std::string_view text) { return quoted(text, '\''); }

}  // namespace simulator::sql

// One connection (RAII over sqlite3). Move-only; used from one thread at a time. Closing is the destructor;
// statements must be gone by then.
//
// Errors carry SQLite's message, a stable code ("sqlite.constraint", "sqlite.busy", "sqlite.error"), the
// extended result code in `native`, and where SQLite knows it the line and column in the text that was given.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>

#include "simulator/base/error.h"
#include "simulator/sql/statement.h"
#include "simulator/sql/value.h"

struct sqlite3;

namespace simulator::sql {

struct OpenOptions {
  std::string path;
  std::string vfs;  ///< empty: the system's own
  bool read_only = false;
  bool create = true;  ///< ignored when read_only
};

class Database {
 public:
  [[nodiscard]] static base::Result<Database> open(const OpenOptions& options);

  /// Every statement of the script, rows thrown away. Stops at the first that fails; the error's position is
  /// in the script: SQLite's own, or where SQLite knows none (a constraint, a lock) the statement's
  /// beginning. A NUL character in the script is sqlite.nul, and nothing is run.
  /// Statements before it have taken effect (unless a transaction around them is rolled back).
  [[nodiscard]] base::Result<void> execute(std::string_view script);

  /// The first statement of the text. Codes: SQLite's own, sqlite.nul. A text without one (only comments) is
  /// sqlite.empty.
  [[nodiscard]] base::Result<Statement> prepare(std::string_view text);

  /// As prepare; each call copies the text, so cut long scripts first (splitter.h). `used` is where the next
  /// statement begins, so that a script can be walked by SQLite's own parser. No statement left (white space,
  /// comments): an empty handle and no error.
  struct Prepared;
  [[nodiscard]] base::Result<Prepared> prepare_next(std::string_view text);

  /// Runs one statement and reads at most `row_limit` rows.
  [[nodiscard]] base::Result<ResultSet> query(std::string_view text, std::span<const Value> parameters = {},
                                              std::size_t row_limit = 100'000);

  /// Asked with the text of every statement before SQLite sees it; an error stops it there. This is the
  /// sandbox's hook: SQLite can be interrupted while it runs a statement, not while it prepares one.
  using Gate = std::function<base::Result<void>(std::string_view statement)>;
  void set_gate(Gate gate) { gate_ = std::move(gate); }

  /// A statement that is running when the stop is requested fails with SQLITE_INTERRUPT; a short one (under
  /// 1000 VM operations, so BEGIN, COMMIT and ROLLBACK) still finishes. Not for a sandboxed connection: the
  /// Sandbox has the same hook of SQLite.
  void interrupt_when(std::stop_token stop);

  [[nodiscard]] bool in_transaction() const;
  [[nodiscard]] std::int64_t changes() const;
  [[nodiscard]] std::int64_t total_changes() const;
  [[nodiscard]] sqlite3* handle() const { return handle_.get(); }

 private:
  struct Close {
    void operator()(sqlite3* handle) const;
  };
  explicit Database(sqlite3* handle) : handle_(handle) {}
  struct Raw;
  [[nodiscard]] base::Result<Raw> prepare_at(std::string_view script, std::size_t start);

  std::unique_ptr<std::stop_token> stop_;  ///< SQLite keeps its address
  std::unique_ptr<sqlite3, Close> handle_;
  Gate gate_;
};

struct Database::Prepared {
  std::unique_ptr<Statement> statement;  ///< null when nothing but space and comments was left
  std::size_t used = 0;                  ///< bytes of the text up to the next statement
};

/// "users", with quotes inside doubled.
[[nodiscard]] std::string quote_identifier(std::string_view name);
/// 'text', with quotes inside doubled.
[[nodiscard]] std::string quote_text(std::string_view text);

}  // namespace simulator::sql

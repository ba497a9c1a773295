// A database in memory on which migrations are tried out, statement by statement, with SQLite telling what
// each one touches. Nothing it runs can reach a file: ATTACH, VACUUM INTO and extensions are refused, and
// temporary data stays in memory.
//
// Whose SQL is it? Text of people we do not know (learners, courses) runs in the Sandbox, with its limits and
// its budget. A person's own folder runs with all of SQLite's functions and tables, and is only stopped when
// one statement takes longer than `wall`.
//
// Copies: an ImageBytes is the database as SQLite would write it to a file; taking one inside a transaction
// includes what is not committed. Foreign keys are off unless keys() says otherwise.
//
// Move-only; used from one thread at a time; the token may be stopped from any thread.
#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "simulator/base/error.h"
#include "simulator/lint/statement_use.h"
#include "simulator/migration/foreign_keys.h"
#include "simulator/schema/schema.h"
#include "simulator/sql/database.h"

namespace simulator::lint {

enum class Trust { own, others };

struct ShadowOptions {
  Trust trust = Trust::others;
  std::chrono::milliseconds wall{10'000};  ///< of one statement
  std::stop_token stop;
};

using ImageBytes = std::shared_ptr<const std::vector<std::byte>>;
using SchemaPointer = std::shared_ptr<const schema::Schema>;

/// An index, trigger or view as the database keeps it.
struct ObjectText {
  std::string type;
  std::string name;
  std::string table;
  std::string sql;
};

class Shadow {
 public:
  /// What the database holds at the start; null: nothing. Codes: sandbox.setup, sqlite.*.
  [[nodiscard]] static base::Result<Shadow> make(const ShadowOptions& options, const ImageBytes& start = {});
  Shadow(Shadow&&) noexcept;
  Shadow& operator=(Shadow&&) noexcept;
  ~Shadow();

  /// Any database as an image, in memory: what another connection commits meanwhile is not in it.
  [[nodiscard]] static base::Result<ImageBytes> image_of(sql::Database& database);
  [[nodiscard]] base::Result<ImageBytes> image();
  /// A second database with the same content, not inside a transaction.
  [[nodiscard]] base::Result<Shadow> fork();
  /// A second database with that content and these options.
  [[nodiscard]] base::Result<Shadow> beside(const ImageBytes& start) const;

  struct Ran {
    std::optional<base::Error> error;  ///< places are in the statement
    StatementUse use;                  ///< empty when the statement could not be prepared
    bool prepared = false;
  };
  /// Runs the statement to its end.
  [[nodiscard]] Ran run(std::string_view statement);
  /// Only prepares it.
  [[nodiscard]] Ran prepare(std::string_view statement);
  /// How many columns its rows have, and what it touches. Codes: SQLite's.
  struct Answer {
    StatementUse use;
    int columns = 0;
  };
  [[nodiscard]] base::Result<Answer> ask(std::string_view statement);

  /// A script of our own, not recorded.
  [[nodiscard]] base::Result<void> execute(std::string_view script);
  [[nodiscard]] base::Result<sql::ResultSet> query(std::string_view statement);

  /// The schema now. The same pointer as before when nothing has changed.
  [[nodiscard]] base::Result<SchemaPointer> schema();
  /// The indexes, triggers and views, in the order in which they were made.
  [[nodiscard]] std::vector<ObjectText> object_texts();
  /// Rows whose foreign key points nowhere.
  [[nodiscard]] base::Result<std::vector<migration::Violation>> violations();
  /// -1 when the table cannot be counted.
  [[nodiscard]] std::int64_t count(std::string_view table, std::string_view where = {});

  /// Outside a transaction only, as SQLite has it.
  void keys(bool on);
  /// Whether SQLite takes an unknown "name" for a string, as it does by itself.
  void double_quoted_strings(bool allowed);
  void rollback();
  [[nodiscard]] bool in_transaction() const;

 private:
  struct State;
  explicit Shadow(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace simulator::lint

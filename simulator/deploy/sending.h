// One connection of the simulated app or of its migrator, and one request on its way over it. (The World's is
// simulator/world/request.h: it splits each query anew and keeps its rows for people.)
//
// Ownership: a Line owns its connection; a Sending refers to line and request, which must outlive it.
// Threads: one at a time.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <set>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

#include "simulator/base/error.h"
#include "simulator/deploy/asked.h"
#include "simulator/sql/environment_store.h"
#include "simulator/sql/sandbox.h"

namespace simulator::deploy {

/// Guarded, foreign keys on.
struct Line {
  sql::Database database;
  std::unique_ptr<sql::Sandbox> sandbox;  ///< goes before the database does

  [[nodiscard]] static base::Result<Line> open(sql::EnvironmentStore& store, std::string_view name,
                                               sql::SandboxMode mode);
  /// Enough to end things properly.
  void refill_for_housekeeping() { sandbox->begin({}); }
  /// Every table that a statement names from here on, in lower case; SQLite's own are left out.
  void watch(std::set<std::string>& tables);
};

/// SQLite turned the statement away because of what another connection does.
[[nodiscard]] bool is_lock(const base::Error& error);
/// The sandbox stopped because of the clock or a stop request: nothing is known.
[[nodiscard]] bool is_interruption(const base::Error& error);

class Sending {
 public:
  Sending(Line& line, const Asked& asked, world::Parameters parameters)
      : line_(&line),
        asked_(asked),
        parameters_(std::move(parameters)),
        changes_(line.database.total_changes()) {}

  /// Statements from..to (one past the last). An error's place is in the query's text. `deferred`: stop with
  /// false where a foreign key is still unmet that would fail at the end of this very statement, were it not
  /// for a transaction around it.
  [[nodiscard]] base::Result<bool> run(std::size_t from, std::size_t to, const std::string& text,
                                       bool deferred);

  /// Rows that were changed so far.
  [[nodiscard]] std::int64_t changed() const { return before_ + line_->database.total_changes() - changes_; }
  /// What a column of the newest answer's first row says, NULL where it has no row; empty: no such column.
  [[nodiscard]] std::optional<std::string> read(const std::string& column) const;
  /// What a parameter was, or the column of that name of the newest row.
  [[nodiscard]] std::string bound(const std::string& parameter) const;
  /// The connection is about to go; what is left of the request goes over another.
  void leave() {
    before_ = changed();
    line_ = nullptr;
  }
  void go_over(Line& line) {
    line_ = &line;
    changes_ = line.database.total_changes();
  }
  [[nodiscard]] bool only_read() const { return only_read_; }

 private:
  [[nodiscard]] const sql::Value* parameter(std::string_view name) const;
  void bind_column(const std::string& column, const sql::Value& value);

  Line* line_;
  const Asked& asked_;
  world::Parameters parameters_;
  world::Parameters columns_;  ///< ":name" of rows that were returned
  std::int64_t changes_;
  std::int64_t before_ = 0;
  std::vector<std::string> answer_columns_;
  std::vector<sql::Value> answer_;
  bool only_read_ = true;
};

}  // namespace simulator::deploy

// One request of an app: a query's statements, one after the other, on a connection of its own, as the
// World's commands run it. (simulator/deploy/sending.h sends the same, split once for thousands of runs.)
//
// A request in flight is two pieces: begin() sends its first statement (BEGIN does not count, for it looks at
// nothing yet), finish() the others. What happens between them happens to a request that is under way: inside
// BEGIN it keeps the schema and the rows it began with and its write may be turned away
// (SQLITE_BUSY_SNAPSHOT); without, it goes on with what it read before.
//
// Source of the rules about snapshots: https://www.sqlite.org/isolation.html, and measurements.
//
// Ownership: refers to the connection and the query, which must outlive it. Threads: as the connection.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "simulator/base/error.h"
#include "simulator/sql/splitter.h"
#include "simulator/sql/value.h"
#include "simulator/world/app_version.h"
#include "simulator/world/databases.h"

namespace simulator::world {

/// What the words in braces in a parameter stand for.
struct RequestNumbers {
  std::int64_t request = 0;
  std::int64_t write = 0;
  std::string_view node;
};

/// The query's own parameters, `values` in place of those of the same name, and everything in braces filled
/// in.
[[nodiscard]] Parameters filled_in(const AppQuery& query, const Parameters& values,
                                   const RequestNumbers& numbers);
/// A parameter of it (or of `values`) has {write}.
[[nodiscard]] bool writes_a_number(const AppQuery& query, const Parameters& values = {});
/// It has a statement after the first that looks at the database.
[[nodiscard]] bool can_be_in_flight(const AppQuery& query);
/// BUSY, BUSY_SNAPSHOT or LOCKED: somebody else's lock or commit was in the way.
[[nodiscard]] bool turned_away(const base::Error& error);

struct RequestOutcome {
  std::int64_t rows = 0;                 ///< of the newest statement that changed or returned any
  std::int64_t changed = 0;              ///< by all its statements, triggers and foreign keys included
  std::optional<base::Error> error;      ///< SQLite's or the sandbox's; the position is in the query's text
  std::optional<sql::ResultSet> answer;  ///< of the newest statement that has columns; the first 20 rows
  /// The first row's, NULL where there was no row; nothing when there is no such column.
  [[nodiscard]] std::optional<sql::Value> value(std::string_view column) const;
};

/// The connection is in mode application, and its sandbox has its budget: one for the whole request, or one
/// for each piece.
class RequestRun {
 public:
  RequestRun(Connection& connection, const AppQuery& query, Parameters bindings);

  /// The first statement that looks at the database, and the BEGIN before it.
  void begin();
  /// All that are left. A transaction that is open at the end, or after an error, is rolled back.
  void finish();
  /// The same on another connection, for the first one is gone: what a transaction had done until then is
  /// lost with it, and that is the request's error (world.connection-lost).
  void finish_on(Connection& other);

  [[nodiscard]] const RequestOutcome& outcome() const { return outcome_; }
  [[nodiscard]] RequestOutcome take() { return std::move(outcome_); }

 private:
  void run_next();

  Connection* connection_;
  const AppQuery& query_;
  Parameters bindings_;  ///< and the columns of rows that were returned
  std::vector<sql::StatementText> statements_;
  std::size_t next_ = 0;
  bool in_transaction_ = false;
  RequestOutcome outcome_;
};

/// From beginning to end.
[[nodiscard]] RequestOutcome run_request(Connection& connection, const AppQuery& query,
                                         const Parameters& bindings);

/// Why a node of this version does not start on this database: what AppVersion::refuses_when returned, or
/// its own error. Nothing: it starts. Code: world.node-refused.
[[nodiscard]] std::optional<base::Error> refusal(Connection& connection, const AppVersion& version);

}  // namespace simulator::world

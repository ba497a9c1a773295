// The versions of an application that run while a migration runs, and what the migration does to their
// queries: found by preparing every query against the schema before the file and against the one after it.
//
// SQLite's own answer decides. A query that can no longer be prepared breaks; one that can, but reads fewer
// columns of a table than before, has silently changed (`SELECT *`, or a double-quoted name that became a
// string); and one that writes a table may meet a constraint that was not there.
//
// Ownership: plain values. Threads: none shared.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "simulator/base/error.h"
#include "simulator/lint/replay.h"

namespace simulator::lint {

struct LiveQuery {
  std::string name;
  std::string sql;
};

struct LiveVersion {
  std::string name;
  std::vector<LiveQuery> queries;
  /// Versions of the migrations that can run before this one has stopped serving requests.
  std::set<std::string> during;
};

/// One query, before and after a file.
struct LiveAnswer {
  const LiveVersion* version = nullptr;
  const LiveQuery* query = nullptr;
  std::optional<Shadow::Answer> before;  ///< empty: it did not work before either
  std::optional<Shadow::Answer> after;
  std::string error_after;  ///< SQLite's message

  [[nodiscard]] bool breaks() const { return before && !after; }
  /// Columns it read or changed before and does not any more although it still runs.
  [[nodiscard]] std::set<ColumnUse> lost() const;
};

/// Asks the queries of the versions that run during `migration`; call it before and after the file, with the
/// answers of before.
[[nodiscard]] std::vector<LiveAnswer> ask_before(Shadow& shadow, const std::vector<LiveVersion>& versions,
                                                 const std::string& migration);
void ask_after(Shadow& shadow, std::vector<LiveAnswer>& answers);

}  // namespace simulator::lint

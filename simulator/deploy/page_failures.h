// What failed in a replay, those that are alike together: who asked what of which schema, what SQLite said to
// it, and what PostgreSQL says to the same mistake. Part of the room's inside.
#pragma once

#include <string>
#include <vector>

#include "simulator/deploy/scenario.h"
#include "simulator/deploy/trace.h"

namespace simulator::deploy::page {

/// Failures with the same kind, version, query, message and schema; the first of them stands for all.
struct AlikeFailures {
  FailureKind kind = FailureKind::sql_error;
  std::string message;
  std::string version;             ///< of the app; may be empty
  std::string query;               ///< or the invariant's, or the step's title
  std::string schema;              ///< label
  std::vector<std::size_t> ticks;  ///< ascending, each once
  std::vector<std::string> nodes;  ///< each once
  std::size_t count = 0;
  const Request* request = nullptr;    ///< the first, when a request shows it
  const base::Error* error = nullptr;  ///< SQLite's, the first
};

/// In the order in which the first of each happened. Points into the trace.
[[nodiscard]] std::vector<AlikeFailures> alike_failures(const Scenario& scenario, const Trace& trace);

/// "A request failed", "A write was lost".
[[nodiscard]] std::string heading(FailureKind kind);

[[nodiscard]] std::string failures(const Scenario& scenario, const Trace& trace);

}  // namespace simulator::deploy::page

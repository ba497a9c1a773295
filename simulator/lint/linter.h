// Looks for trouble in a folder of migrations by running it: from nothing, file by file, on a database in
// memory, so that every rule knows the real schema before and after each statement, whatever file made it.
//
// More can be known, and then more is said:
//   rows      a copy of a database: what passes on empty tables and fails on these; how many rows are at
//   stake rollout   the versions of the application that run meanwhile: which of their queries breaks, and on
//   what
//
// Nothing outside of memory is read or written. The cost is that of replaying the folder, plus a look at the
// schema behind every statement that changes it; with rows, as much memory as the database is large.
//
// Ownership: values in, values out. Threads: none shared; the stop token may be stopped from any thread.
#pragma once

#include <cstddef>
#include <optional>
#include <set>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "simulator/base/error.h"
#include "simulator/lint/finding.h"
#include "simulator/lint/live.h"
#include "simulator/lint/replay.h"
#include "simulator/lint/shadow.h"
#include "simulator/migration/migration_set.h"

namespace simulator::lint {

/// The application while migrations run. Plain values: whoever knows the rollout computes them.
struct Rollout {
  std::vector<LiveVersion> versions;
  std::set<std::string> migrations;  ///< versions of the files that it runs; about others nothing is known
};

struct LintOptions {
  Trust trust = Trust::others;
  RunRules rules;
  /// Versions of files that are not to be judged, because they were applied and can no longer change. They
  /// are replayed all the same.
  std::set<std::string> settled;
  std::optional<ImageBytes> rows;  ///< of a database that has exactly the settled files
  std::optional<Rollout> rollout;
  std::stop_token stop;
};

struct LintResult {
  std::vector<Finding> findings;  ///< by file, then by place
  std::size_t judged = 0;         ///< files
  std::size_t not_judged = 0;     ///< files behind one that fails: what they would do cannot be known
};

/// Mistakes in the folder itself (migration.duplicate-version, ...) are findings too; with an error among
/// them nothing is replayed. Codes: lint.stopped, sqlite.*, sandbox.setup: what is no fault of the files.
[[nodiscard]] base::Result<LintResult> lint(const migration::MigrationSetResult& folder,
                                            const LintOptions& options = {});

/// How a tool treats a file: "driftwood", "atlas" (one transaction, keys off); "dbmate", "goose",
/// "golang-migrate", "flyway" (one transaction, keys as the connection has them); "prisma" (no transaction).
/// Nothing for other names.
[[nodiscard]] std::optional<RunRules> rules_of_tool(std::string_view tool);

}  // namespace simulator::lint

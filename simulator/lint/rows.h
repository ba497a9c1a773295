// The same files on a copy of a database with rows: what passes on an empty table and fails on a full one.
//
// Ownership: plain values. Threads: none shared.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "simulator/base/error.h"
#include "simulator/lint/replay.h"

namespace simulator::lint {

struct RowFacts {
  std::optional<base::Error> error;          ///< the statement fails on these rows; places are in it
  std::map<std::string, std::int64_t> rows;  ///< lower-case table: rows when the statement began
  struct Loss {
    std::string table;
    std::int64_t deleted = 0;
    std::int64_t emptied = 0;  ///< references set to NULL
  };
  std::vector<Loss> lost_with_keys;  ///< rows of other tables that it takes where foreign keys are on
};

struct RowReplay {
  std::vector<RowFacts> steps;       ///< as Replay::steps; fewer when one failed
  std::vector<std::string> orphans;  ///< rows whose foreign key points nowhere, new with this file
  [[nodiscard]] bool failed() const { return (!steps.empty() && steps.back().error) || !orphans.empty(); }
};

/// Runs the statements of `plan` on `rows`, and commits unless it failed. Codes: SQLite's.
[[nodiscard]] base::Result<RowReplay> replay_on_rows(Shadow& rows, const Replay& plan, const RunRules& rules);

}  // namespace simulator::lint

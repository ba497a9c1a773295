// The folder beside the history: where each migration stands and what does not fit. Pure functions.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "simulator/base/error.h"
#include "simulator/migration/history.h"
#include "simulator/migration/migration_set.h"

namespace simulator::migration {

enum class MigrationState {
  applied,
  pending,
  edited,        ///< applied, but the file no longer has the checksum it had then
  missing,       ///< applied, but the file is gone
  out_of_order,  ///< pending, but its version is below one that was applied
};
/// "applied", "pending", "edited", "missing", "out of order".
[[nodiscard]] std::string_view to_string(MigrationState state);

struct StatusRow {
  std::string version;
  std::string name;
  MigrationState state = MigrationState::pending;
  std::optional<std::int64_t> applied_at_unix_ms;
  std::optional<std::int64_t> execution_ms;
  bool marked_only = false;  ///< recorded by mark-applied, never run here
  bool reversible = false;   ///< the file has a down part with a statement in it
};

/// Something that keeps a run from starting, and what to do about it.
struct Problem {
  enum class Kind { edited, missing, out_of_order, not_reversible, refused_statement };
  Kind kind = Kind::edited;
  std::string version;
  std::string name;
  base::Error
      what;  ///< code migration.edited, .missing, .out-of-order, .not-reversible, or the statement's own
};

/// Ascending by version; files and history rows together.
[[nodiscard]] std::vector<StatusRow> status_rows(const MigrationSet& set, const History& history);

/// edited, missing and out of order, ascending by version.
[[nodiscard]] std::vector<Problem> history_problems(const MigrationSet& set, const History& history);

}  // namespace simulator::migration

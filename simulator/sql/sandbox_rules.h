// What untrusted SQL may do, by mode. SQLite asks while it prepares a statement (sqlite3_set_authorizer);
// this is the answer, without a connection, so that it can be read and tested on its own.
//
// Two things look like work on SQLite's own tables and are not, so writes to them are not refused here:
// every CREATE and ALTER reports them, and so do the pragma_...() tables. Writing them by hand is stopped by
// SQLITE_DBCONFIG_DEFENSIVE.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace simulator::sql {

enum class SandboxMode {
  learner,      ///< a console: schema changes, data, BEGIN and COMMIT
  migration,    ///< a migration file: as learner, but the runner owns the transaction and foreign_keys
  application,  ///< an app's queries: data, BEGIN and COMMIT, no schema changes
  query,        ///< looking only
};

[[nodiscard]] std::string_view to_string(SandboxMode mode);

/// What SQLite reports: an SQLITE_... action code and its two arguments ("" where SQLite gives none).
struct SandboxAction {
  int code = 0;
  std::string_view first;
  std::string_view second;
};

struct Refusal {
  std::string message;  ///< what was refused and why
  std::string help;     ///< what to do instead
};

/// Nothing: allowed.
[[nodiscard]] std::optional<Refusal> judge(SandboxMode mode, const SandboxAction& action);

/// Functions whose cost on one 200 kB value is milliseconds (the JSON family, LIKE, GLOB): a statement may
/// name only so many of them, because nothing can stop it between two calls on the same row.
[[nodiscard]] bool is_costly_function(std::string_view name);

}  // namespace simulator::sql

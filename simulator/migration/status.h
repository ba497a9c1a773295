// The folder beside the history: where each migration stands and what does not fit. Pure functions.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "simulator/base/error.h"
#include "simulator/migration/history.h"
#include "simulator/migration/migration_set.h"
#include "simulator/migration/tool_profile.h"
#include "simulator/migration/tool_words.h"

namespace simulator::migration {

enum class MigrationState {
  applied,
  pending,
  edited,        ///< applied, but the file no longer has the checksum it had then
  missing,       ///< applied, but the file is gone
  out_of_order,  ///< pending, but its version is below one that was applied
  failed,        ///< begun and not brought to its end; see RecordState::failed
  covered,       ///< never runs here: a baseline, or a file that makes all of it at once, stands for it
  outdated,      ///< a repeatable one whose text has changed since: it will run again
};
/// "applied", "pending", "edited", "missing", "out of order", "failed", "covered", "runs again".
[[nodiscard]] std::string_view to_string(MigrationState state);

struct StatusRow {
  std::string version;
  std::string name;
  MigrationState state = MigrationState::pending;
  std::optional<std::int64_t> applied_at_unix_ms;
  std::optional<std::int64_t> execution_ms;
  bool marked_only = false;  ///< recorded by mark-applied, never run here
  bool reversible = false;   ///< the file has a down part with a statement in it
  bool by_mark = false;  ///< counts as applied because a later version is the tool's mark: whether it ever
                         ///< ran, the history does not know
};

/// Something that keeps a run from starting, and what to do about it.
struct Problem {
  enum class Kind {
    edited,
    missing,
    out_of_order,
    not_reversible,
    refused_statement,
    failed_before,    ///< and its record is still there
    unknown_current,  ///< the database's version has no file (golang-migrate)
    not_clean,        ///< tables and no history (Flyway, Prisma, Atlas)
  };
  Kind kind = Kind::edited;
  std::string version;
  std::string name;
  /// Code migration.edited, .missing, .out-of-order, .not-reversible, .failed-before, .unknown-current,
  /// .not-clean, or the statement's own.
  base::Error what;
  Explanation explain = {};
  Standing at = {};  ///< what the explanation was made of
};

/// In the order in which the tool runs the files, rows without a file where their version belongs.
[[nodiscard]] std::vector<StatusRow> status_rows(const MigrationSet& set, const History& history);

/// Everything that does not fit, in that order, also what the tool itself does not look at: which of it stops
/// the tool, refuses() says. `strict`: as told to somebody who asked for more than the tool looks at.
[[nodiscard]] std::vector<Problem> history_problems(const MigrationSet& set, const History& history,
                                                    bool strict = false);
/// Tools that tell everything of a kind at once (Flyway's validation, goose's missing migrations) do so in
/// the explanation of each problem of that kind: of these problems and no others.
void say_together(const ToolProfile& profile, std::vector<Problem>& problems);
[[nodiscard]] bool refuses(const ToolProfile& profile, Problem::Kind kind);

/// Versions up to this one never run here: the history's baseline, or the newest applied file that makes
/// everything at once. Empty when there is none.
[[nodiscard]] std::string covered_up_to(const MigrationSet& set, const History& history);

/// Whether the checksum that was recorded is still this file's, as the tool compares them.
[[nodiscard]] bool same_content(const ToolProfile& profile, const HistoryRow& row, const MigrationFile& file);

}  // namespace simulator::migration

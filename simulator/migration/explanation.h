// The words in which a run that did not succeed is told: what state the database is in, what to do next.
// Pure functions; the texts are part of the product.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "simulator/base/error.h"
#include "simulator/migration/foreign_keys.h"
#include "simulator/migration/history.h"
#include "simulator/migration/run_report.h"

namespace simulator::migration {

/// migration.refused: nothing (more) ran, and why. With one problem it says all of it; with several they are
/// told one by one beside it.
[[nodiscard]] base::Error refusal(Direction direction, const RunReport& report);

/// migration.cancelled. Keeps the place where it happened, if `error` knows one.
[[nodiscard]] base::Error cancelled(base::Error error = {});

/// migration.left-open: the rest of a connection's transaction when the file began one and did not end it.
[[nodiscard]] base::Error left_open(const MigrationFile& file);

/// migration.foreign-keys: the rows that would point nowhere.
[[nodiscard]] base::Error explain_violations(const MigrationFile& file, Direction direction,
                                             std::span<const Violation> violations);

/// What a failing statement often means for a migration, from SQLite's message; empty when there is nothing
/// to add.
[[nodiscard]] std::string hint_for(std::string_view sqlite_message);

/// Where in the statement the name stands that SQLite complains about ("no such table: x") without saying
/// where; nothing for other messages.
[[nodiscard]] std::optional<std::size_t> named_place(std::string_view sqlite_message,
                                                     std::string_view statement);

/// What was kept, what was not, and where the database stands now. `before` is the history when `file` began.
[[nodiscard]] std::string describe_state(Direction direction, const MigrationFile& file,
                                         const RunReport& report, const History& before);

}  // namespace simulator::migration

// Runs SQL that a person wrote, statement by statement, and tells what each did. Part of the room's inside.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "simulator/base/error.h"
#include "simulator/world/app_version.h"
#include "simulator/world/databases.h"
#include "simulator/world/event.h"

namespace simulator::world {

/// How much of a statement's rows is kept.
struct RowLimit {
  std::size_t rows = event_row_limit;
  std::size_t bytes = 1U << 20U;
};

/// More statements than this in one text are refused.
inline constexpr std::size_t statement_limit = 2000;

struct StatementOutcome {
  std::optional<sql::ResultSet> result;  ///< of a statement that has columns
  std::int64_t rows = 0;                 ///< changed, or returned where there is a result
};

/// One statement. The sandbox has its budget already; errors are explained, their position is in `sql`.
[[nodiscard]] base::Result<StatementOutcome> run_statement(Connection& connection, std::string_view sql,
                                                           const Parameters& parameters,
                                                           const RowLimit& limit);

/// A whole text, as RunSql promises: an event a statement up to the first that fails, an event about the
/// statements left out, and one when a transaction was still open. Uses up the allowance.
[[nodiscard]] std::vector<Event> run_text(Connection& connection, const std::string& environment,
                                          std::string_view text, const RowLimit& limit, Allowance& allowance);

/// Shifts the error's position from a piece of a text to the whole, and draws the excerpt anew.
[[nodiscard]] base::Error moved_into(base::Error error, std::string_view text, std::size_t offset);

/// The first error that says "this did not happen": the deadline passed or somebody cancelled.
[[nodiscard]] const base::Error* interruption(const std::vector<Event>& events);

}  // namespace simulator::world

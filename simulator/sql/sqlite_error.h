// From SQLite's last error to ours.
#pragma once

#include <string_view>

#include "simulator/base/error.h"

struct sqlite3;

namespace simulator::sql {

/// "sqlite.constraint" for any SQLITE_CONSTRAINT_*, and so on; "sqlite.unknown" for a code we do not name.
[[nodiscard]] std::string_view error_code(int result_code);

/// The connection's last error. `text` is what the person wrote; `start` is where, in it, the statement that
/// failed begins (sqlite3_error_offset counts from there). The position is left open when SQLite does not
/// know it.
[[nodiscard]] base::Error last_error(sqlite3* handle, std::string_view text = {}, std::size_t start = 0);

}  // namespace simulator::sql

// Which SQLite a statement needs, where that can be told from its first words. The library that runs the
// linter stands for the one that runs the migration; what it does not know yet, it can only call a syntax
// error. Source: https://www.sqlite.org/changes.html.
//
// Values only; any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace simulator::lint {

struct NewerSyntax {
  std::string what;   ///< "ALTER COLUMN ... SET NOT NULL"
  std::string since;  ///< "3.53.0"
};

/// A form of ALTER TABLE that came with SQLite 3.53.0 (April 2026) and that the linked library does not know.
[[nodiscard]] std::optional<NewerSyntax> newer_syntax(std::string_view statement);

/// What to write where ALTER TABLE has a form that other databases know and no SQLite does (3.53.0 included);
/// empty for every other statement.
[[nodiscard]] std::string instead_of_unknown_syntax(std::string_view statement);

/// Of the linked library, "3.40.1".
[[nodiscard]] std::string sqlite_version();

}  // namespace simulator::lint

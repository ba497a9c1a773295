// Rows whose foreign key points nowhere, found with foreign_key_check and told to a person.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "simulator/base/error.h"

namespace simulator::sql {
class Database;
}

namespace simulator::migration {

struct Violation {
  std::string table;
  std::optional<std::int64_t> rowid;  ///< empty for a WITHOUT ROWID table
  std::string parent;
  std::string constraint;  ///< "author_id -> users(id)"
  bool unusable = false;   ///< not a row: the key refers to columns that are neither primary key nor unique,
                           ///< so SQLite cannot check it; `constraint` and `parent` are empty
  friend auto operator<=>(const Violation&, const Violation&) = default;
};

/// Of the whole database when `tables` is empty. Sorted. Keys that SQLite cannot check (it stops with
/// "foreign key mismatch" at the first of them) are found table by table, so one broken table hides no other.
[[nodiscard]] base::Result<std::vector<Violation>> find_violations(sql::Database& database,
                                                                   std::span<const std::string> tables);

/// Those of `after` that `before` does not have. Both sorted. A violation is the same one when table, row and
/// key are (not the key's number, which a rebuild of the table may change).
[[nodiscard]] std::vector<Violation> new_violations(std::span<const Violation> before,
                                                    std::span<const Violation> after);

/// What dropping a table does to the rows of one of its children while foreign keys are on.
struct KeyAction {
  std::string parent;
  std::string child;
  std::string action;     ///< "CASCADE", "SET NULL", "SET DEFAULT"; else DROP TABLE fails: "RESTRICT",
                          ///< "NO ACTION"
  std::int64_t rows = 0;  ///< of the child, that refer to a row of the parent
  friend bool operator==(const KeyAction&, const KeyAction&) = default;
};
/// Children with at least one such row, one level down; what hangs on their rows in turn is not followed.
[[nodiscard]] base::Result<std::vector<KeyAction>> actions_of_dropping(sql::Database& database,
                                                                       const std::string& table);
/// "2 rows of posts would be deleted (ON DELETE CASCADE)"
[[nodiscard]] std::string describe(std::span<const KeyAction> actions);

/// "posts row 7: author_id -> users(id) finds no such row", for the first few, and how many more.
[[nodiscard]] std::string describe(std::span<const Violation> violations);

}  // namespace simulator::migration

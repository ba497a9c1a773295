// What one statement changed in the structure, from the schema before it and the schema after it: SQLite has
// run the statement, so nothing about it is guessed from its text.
//
// Ownership: plain values. Threads: none shared.
#pragma once

#include <string>
#include <vector>

#include "simulator/schema/schema.h"

namespace simulator::lint {

struct Change {
  enum class Kind {
    create_table,
    drop_table,
    rename_table,  ///< `was` to `name`
    add_column,
    drop_column,
    rename_column,  ///< `was` to `name`
    create_index,
    drop_index,
    create_trigger,
    drop_trigger,
    create_view,
    drop_view,
  };
  Kind kind = Kind::create_table;
  std::string table;  ///< the table itself, or the one the object belongs to (after the statement)
  std::string name;   ///< of the table, column, index, trigger or view
  std::string was;    ///< the name before, of a rename
  friend bool operator==(const Change&, const Change&) = default;
};

/// Of a single statement: one table that went while another came with the same columns was renamed, and one
/// column that has another name in the same place too. Indexes and triggers that went with their table are
/// not told one by one.
[[nodiscard]] std::vector<Change> changes_between(const schema::Schema& before, const schema::Schema& after);

}  // namespace simulator::lint

// Tables that a file replaces by a new one of the same name: SQLite's way to change what ALTER TABLE cannot
// (https://www.sqlite.org/lang_altertable.html#otheralter). Recognised by what the statements did, not by how
// the tables in between are called.
//
// Ownership: points into the Replay, which must outlive it.
#pragma once

#include <string>
#include <vector>

#include "simulator/lint/replay.h"

namespace simulator::lint {

struct Rebuild {
  enum class Order {
    new_first,  ///< make the new one, copy, drop the old one, rename: SQLite's own advice
    old_away,   ///< rename the old one away, make the new one, copy, drop
    by_backup,  ///< copy the rows elsewhere, drop, make anew, copy back
  };
  Order order = Order::new_first;
  std::string table;      ///< its name before and after
  std::string temporary;  ///< the new table's first name, or the old one's last; may be empty
  const schema::Table* was = nullptr;
  const schema::Table* now = nullptr;
  const Step* create = nullptr;     ///< makes the new table
  const Step* leave = nullptr;      ///< drops the old table, or renames it away
  const Step* arrive = nullptr;     ///< the new table has its name (may be `create`)
  std::vector<const Step*> copies;  ///< fill the new table
};

[[nodiscard]] std::vector<Rebuild> find_rebuilds(const Replay& replay);

}  // namespace simulator::lint

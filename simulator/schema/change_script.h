// The statements that turn one schema into another, as far as they can be written without risk.
//
// Written are: tables, indexes, triggers and views that appear or go; columns that ALTER TABLE can add or
// drop; an index, trigger or view that changed (dropped and made again). Everything else about a table that
// stays (a type, a constraint, the order of columns) needs a rebuild of the table, with its rows in mind:
// that is a person's work, and `not_written` says what is left to them.
//
// Pure. Whether the statements do what they should, the caller can see by running them on the first schema
// and comparing again.
#pragma once

#include <string>
#include <vector>

#include "simulator/schema/schema.h"

namespace simulator::schema {

struct ChangeScript {
  std::vector<std::string> statements;   ///< each ends in `;`, in the order in which they must run
  std::vector<std::string> loses_rows;   ///< those of them that take data with them
  std::vector<std::string> not_written;  ///< one sentence each, without a full stop
};

[[nodiscard]] ChangeScript change_script(const Schema& from, const Schema& to);

}  // namespace simulator::schema

// A script cut into its statements, by SQLite's rules: a semicolon ends a statement, except inside strings,
// quoted names, comments and the body of a trigger, which ends at `; END ;` (so that the END of a CASE does
// not end it).
//
// Values only; the pieces point into the script, which must outlive them. Any thread.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

namespace simulator::sql {

struct StatementText {
  std::string_view text;   ///< from its first token to its semicolon; no leading white space or comments
  std::size_t offset = 0;  ///< of `text` in the script, in bytes
  bool finished = false;   ///< ends in a semicolon; only the last piece may be unfinished
};

/// Pieces without a token (`;;`, a comment alone) are left out.
///
/// A trigger without BEGIN ends at its first semicolon: SQLite refuses it there, and the statements behind
/// it keep their own places.
[[nodiscard]] std::vector<StatementText> split_statements(std::string_view script);

/// Only the first piece; its text is empty when there is none. For walking a long script without cutting all
/// of it.
[[nodiscard]] StatementText first_statement(std::string_view script);

}  // namespace simulator::sql

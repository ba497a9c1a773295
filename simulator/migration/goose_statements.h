// How goose cuts a part of a file into statements: by lines, not by SQL. A line whose last word (a comment at
// its end aside) ends in `;` ends a statement; between `-- +goose StatementBegin` and `-- +goose
// StatementEnd` everything is one. So a trigger without these two lines falls apart at its first semicolon.
// (https://github.com/pressly/goose, 520411a1.)
//
// Values only; the pieces point into the text, which must outlive them. Any thread.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "simulator/base/error.h"

namespace simulator::migration {

struct GoosePiece {
  std::string_view text;
  std::size_t offset = 0;  ///< in the part
  bool finished = true;  ///< false, only for the last: no semicolon, or no StatementEnd, which goose refuses
};

[[nodiscard]] std::vector<GoosePiece> goose_statements(std::string_view part);

/// What stands after `-- +goose` on such a line ("Up", "NO TRANSACTION"), in upper case; empty for other
/// lines. goose wants nothing in front of `--`.
[[nodiscard]] std::string goose_annotation(std::string_view line);

}  // namespace simulator::migration

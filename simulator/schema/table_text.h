// A CREATE TABLE taken apart. PRAGMAs hide half of it (COLLATE, CHECK, ON CONFLICT, AUTOINCREMENT, generated
// expressions, DEFERRABLE, MATCH), and for the keys reading the text costs less than asking; see read.cpp.
//
// The text is one that SQLite accepted, so nothing is rejected here: a word in a place where none is expected
// is stepped over. On any other text the result is meaningless but reading it is safe and takes linear time.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "simulator/schema/cursor.h"
#include "simulator/schema/key_text.h"
#include "simulator/schema/schema.h"

namespace simulator::schema {

struct TableText {
  struct ColumnText {
    std::string name;
    bool not_null = false;
    ConflictClause not_null_conflict = ConflictClause::none;
    std::string collation;  ///< upper case; empty where none was written
    bool generated = false;
    bool stored = false;
    Tokens expression;  ///< of a generated column, inside its parentheses
  };
  struct CheckText {
    std::string name;
    Tokens expression;
  };
  struct KeyText {
    std::vector<PartText> parts;  ///< empty when it stands beside a column
    std::string column;           ///< ... which is this one
    bool column_descending = false;
    ConflictClause conflict = ConflictClause::none;
  };

  std::vector<ColumnText> columns;
  std::vector<CheckText> checks;
  std::optional<KeyText> primary_key;
  std::vector<KeyText> uniques;
  std::vector<ForeignKey> foreign_keys;  ///< parent_columns as written
  bool autoincrement = false;
  bool strict = false;
  bool without_rowid = false;
  Tokens module;  ///< of CREATE VIRTUAL TABLE: what follows USING
};

/// The spans in the result live as long as `cursor`, which must stand at the start of the statement.
[[nodiscard]] TableText read_table_text(Cursor& cursor);

}  // namespace simulator::schema

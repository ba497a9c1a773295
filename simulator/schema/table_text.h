// What only the text of a CREATE TABLE tells: COLLATE, CHECK, ON CONFLICT, AUTOINCREMENT, generated
// expressions, DEFERRABLE, MATCH, STRICT and WITHOUT ROWID. The PRAGMAs tell the rest, see read.cpp.
//
// The text is one that SQLite accepted, so nothing is rejected here: a word in a place where none is expected
// is stepped over. On any other text the result is meaningless but reading it is safe and takes linear time.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "simulator/schema/cursor.h"
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
  struct UniqueText {
    std::vector<std::string> columns;  ///< lower case
    ConflictClause conflict = ConflictClause::none;
  };
  struct ForeignKeyText {
    bool deferred = false;
    std::string match;  ///< upper case; the PRAGMA says NONE whatever was written
  };

  std::vector<ColumnText> columns;
  std::vector<CheckText> checks;
  std::vector<UniqueText> uniques;
  std::vector<ForeignKeyText> foreign_keys;  ///< in the order in which they are written
  bool autoincrement = false;
  ConflictClause primary_key_conflict = ConflictClause::none;
  bool strict = false;
  bool without_rowid = false;
  Tokens module;  ///< of CREATE VIRTUAL TABLE: what follows USING
};

/// The spans in the result live as long as `cursor`, which must stand at the start of the statement.
[[nodiscard]] TableText read_table_text(Cursor& cursor);

}  // namespace simulator::schema

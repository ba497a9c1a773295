// The text of CREATE INDEX, CREATE TRIGGER and CREATE VIEW taken apart. Like table_text.h: made for texts
// that SQLite accepted, safe and linear on any other.
#pragma once

#include <string>
#include <vector>

#include "simulator/schema/canonical_text.h"
#include "simulator/schema/cursor.h"
#include "simulator/schema/key_text.h"
#include "simulator/schema/schema.h"

namespace simulator::schema {

struct IndexText {
  bool unique = false;
  std::vector<PartText> parts;
  Tokens where;
};

/// The spans live as long as `cursor`, which must stand at the start of the statement (so everywhere here).
[[nodiscard]] IndexText read_index_text(Cursor& cursor);

/// Everything but the table, which sqlite_master knows better. `names`: see canonical_text.
[[nodiscard]] Trigger read_trigger_text(Cursor& cursor, const Names& names);

[[nodiscard]] View read_view_text(Cursor& cursor, const Names& names);

}  // namespace simulator::schema

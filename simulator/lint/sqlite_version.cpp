#include "simulator/lint/sqlite_version.h"

#include <sqlite3.h>

#include "simulator/schema/cursor.h"

namespace simulator::lint {
namespace {

constexpr int with_alter_column = 3'053'000;

/// Behind ALTER TABLE and the table's name.
std::string form_of(schema::Cursor& words) {
  if (words.take("ALTER")) {
    words.take("COLUMN");
    words.skip();
    if (words.is("SET") && words.is("NOT", 1)) return "ALTER COLUMN ... SET NOT NULL";
    if (words.is("DROP") && words.is("NOT", 1)) return "ALTER COLUMN ... DROP NOT NULL";
  } else if (words.take("ADD")) {
    if (words.is("CONSTRAINT") && words.is("CHECK", 2)) return "ADD CONSTRAINT ... CHECK";
    if (words.is("CHECK") && words.is("(", 1)) return "ADD CHECK";
  } else if (words.take("DROP") && words.is("CONSTRAINT")) {
    return "DROP CONSTRAINT";
  }
  return {};
}

bool take_alter_table(schema::Cursor& words) {
  if (!words.take("ALTER") || !words.take("TABLE")) return false;
  words.skip();
  if (words.take(".")) words.skip();
  return true;
}

}  // namespace

std::string instead_of_unknown_syntax(std::string_view statement) {
  schema::Cursor words(statement);
  if (!take_alter_table(words)) return {};
  if (words.take("ALTER")) {
    words.take("COLUMN");
    words.skip();
    const bool names_one = words.is("TYPE") || words.is("SET") || words.is("DROP");
    return names_one
               ? "No SQLite changes the type or the default of a column that is there: rebuild the table."
               : "";
  }
  if (!words.take("ADD")) return {};
  const bool named = words.take("CONSTRAINT");
  if (named) words.skip();
  if (words.is("UNIQUE") && (named || words.is("(", 1)))
    return "No SQLite adds UNIQUE to a table that is there. CREATE UNIQUE INDEX guards the same.";
  if ((words.is("FOREIGN") || words.is("PRIMARY")) && words.is("KEY", 1))
    return "No SQLite adds a key to a table that is there: rebuild the table with it.";
  words.take("COLUMN");
  if (words.is("IF") && words.is("NOT", 1) && words.is("EXISTS", 2))
    return "SQLite has no IF NOT EXISTS for columns. A history keeps a file from running twice, so it is not "
           "needed.";
  return {};
}

std::optional<NewerSyntax> newer_syntax(std::string_view statement) {
  if (sqlite3_libversion_number() >= with_alter_column) return std::nullopt;
  schema::Cursor words(statement);
  if (!take_alter_table(words)) return std::nullopt;
  std::string what = form_of(words);
  if (what.empty()) return std::nullopt;
  return NewerSyntax{std::move(what), "3.53.0"};
}

std::string sqlite_version() { return sqlite3_libversion(); }

}  // namespace simulator::lint

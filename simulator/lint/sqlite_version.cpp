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
    if (words.is("CONSTRAINT") || (words.is("CHECK") && words.is("(", 1))) return "ADD CONSTRAINT";
  } else if (words.take("DROP") && words.is("CONSTRAINT")) {
    return "DROP CONSTRAINT";
  }
  return {};
}

}  // namespace

std::optional<NewerSyntax> newer_syntax(std::string_view statement) {
  if (sqlite3_libversion_number() >= with_alter_column) return std::nullopt;
  schema::Cursor words(statement);
  if (!words.take("ALTER") || !words.take("TABLE")) return std::nullopt;
  words.skip();
  if (words.take(".")) words.skip();
  std::string what = form_of(words);
  if (what.empty()) return std::nullopt;
  return NewerSyntax{std::move(what), "3.53.0"};
}

std::string sqlite_version() { return sqlite3_libversion(); }

}  // namespace simulator::lint

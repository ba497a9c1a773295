// SQL's printf() / format() with a bounded width and precision.
#pragma once

struct sqlite3_context;
struct sqlite3_value;

namespace simulator::sql {

/// Sets the context's result. Understands what SQLite documents for its SQL function (lang_corefunc: format):
/// flags - + space # 0 , !, width and precision as digits or *, and %d %i %u %x %X %o %c %s %z %q %Q %w %f %e
/// %E %g %G %p %n %%. A conversion it does not know ends the output, as in SQLite. A width or precision above
/// SQLITE_LIMIT_LENGTH is "string or blob too big".
void bounded_printf(sqlite3_context* context, int count, sqlite3_value** arguments);

}  // namespace simulator::sql

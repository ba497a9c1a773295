// What PostgreSQL says where SQLite said this: for people who meet the mistake in production under another
// name.
//
// Quoted, not executed: nothing here asks a PostgreSQL. Each sentence was measured by making the same mistake
// on PostgreSQL 15.18 and on SQLite 3.40.1; the names in it are replaced by those of the mistake at hand.
// Where PostgreSQL would not refuse (fewer values than columns, a plain view that is written through, BEGIN
// inside a transaction, a UNIQUE column dropped with its data), where its words depend on values that SQLite
// does not tell, or where nobody has measured, there is no sentence.
//
// Names are as PostgreSQL knows them: in lower case unless they were written in quotes. A constraint that was
// written without a name has the name that PostgreSQL makes up (users_email_key); one whose name cannot be
// known is "...".
//
// Values only; any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "simulator/base/error.h"
#include "simulator/schema/schema.h"

namespace simulator::deploy {

/// `sql` is the text that failed, of one statement or several; the error's place is in it. `schema`, if
/// given, is what it failed on: it tells which constraint that was, and whether a view could be written
/// through.
[[nodiscard]] std::optional<std::string> postgres_says(const base::Error& sqlite_error, std::string_view sql,
                                                       const schema::Schema* schema = nullptr);

}  // namespace simulator::deploy

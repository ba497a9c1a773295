// Canonical text of SQL: the same for two texts that differ in letter case, white space, comments and quotes
// around names, and different for any two that SQLite could take differently.
//
//   CHECK ( "Age">=18 /* adult */ )   and   check(age >= 18)     are both   age >= 18
//
// Names and keywords become lower case (ASCII only: SQLite's folding). A quoted name loses its quotes where
// it would be the same name without them; a name like "select" or "Phone Number" keeps them. Strings stay as
// they are, numbers and blobs become lower case, `==` is `=`, `<>` is `!=`.
//
// SQLite takes "abc" in double quotes for the *string* 'abc' where no such name exists (its letter case then
// matters); `names` says which names exist, and so decides.
#pragma once

#include <set>
#include <string>
#include <string_view>

#include "simulator/schema/cursor.h"

namespace simulator::schema {

/// Lower-case names that a double-quoted word can mean.
using Names = std::set<std::string, std::less<>>;

/// Outer parentheses around the whole stay; see without_outer_parentheses.
[[nodiscard]] std::string canonical_text(std::string_view sql, Tokens tokens, const Names& names);

/// `((a))` is `a`; `(a) + (b)` stays.
[[nodiscard]] Tokens without_outer_parentheses(std::string_view sql, Tokens tokens);

/// A DEFAULT as PRAGMA table_xinfo gives it. No column can be meant here, so a word that is neither a keyword
/// value nor a function is a string. Empty for NULL, which is the same as no default.
[[nodiscard]] std::string canonical_default(std::string_view text);

/// Adds every name that `tokens` bring in themselves: bare words, and quoted ones that stand where only a
/// name can (beside a dot, before or after AS, before a parenthesis).
void collect_names(std::string_view sql, Tokens tokens, Names& names);

/// The name bare if it can stand so, else in double quotes. Letter case is kept.
[[nodiscard]] std::string print_name(std::string_view name);

}  // namespace simulator::schema

// The difference of two schemas, as named changes. Left is the wanted or expected schema, right the actual.
//
// One attribute that changed is one Difference; what follows from it is not reported again: an index that
// takes over its column's changed collation, a foreign key to an implicit primary key that changed, the
// indexes and triggers of a table that is missing.
//
// Classes:
//   behavioural  some statement can now give another result, fail, or stop failing; or an index that a query
//                plan may depend on differs. Every missing or extra object is behavioural.
//   order_only   columns stand in another order: matters to `SELECT *` and `INSERT` without a column list; or
//                a UNIQUE constraint lists its columns in another order.
//   cosmetic     no statement can tell, except one that reads the schema: VARCHAR(255) and TEXT (one
//                affinity), the letter case of a name, the name of a CHECK, a NOT NULL that the primary key
//                implies anyway, MATCH (which SQLite ignores).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "simulator/schema/schema.h"

namespace simulator::schema {

enum class DifferenceKind { missing, extra, changed };
enum class DifferenceClass { behavioural, order_only, cosmetic };

struct Difference {
  DifferenceKind kind = DifferenceKind::changed;
  DifferenceClass severity = DifferenceClass::behavioural;
  /// "table users", "users.phone" (a column), "index users_email", "trigger t", "view v".
  std::string object;
  /// Empty when the whole object is missing or extra. Of a column: "name", "type", "not null",
  /// "not null conflict", "default", "collation", "generated". Of a table: "name", "column order", "strict",
  /// "without rowid", "module", "primary key", "autoincrement", "primary key conflict", "unique", "check",
  /// "check name", "foreign key". Of an index: "name", "table", "unique", "columns", "order", "collation",
  /// "where". Of a trigger: "name", "table", "timing", "event", "when", "body". Of a view: "name", "columns",
  /// "body". A constraint has no name to go by, so a missing CHECK is {missing, "table users", "check"}.
  std::string attribute;
  /// The SQL or value on each side, for people; empty where that side has none.
  std::string left;
  std::string right;
  friend bool operator==(const Difference&, const Difference&) = default;
};

/// Tables first (each with its columns), then indexes, triggers, views; each by name.
[[nodiscard]] std::vector<Difference> difference(const Schema& left, const Schema& right);

[[nodiscard]] bool any_behavioural(const std::vector<Difference>& differences);

[[nodiscard]] std::string_view to_string(DifferenceKind kind);               ///< "missing"
[[nodiscard]] std::string_view to_string(DifferenceClass difference_class);  ///< "order-only"

}  // namespace simulator::schema

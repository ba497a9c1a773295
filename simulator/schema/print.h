// A canonical schema printed as SQL that makes it again: reading what this printed gives the same Schema.
// Tables come first (parents need not precede children: SQLite looks them up late), then views, indexes and
// triggers. A trigger body and a view are printed as canonical text.
#pragma once

#include <string>

#include "simulator/schema/schema.h"

namespace simulator::schema {

[[nodiscard]] std::string print_sql(const Schema& schema);
/// One statement, ending in `;` without a line break.
[[nodiscard]] std::string print_sql(const Table& table);
[[nodiscard]] std::string print_sql(const Index& index);
[[nodiscard]] std::string print_sql(const Trigger& trigger);
[[nodiscard]] std::string print_sql(const View& view);
/// As it stands inside CREATE TABLE, without its keys and CHECKs.
[[nodiscard]] std::string print_sql(const Column& column);

/// "a COLLATE NOCASE DESC, lower(b)": collation only where it is not the column's own.
[[nodiscard]] std::string print_key(const std::vector<KeyPart>& parts);
/// "FOREIGN KEY (a) REFERENCES b (id) ON DELETE CASCADE"
[[nodiscard]] std::string print_sql(const ForeignKey& key);

}  // namespace simulator::schema

// The canonical schema of a database: what a schema *means*, without how it was written down.
//
// Two schemas that differ only in letter case, white space, comments, quotes around names, or whether a
// constraint stands beside its column or at the end of the table have Schemas that difference() finds equal.
// What SQLite's PRAGMAs hide (collations, CHECKs, generated expressions, DEFERRABLE, index expressions and
// predicates, trigger and view bodies) is here too.
//
// "Canonical text" below means: tokens joined in one fixed way, comments gone, names and keywords in lower
// case (SQLite folds ASCII only, and so do we), quotes around a name only where it would not be a name
// without them, `==` as `=` and `<>` as `!=`. It is valid SQL with the same meaning (canonical_text.h).
//
// Names keep the letter case in which they were written; they are compared with same_name().
//
// Ownership: plain values. Threads: none shared.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace simulator::schema {

/// https://www.sqlite.org/datatype3.html §3.1; a column ANY of a STRICT table converts nothing: `blob`.
enum class Affinity { blob, text, numeric, integer, real };

/// What happens to the offending row; `none` where nothing was written (SQLite then aborts).
enum class ConflictClause { none, rollback, abort, fail, ignore, replace };

enum class Generated { no, virtual_, stored };

enum class ForeignKeyAction { no_action, restrict, set_null, set_default, cascade };

struct Column {
  std::string name;
  std::string type;  ///< as declared, white space collapsed; "" where none was declared
  Affinity affinity = Affinity::blob;
  bool not_null = false;  ///< as written: a primary key can imply it (Table::implies_not_null)
  ConflictClause not_null_conflict = ConflictClause::none;
  std::optional<std::string> default_value;  ///< canonical text; DEFAULT NULL is the same as none
  std::string collation;                     ///< upper case; "BINARY" where none was written
  Generated generated = Generated::no;
  std::string expression;  ///< of a generated column, canonical text
  friend bool operator==(const Column&, const Column&) = default;
};

/// One column or expression of an index or key.
struct KeyPart {
  std::string text;  ///< the column's name in lower case, or canonical text of an expression
  bool expression = false;
  std::string collation;            ///< in effect, upper case
  bool collation_inherited = true;  ///< it is the column's own
  bool descending = false;
  friend bool operator==(const KeyPart&, const KeyPart&) = default;
};

struct PrimaryKey {
  std::vector<KeyPart> parts;
  bool rowid_alias = false;  ///< INTEGER PRIMARY KEY: the column is the rowid itself
  bool autoincrement = false;
  ConflictClause conflict = ConflictClause::none;
  friend bool operator==(const PrimaryKey&, const PrimaryKey&) = default;
};

/// UNIQUE in a CREATE TABLE. (CREATE UNIQUE INDEX makes an Index.) Repeated ones are one, as in SQLite.
struct Unique {
  std::vector<KeyPart> parts;
  ConflictClause conflict = ConflictClause::none;
  friend bool operator==(const Unique&, const Unique&) = default;
};

struct Check {
  std::string name;  ///< as written after CONSTRAINT; may be empty. SQLite shows it when the check fails.
  std::string text;  ///< canonical, without the outer parentheses
  friend bool operator==(const Check&, const Check&) = default;
};

struct ForeignKey {
  std::vector<std::string> columns;         ///< lower case
  std::string parent;                       ///< table; as it was created, if it exists
  std::vector<std::string> parent_columns;  ///< lower case; the parent's primary key where none were written
  bool parent_columns_implicit = false;     ///< ... which this tells
  ForeignKeyAction on_delete = ForeignKeyAction::no_action;
  ForeignKeyAction on_update = ForeignKeyAction::no_action;
  std::string match;  ///< upper case; "" where none was written. SQLite parses it and does nothing with it.
  bool deferred = false;  ///< DEFERRABLE INITIALLY DEFERRED; every other spelling acts at once
  friend bool operator==(const ForeignKey&, const ForeignKey&) = default;
};

struct Table {
  std::string name;
  std::vector<Column> columns;  ///< in their order, generated ones included
  std::optional<PrimaryKey> primary_key;
  std::vector<Unique> uniques;           ///< these three are sorted: where a constraint stands means nothing
  std::vector<Check> checks;             ///< ... by text
  std::vector<ForeignKey> foreign_keys;  ///< ... by columns
  bool strict = false;
  bool without_rowid = false;
  std::string module;  ///< of a virtual table: canonical text after USING; its columns are not read

  [[nodiscard]] const Column* find(std::string_view column) const;
  /// NULL can never be stored in this column because of the primary key, whatever NOT NULL says.
  [[nodiscard]] bool implies_not_null(const Column& column) const;
  friend bool operator==(const Table&, const Table&) = default;
};

struct Index {
  std::string name;
  std::string table;  ///< as written
  bool unique = false;
  std::vector<KeyPart> parts;
  std::string where;  ///< of a partial index, canonical text
  friend bool operator==(const Index&, const Index&) = default;
};

struct Trigger {
  std::string name;
  std::string table;   ///< or view, as written
  std::string timing;  ///< "before" (also where nothing was written), "after", "instead of"
  std::string event;   ///< "insert", "delete", "update", "update of a, b"
  std::string when;    ///< canonical text, without the outer parentheses; may be empty
  std::string body;    ///< canonical text between BEGIN and END, one statement a line, each with its `;`
  friend bool operator==(const Trigger&, const Trigger&) = default;
};

struct View {
  std::string name;
  std::vector<std::string> columns;  ///< those written after the name, lower case; usually none
  std::string body;                  ///< canonical text of the SELECT
  friend bool operator==(const View&, const View&) = default;
};

/// Each list is sorted by lower-case name.
struct Schema {
  std::vector<Table> tables;
  std::vector<Index> indexes;
  std::vector<Trigger> triggers;
  std::vector<View> views;

  [[nodiscard]] const Table* find_table(std::string_view name) const;
  [[nodiscard]] const Index* find_index(std::string_view name) const;
  [[nodiscard]] const Trigger* find_trigger(std::string_view name) const;
  [[nodiscard]] const View* find_view(std::string_view name) const;
  friend bool operator==(const Schema&, const Schema&) = default;
};

/// Names are equal when they differ in the case of ASCII letters only: SQLite's rule.
[[nodiscard]] bool same_name(std::string_view a, std::string_view b);
/// The order of folded names, without making them.
[[nodiscard]] bool name_less(std::string_view a, std::string_view b);
/// The same folding, for keys.
[[nodiscard]] std::string fold_name(std::string_view name);

/// SQLite's rule for a declared type.
[[nodiscard]] Affinity affinity_of(std::string_view declared_type, bool strict_table = false);

[[nodiscard]] std::string_view to_string(Affinity affinity);        ///< "TEXT"
[[nodiscard]] std::string_view to_string(ConflictClause conflict);  ///< "REPLACE"; "" for none
[[nodiscard]] std::string_view to_string(ForeignKeyAction action);  ///< "SET NULL"
[[nodiscard]] std::string_view to_string(Generated generated);      ///< "VIRTUAL"; "" for no

}  // namespace simulator::schema

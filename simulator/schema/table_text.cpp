#include "simulator/schema/table_text.h"

#include <algorithm>
#include <array>
#include <utility>

namespace simulator::schema {
namespace {

std::string upper(std::string_view text) {
  std::string result = sql::unquoted(text);
  std::transform(result.begin(), result.end(), result.begin(),
                 [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
  return result;
}

class Reader {
 public:
  explicit Reader(Cursor& cursor) : cursor_(cursor) {}

  TableText read() {
    while (!cursor_.at_end() && !cursor_.is("(") && !cursor_.is("using")) cursor_.skip();
    if (cursor_.take("using")) {
      const std::size_t first = cursor_.position();
      while (!cursor_.at_end()) cursor_.skip();
      table_.module = cursor_.since(first);
      return std::move(table_);
    }
    cursor_.take("(");
    while (!at_close() && !starts_table_constraint()) {
      column();
      cursor_.take(",");
    }
    while (!at_close()) {
      table_constraint();
      if (cursor_.take(",")) constraint_name_.clear();
    }
    cursor_.take(")");
    while (!cursor_.at_end()) {
      if (cursor_.is("strict")) table_.strict = true;
      if (cursor_.is("rowid")) table_.without_rowid = true;
      cursor_.skip();
    }
    return std::move(table_);
  }

 private:
  bool at_close() const { return cursor_.at_end() || cursor_.is(")"); }

  bool starts_table_constraint() const {
    constexpr std::array<std::string_view, 5> words = {"constraint", "primary", "unique", "check", "foreign"};
    return std::any_of(words.begin(), words.end(), [&](std::string_view word) { return cursor_.is(word); });
  }

  bool starts_column_constraint() const {
    constexpr std::array<std::string_view, 10> words = {
        "constraint", "default", "null", "not", "primary", "unique", "check", "references", "collate", "as"};
    return std::any_of(words.begin(), words.end(), [&](std::string_view word) { return cursor_.is(word); }) ||
           (cursor_.is("generated") && cursor_.is("always", 1));
  }

  ConflictClause conflict() {
    if (!cursor_.is("on") || !cursor_.is("conflict", 1)) return ConflictClause::none;
    cursor_.skip();
    cursor_.skip();
    ConflictClause found = ConflictClause::none;
    for (const ConflictClause clause : {ConflictClause::rollback, ConflictClause::abort, ConflictClause::fail,
                                        ConflictClause::ignore, ConflictClause::replace}) {
      if (cursor_.is(to_string(clause))) found = clause;
    }
    cursor_.skip();
    return found;
  }

  void column() {
    constraint_name_.clear();
    TableText::ColumnText column;
    column.name = cursor_.take_name();
    while (!at_close() && !cursor_.is(",") && !starts_column_constraint()) cursor_.skip();  // the type
    while (!at_close() && !cursor_.is(",")) column_constraint(column);
    table_.columns.push_back(std::move(column));
  }

  void column_constraint(TableText::ColumnText& column) {
    if (cursor_.take("constraint")) {
      constraint_name_ = cursor_.take_name();
    } else if (cursor_.take("not")) {
      if (!cursor_.take("null")) return;  // NOT DEFERRABLE
      column.not_null = true;
      column.not_null_conflict = conflict();
    } else if (cursor_.take("primary")) {
      cursor_.take("key");
      if (!cursor_.take("asc")) cursor_.take("desc");
      table_.primary_key_conflict = conflict();
      if (cursor_.take("autoincrement")) table_.autoincrement = true;
    } else if (cursor_.take("unique")) {
      table_.uniques.push_back({{fold_name(column.name)}, conflict()});
    } else if (cursor_.take("check")) {
      table_.checks.push_back({constraint_name_, cursor_.take_group()});
    } else if (cursor_.take("collate")) {
      column.collation = upper(cursor_.text());
      cursor_.skip();
    } else if (cursor_.take("default")) {
      if (cursor_.is("+") || cursor_.is("-")) cursor_.skip();
      cursor_.skip();
    } else if (cursor_.take("references")) {
      references();
    } else if (cursor_.take("as")) {
      column.generated = true;
      column.expression = cursor_.take_group();
      column.stored = cursor_.take("stored");
    } else {
      cursor_.skip();
    }
  }

  void table_constraint() {
    if (cursor_.take("constraint")) {
      constraint_name_ = cursor_.take_name();
    } else if (cursor_.take("primary")) {
      cursor_.take("key");
      const Tokens parts = cursor_.take_group();
      if (!parts.empty() && is_word(cursor_.sql(), parts.back(), "autoincrement"))
        table_.autoincrement = true;
      table_.primary_key_conflict = conflict();
    } else if (cursor_.take("unique")) {
      TableText::UniqueText unique;
      for (const Tokens part : split_at_commas(cursor_.sql(), cursor_.take_group())) {
        if (!part.empty()) {
          unique.columns.push_back(fold_name(sql::unquoted(sql::text_of(cursor_.sql(), part[0]))));
        }
      }
      unique.conflict = conflict();
      table_.uniques.push_back(std::move(unique));
    } else if (cursor_.take("check")) {
      table_.checks.push_back({constraint_name_, cursor_.take_group()});
      conflict();  // SQLite reads it here and does nothing with it
    } else if (cursor_.take("references")) {
      references();
    } else {
      cursor_.skip();  // FOREIGN KEY (a, b), a word at a time
    }
  }

  /// Behind REFERENCES: the parent and all that belongs to the key. Only what PRAGMAs hide is kept.
  void references() {
    cursor_.take_name();
    cursor_.take_group();
    TableText::ForeignKeyText key;
    for (;;) {
      if (cursor_.take("match")) {
        key.match = upper(cursor_.text());
        cursor_.skip();
      } else if (cursor_.is("on") && !cursor_.is("conflict", 1)) {
        for (int word = 0; word < 2; ++word) cursor_.skip();  // ON DELETE, ON UPDATE
        if (cursor_.is("set") || cursor_.is("no")) cursor_.skip();
        cursor_.skip();
      } else if (cursor_.is("deferrable") || (cursor_.is("not") && cursor_.is("deferrable", 1))) {
        const bool negated = cursor_.take("not");
        cursor_.take("deferrable");
        key.deferred = false;
        if (cursor_.take("initially")) {
          key.deferred = cursor_.is("deferred") && !negated;
          cursor_.skip();
        }
      } else {
        break;
      }
    }
    table_.foreign_keys.push_back(std::move(key));
  }

  Cursor& cursor_;
  TableText table_;
  std::string constraint_name_;  // stays until the next comma, as in SQLite
};

}  // namespace

TableText read_table_text(Cursor& cursor) { return Reader(cursor).read(); }

}  // namespace simulator::schema

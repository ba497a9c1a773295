#include "simulator/schema/table_text.h"

#include <algorithm>
#include <array>
#include <utility>

namespace simulator::schema {
namespace {

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
      TableText::KeyText key{{}, column.name, !cursor_.take("asc") && cursor_.take("desc"), conflict()};
      table_.primary_key = std::move(key);
      if (cursor_.take("autoincrement")) table_.autoincrement = true;
    } else if (cursor_.take("unique")) {
      table_.uniques.push_back({{}, column.name, false, conflict()});
    } else if (cursor_.take("check")) {
      table_.checks.push_back({constraint_name_, cursor_.take_group()});
    } else if (cursor_.take("collate")) {
      column.collation = collation_name(cursor_.text());
      cursor_.skip();
    } else if (cursor_.take("default")) {
      if (cursor_.is("+") || cursor_.is("-")) cursor_.skip();
      cursor_.skip();
    } else if (cursor_.take("references")) {
      references({fold_name(column.name)});
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
      Tokens list = cursor_.take_group();
      if (!list.empty() && is_word(cursor_.sql(), list.back(), "autoincrement")) {
        table_.autoincrement = true;
        list = list.first(list.size() - 1);
      }
      table_.primary_key = TableText::KeyText{read_parts(cursor_.sql(), list), {}, false, conflict()};
    } else if (cursor_.take("unique")) {
      std::vector<PartText> parts = read_parts(cursor_.sql(), cursor_.take_group());
      table_.uniques.push_back({std::move(parts), {}, false, conflict()});
    } else if (cursor_.take("foreign")) {
      cursor_.take("key");
      std::vector<std::string> columns = names(cursor_.take_group());
      if (cursor_.take("references")) references(std::move(columns));
    } else if (cursor_.take("check")) {
      table_.checks.push_back({constraint_name_, cursor_.take_group()});
      conflict();  // SQLite reads it here and does nothing with it
    } else {
      cursor_.skip();
    }
  }

  std::vector<std::string> names(Tokens list) const {
    std::vector<std::string> found;
    for (const PartText& part : read_parts(cursor_.sql(), list)) found.push_back(part.column(cursor_.sql()));
    return found;
  }

  ForeignKeyAction action() {
    const bool two_words = cursor_.is("set") || cursor_.is("no");
    ForeignKeyAction found = ForeignKeyAction::no_action;
    if (cursor_.is("restrict")) found = ForeignKeyAction::restrict;
    if (cursor_.is("cascade")) found = ForeignKeyAction::cascade;
    if (cursor_.is("set") && cursor_.is("null", 1)) found = ForeignKeyAction::set_null;
    if (cursor_.is("set") && cursor_.is("default", 1)) found = ForeignKeyAction::set_default;
    if (two_words) cursor_.skip();
    cursor_.skip();
    return found;
  }

  /// Behind REFERENCES: the parent and all that belongs to the key.
  void references(std::vector<std::string> columns) {
    ForeignKey key;
    key.columns = std::move(columns);
    key.parent = cursor_.take_name();
    key.parent_columns = names(cursor_.take_group());
    key.parent_columns_implicit = key.parent_columns.empty();
    for (;;) {
      if (cursor_.take("match")) {
        key.match = collation_name(cursor_.text());
        cursor_.skip();
      } else if (cursor_.is("on") && (cursor_.is("delete", 1) || cursor_.is("update", 1))) {
        cursor_.skip();
        const bool deletes = cursor_.is("delete");
        cursor_.skip();
        (deletes ? key.on_delete : key.on_update) = action();
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

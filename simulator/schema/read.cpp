#include "simulator/schema/read.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <unordered_map>

#include "simulator/schema/canonical_text.h"
#include "simulator/schema/object_text.h"
#include "simulator/schema/table_text.h"
#include "simulator/sql/database.h"

namespace simulator::schema {
namespace {

// The functions named in the statements below. A table or view of that name would hide SQLite's function, and
// could then answer with anything, or without end.
constexpr std::array<std::string_view, 4> functions = {"pragma_table_xinfo", "pragma_foreign_key_list",
                                                       "pragma_index_list", "pragma_index_xinfo"};

// CROSS JOIN is SQLite's way to say: in this order. Views have no root page and virtual tables neither.
constexpr std::string_view columns_sql =
    "SELECT m.name, x.name, x.type, x.dflt_value, x.hidden, x.\"notnull\", x.pk FROM main.sqlite_master m "
    "CROSS JOIN pragma_table_xinfo(m.name, 'main') x WHERE m.type = 'table' AND m.rootpage > 0";
constexpr std::string_view foreign_keys_sql =
    "SELECT m.name, k.id, k.\"from\", k.\"table\", k.\"to\", k.on_update, k.on_delete "
    "FROM main.sqlite_master m CROSS JOIN pragma_foreign_key_list(m.name, 'main') k "
    "WHERE m.type = 'table' AND m.rootpage > 0";
constexpr std::string_view indexes_sql =
    "SELECT m.name, i.name, i.\"unique\", i.origin, x.cid, x.name, x.\"desc\", x.coll FROM "
    "main.sqlite_master m "
    "CROSS JOIN pragma_index_list(m.name, 'main') i CROSS JOIN pragma_index_xinfo(i.name, 'main') x "
    "WHERE m.type = 'table' AND m.rootpage > 0 AND x.key = 1";

struct Object {
  std::string type;
  std::string name;
  std::string table;
  std::string sql;
};

/// An index or key as the PRAGMAs tell it.
struct IndexRows {
  std::string name;
  std::string table;
  bool unique = false;
  char origin = 'c';
  std::vector<KeyPart> parts;
};

struct TableRows {
  Table table;
  std::vector<std::pair<std::int64_t, std::string>> primary_key;  ///< position in the key, column
  std::vector<bool> not_null;                                     ///< as the PRAGMA says, of each column
  std::vector<ForeignKey> foreign_keys;                           ///< the last written first
  std::vector<IndexRows> indexes;
};

std::string upper(std::string_view text) {
  std::string result(text);
  std::transform(result.begin(), result.end(), result.begin(),
                 [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
  return result;
}

/// SQLite keeps a type as it was written, comments and line breaks included.
std::string tidy_type(std::string_view declared) {
  if (declared.find_first_of(" \t\r\n/-(") == std::string_view::npos) return std::string(declared);
  const Cursor cursor(declared);
  std::string type;
  for (const sql::Token& token : cursor.all()) {
    const std::string_view word = sql::text_of(declared, token);
    const bool joined = type.empty() || type.back() == '(' || word == "(" || word == ")" || word == "," ||
                        type.back() == '-' || type.back() == '+';
    if (!joined) type += ' ';
    type += word;
  }
  return type;
}

ForeignKeyAction action_of(std::string_view text) {
  for (const ForeignKeyAction action : {ForeignKeyAction::restrict, ForeignKeyAction::set_null,
                                        ForeignKeyAction::set_default, ForeignKeyAction::cascade}) {
    if (text == to_string(action)) return action;
  }
  return ForeignKeyAction::no_action;
}

class Reading {
 public:
  Reading(sql::Database& database, const ReadOptions& options) : database_(database), options_(options) {}

  base::Result<Schema> run() {
    if (auto read = objects(); !read) return tl::unexpected(read.error());
    for (const auto step : {&Reading::columns, &Reading::foreign_keys, &Reading::indexes}) {
      if (auto read = (this->*step)(); !read) return tl::unexpected(read.error());
    }
    for (const Object& object : objects_) {
      if (object.type == "table") finish_table(object);
    }
    for (const Object& object : objects_) {
      if (object.type == "index") finish_index(object);
    }
    resolve_parent_keys();
    triggers_and_views();
    const auto by_name = [](const auto& a, const auto& b) { return fold_name(a.name) < fold_name(b.name); };
    std::sort(schema_.tables.begin(), schema_.tables.end(), by_name);
    std::sort(schema_.indexes.begin(), schema_.indexes.end(), by_name);
    std::sort(schema_.triggers.begin(), schema_.triggers.end(), by_name);
    std::sort(schema_.views.begin(), schema_.views.end(), by_name);
    return std::move(schema_);
  }

 private:
  template <class Row>
  base::Result<void> rows(std::string_view sql, Row&& row) {
    auto statement = database_.prepare(sql);
    if (!statement) return tl::unexpected(statement.error());
    for (;;) {
      const auto stepped = statement->step();
      if (!stepped) return tl::unexpected(stepped.error());
      if (!*stepped) return {};
      row(*statement);
    }
  }

  bool left_out(std::string_view table) const {
    if (table.size() >= 7 && same_name(table.substr(0, 7), "sqlite_")) return true;
    return std::any_of(options_.ignore.begin(), options_.ignore.end(),
                       [&](const std::string& name) { return same_name(name, table); });
  }

  base::Result<void> objects() {
    std::size_t bytes = 0;
    std::string hiding;
    auto read = rows("SELECT type, name, tbl_name, sql FROM main.sqlite_master", [&](sql::Statement& row) {
      bytes += row.text(3).size();
      const auto hides = [&](std::string_view function) { return same_name(function, row.text(1)); };
      if (std::any_of(functions.begin(), functions.end(), hides)) hiding = row.text(1);
      if (bytes > largest_schema || row.is_null(3) || left_out(row.text(2))) return;
      objects_.push_back({std::string(row.text(0)), std::string(row.text(1)), std::string(row.text(2)),
                          std::string(row.text(3))});
    });
    if (!read) return read;
    if (bytes > largest_schema) {
      return base::failure(
          "schema.too-large",
          fmt::format("The schema of this database is {} MB of text, more than the {} MB that are "
                      "read.",
                      bytes >> 20U, largest_schema >> 20U),
          "Nothing was changed. No schema made by people is that large: look into the file.");
    }
    if (!hiding.empty()) {
      return base::failure(
          "schema.hidden-function",
          fmt::format("The database has an object named {}, which hides SQLite's own function of "
                      "that name, so its schema cannot be read.",
                      hiding),
          "Nothing was changed. Give that object another name.");
    }
    return {};
  }

  /// Rows of one table come one after another.
  TableRows& table(std::string_view name) {
    if (last_ == nullptr || last_->table.name != name) {
      last_ = &tables_[std::string(name)];
      last_->table.name = name;
    }
    return *last_;
  }

  base::Result<void> columns() {
    return rows(columns_sql, [&](sql::Statement& row) {
      TableRows& at = table(row.text(0));
      Column column;
      column.name = row.text(1);
      column.type = tidy_type(row.text(2));
      if (!row.is_null(3)) {
        std::string value = canonical_default(row.text(3));
        if (!value.empty()) column.default_value = std::move(value);
      }
      column.generated = row.integer(4) == 2   ? Generated::virtual_
                         : row.integer(4) == 3 ? Generated::stored
                                               : Generated::no;
      column.collation = "BINARY";
      at.not_null.push_back(row.integer(5) != 0);
      if (row.integer(6) != 0) at.primary_key.emplace_back(row.integer(6), column.name);
      at.table.columns.push_back(std::move(column));
    });
  }

  base::Result<void> foreign_keys() {
    return rows(foreign_keys_sql, [&](sql::Statement& row) {
      TableRows& at = table(row.text(0));
      const auto id = static_cast<std::size_t>(row.integer(1));
      if (id >= at.foreign_keys.size()) {
        ForeignKey key;
        key.parent = row.text(3);
        key.on_update = action_of(row.text(5));
        key.on_delete = action_of(row.text(6));
        key.parent_columns_implicit = row.is_null(4);
        at.foreign_keys.push_back(std::move(key));
      }
      ForeignKey& key = at.foreign_keys.back();
      key.columns.push_back(fold_name(row.text(2)));
      if (!row.is_null(4)) key.parent_columns.push_back(fold_name(row.text(4)));
    });
  }

  base::Result<void> indexes() {
    return rows(indexes_sql, [&](sql::Statement& row) {
      TableRows& at = table(row.text(0));
      if (at.indexes.empty() || at.indexes.back().name != row.text(1)) {
        IndexRows index;
        index.name = row.text(1);
        index.table = at.table.name;
        index.unique = row.integer(2) != 0;
        index.origin = row.text(3).empty() ? 'c' : row.text(3).front();
        at.indexes.push_back(std::move(index));
      }
      IndexRows& index = at.indexes.back();
      KeyPart part;
      part.text = row.is_null(5) ? "rowid" : fold_name(row.text(5));
      part.expression = row.integer(4) == -2;
      part.descending = row.integer(6) != 0;
      part.collation = upper(row.text(7));
      index.parts.push_back(std::move(part));
    });
  }

  static void note_inherited(KeyPart& part, const Table& table) {
    const Column* column = part.expression ? nullptr : table.find(part.text);
    part.collation_inherited = part.collation == (column == nullptr ? "BINARY" : column->collation);
  }

  /// The names that double quotes can mean inside this table's expressions; only worth having when there are
  /// double quotes.
  static Names names_in(const Table& table, std::string_view sql) {
    Names names;
    if (sql.find('"') == std::string_view::npos) return names;
    names = {"rowid", "oid", "_rowid_", fold_name(table.name)};
    for (const Column& column : table.columns) names.insert(fold_name(column.name));
    return names;
  }

  void finish_table(const Object& object) {
    Cursor cursor(object.sql);
    const TableText text = read_table_text(cursor);
    TableRows& at = tables_[object.name];
    Table& table = at.table;
    table.name = object.name;
    if (!text.module.empty()) table.module = canonical_text(object.sql, text.module, {});
    table.strict = text.strict;
    table.without_rowid = text.without_rowid;
    const Names names = names_in(table, object.sql);
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
      Column& column = table.columns[i];
      column.affinity = affinity_of(column.type, table.strict);
      column.not_null = at.not_null[i];
      if (i >= text.columns.size() || !same_name(text.columns[i].name, column.name)) continue;
      const TableText::ColumnText& written = text.columns[i];
      column.not_null = written.not_null;
      column.not_null_conflict = written.not_null_conflict;
      if (!written.collation.empty()) column.collation = written.collation;
      if (column.generated != Generated::no) {
        const Tokens expression = without_outer_parentheses(object.sql, written.expression);
        column.expression = canonical_text(object.sql, expression, names);
      }
    }
    for (const auto& check : text.checks) {
      const Tokens expression = without_outer_parentheses(object.sql, check.expression);
      table.checks.push_back({check.name, canonical_text(object.sql, expression, names)});
    }
    std::reverse(at.foreign_keys.begin(), at.foreign_keys.end());
    for (std::size_t i = 0; i < at.foreign_keys.size() && i < text.foreign_keys.size(); ++i) {
      at.foreign_keys[i].deferred = text.foreign_keys[i].deferred;
      at.foreign_keys[i].match = text.foreign_keys[i].match;
    }
    table.foreign_keys = std::move(at.foreign_keys);
    // Where a constraint stands means nothing, so neither does their order.
    std::stable_sort(table.checks.begin(), table.checks.end(),
                     [](const Check& a, const Check& b) { return a.text < b.text; });
    std::stable_sort(table.foreign_keys.begin(), table.foreign_keys.end(),
                     [](const ForeignKey& a, const ForeignKey& b) { return a.columns < b.columns; });
    finish_keys(at, text);
    schema_.tables.push_back(table);
  }

  static void finish_keys(TableRows& at, const TableText& text) {
    Table& table = at.table;
    for (IndexRows& index : at.indexes) {
      for (KeyPart& part : index.parts) note_inherited(part, table);
      if (index.origin == 'u') table.uniques.push_back({index.parts, conflict_of(index.parts, text)});
    }
    std::sort(table.uniques.begin(), table.uniques.end(), [](const Unique& a, const Unique& b) {
      return std::lexicographical_compare(a.parts.begin(), a.parts.end(), b.parts.begin(), b.parts.end(),
                                          [](const KeyPart& x, const KeyPart& y) { return x.text < y.text; });
    });
    if (at.primary_key.empty()) return;
    PrimaryKey key;
    key.autoincrement = text.autoincrement;
    key.conflict = text.primary_key_conflict;
    const auto index = std::find_if(at.indexes.begin(), at.indexes.end(),
                                    [](const IndexRows& candidate) { return candidate.origin == 'p'; });
    if (index != at.indexes.end()) {
      key.parts = index->parts;
    } else {
      key.rowid_alias = !table.without_rowid;
      std::sort(at.primary_key.begin(), at.primary_key.end());
      for (const auto& [position, column] : at.primary_key) {
        KeyPart part;
        part.text = fold_name(column);
        part.collation = table.find(column)->collation;
        key.parts.push_back(std::move(part));
      }
    }
    table.primary_key = std::move(key);
  }

  static ConflictClause conflict_of(const std::vector<KeyPart>& parts, const TableText& text) {
    for (const auto& unique : text.uniques) {
      const bool same =
          std::equal(unique.columns.begin(), unique.columns.end(), parts.begin(), parts.end(),
                     [](const std::string& name, const KeyPart& part) { return name == part.text; });
      if (same && unique.conflict != ConflictClause::none) return unique.conflict;
    }
    return ConflictClause::none;
  }

  void finish_index(const Object& object) {
    const auto at = tables_.find(object.table);
    if (at == tables_.end()) return;
    const Table& table = at->second.table;
    const auto& candidates = at->second.indexes;
    const auto rows = std::find_if(candidates.begin(), candidates.end(),
                                   [&](const IndexRows& candidate) { return candidate.name == object.name; });
    if (rows == candidates.end()) return;
    Cursor cursor(object.sql);
    const IndexText text = read_index_text(cursor);
    const Names names = names_in(table, object.sql);
    Index index;
    index.name = object.name;
    index.table = object.table;
    index.unique = rows->unique;
    index.parts = rows->parts;
    for (std::size_t i = 0; i < index.parts.size() && i < text.parts.size(); ++i) {
      if (!index.parts[i].expression) continue;
      const Tokens expression = without_outer_parentheses(object.sql, text.parts[i]);
      index.parts[i].text = canonical_text(object.sql, expression, names);
    }
    index.where = canonical_text(object.sql, without_outer_parentheses(object.sql, text.where), names);
    schema_.indexes.push_back(std::move(index));
  }

  void resolve_parent_keys() {
    std::unordered_map<std::string, const Table*> by_name;
    for (const Table& table : schema_.tables) by_name[fold_name(table.name)] = &table;
    for (Table& table : schema_.tables) {
      for (ForeignKey& key : table.foreign_keys) {
        const auto parent = by_name.find(fold_name(key.parent));
        if (parent == by_name.end()) continue;
        key.parent = parent->second->name;
        if (!key.parent_columns_implicit || !parent->second->primary_key) continue;
        for (const KeyPart& part : parent->second->primary_key->parts)
          key.parent_columns.push_back(part.text);
      }
    }
  }

  void triggers_and_views() {
    Names names;
    const auto has_body = [](const Object& o) { return o.type == "trigger" || o.type == "view"; };
    const bool quotes = std::any_of(objects_.begin(), objects_.end(), [&](const Object& object) {
      return has_body(object) && object.sql.find('"') != std::string::npos;
    });
    if (quotes) {
      names = {"rowid", "oid", "_rowid_"};
      for (const Object& object : objects_) {
        names.insert(fold_name(object.name));
        if (has_body(object)) collect_names(object.sql, Cursor(object.sql).all(), names);
      }
      for (const Table& table : schema_.tables) {
        for (const Column& column : table.columns) names.insert(fold_name(column.name));
      }
    }
    for (const Object& object : objects_) {
      if (!has_body(object)) continue;
      Cursor cursor(object.sql);
      if (object.type == "trigger") {
        Trigger trigger = read_trigger_text(cursor, names);
        trigger.name = object.name;
        trigger.table = object.table;
        schema_.triggers.push_back(std::move(trigger));
      } else {
        View view = read_view_text(cursor, names);
        view.name = object.name;
        schema_.views.push_back(std::move(view));
      }
    }
  }

  sql::Database& database_;
  const ReadOptions& options_;
  std::vector<Object> objects_;
  std::unordered_map<std::string, TableRows> tables_;
  TableRows* last_ = nullptr;
  Schema schema_;
};

}  // namespace

base::Result<Schema> read_schema(sql::Database& database, const ReadOptions& options) {
  return Reading(database, options).run();
}

}  // namespace simulator::schema

#include "simulator/schema/read.h"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>
#include <unordered_map>

#include "simulator/schema/canonical_text.h"
#include "simulator/schema/object_text.h"
#include "simulator/schema/table_text.h"
#include "simulator/sql/database.h"

namespace simulator::schema {
namespace {

struct Object {
  std::string type;
  std::string name;
  std::string table;
  std::string sql;
  bool rows = false;  ///< a table with a b-tree of its own, so not a virtual one
};

struct TableRows {
  Table table;
  std::vector<bool> not_null;  ///< as the PRAGMA says, of each column
  bool remembered = false;     ///< nothing is left to be read
};

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

class Reading {
 public:
  Reading(sql::Database& database, const ReadOptions& options, ReadMemory* memory)
      : database_(database), options_(options), memory_(memory) {}

  base::Result<Schema> run() {
    if (auto read = objects(); !read) return tl::unexpected(read.error());
    if (auto read = columns(); !read) return tl::unexpected(read.error());
    for (const Object& object : objects_) {
      if (object.type == "table") finish_table(object);
    }
    for (const Object& object : objects_) {
      if (object.type == "index") finish_index(object);
    }
    resolve_parent_keys();
    triggers_and_views();
    const auto by_name = [](const auto& a, const auto& b) { return name_less(a.name, b.name); };
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
    const auto read =
        rows("SELECT type, name, tbl_name, sql, rootpage FROM main.sqlite_master", [&](sql::Statement& row) {
          bytes += row.text(3).size();
          if (bytes > largest_schema || row.is_null(3) || left_out(row.text(2))) return;
          objects_.push_back({std::string(row.text(0)), std::string(row.text(1)), std::string(row.text(2)),
                              std::string(row.text(3)), row.text(0) == "table" && row.integer(4) > 0});
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
    return {};
  }

  base::Result<void> columns() {
    for (const Object& object : objects_) {
      if (!object.rows) continue;
      if (const Table* known = memory_ != nullptr ? memory_->find(object.sql) : nullptr) {
        tables_[object.name] = {*known, {}, true};
        continue;
      }
      if (auto read = columns_of(object.name, tables_[object.name]); !read) return read;
    }
    return {};
  }

  // One plain PRAGMA a table takes half the time of one statement over the function pragma_table_xinfo, and
  // cannot be led astray by a table or view of that name. foreign_key_list, index_list and index_xinfo are
  // not asked: a question for each table and index takes longer than reading the text, which tells more.
  base::Result<void> columns_of(const std::string& name, TableRows& at) {
    return rows("PRAGMA main.table_xinfo(" + sql::quote_identifier(name) + ")", [&](sql::Statement& row) {
      Column column;
      column.name = row.text(1);
      column.type = tidy_type(row.text(2));
      if (!row.is_null(4)) {
        std::string value = canonical_default(row.text(4));
        if (!value.empty()) column.default_value = std::move(value);
      }
      column.generated = row.integer(6) == 2   ? Generated::virtual_
                         : row.integer(6) == 3 ? Generated::stored
                                               : Generated::no;
      column.collation = "BINARY";
      at.not_null.push_back(row.integer(3) != 0);
      at.table.columns.push_back(std::move(column));
    });
  }

  static KeyPart column_part(const Table& table, const std::string& column, const PartText& written) {
    KeyPart part;
    part.text = fold_name(column);
    part.descending = written.descending;
    const Column* of = table.find(column);
    const std::string own = of == nullptr ? "BINARY" : of->collation;
    part.collation = written.collation.empty() ? own : written.collation;
    part.collation_inherited = part.collation == own;
    return part;
  }

  static std::vector<KeyPart> key_parts(const Table& table, const TableText::KeyText& key,
                                        std::string_view sql) {
    std::vector<KeyPart> parts;
    if (key.parts.empty()) {
      PartText beside;
      beside.descending = key.column_descending;
      parts.push_back(column_part(table, key.column, beside));
    }
    for (const PartText& part : key.parts) parts.push_back(column_part(table, part.column(sql), part));
    return parts;
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
    if (const TableRows& known = tables_[object.name]; known.remembered) {
      schema_.tables.push_back(known.table);
      return;
    }
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
    table.foreign_keys = text.foreign_keys;
    // Where a constraint stands means nothing, so neither does their order.
    std::stable_sort(table.checks.begin(), table.checks.end(),
                     [](const Check& a, const Check& b) { return a.text < b.text; });
    std::stable_sort(table.foreign_keys.begin(), table.foreign_keys.end(),
                     [](const ForeignKey& a, const ForeignKey& b) { return a.columns < b.columns; });
    finish_keys(table, text, object.sql);
    schema_.tables.push_back(table);
    if (memory_ != nullptr) memory_->keep(object.sql, table);
  }

  static void finish_keys(Table& table, const TableText& text, std::string_view sql) {
    if (text.primary_key) {
      PrimaryKey key;
      key.parts = key_parts(table, *text.primary_key, sql);
      key.autoincrement = text.autoincrement;
      key.conflict = text.primary_key->conflict;
      const Column* column = key.parts.size() == 1 ? table.find(key.parts[0].text) : nullptr;
      key.rowid_alias = column != nullptr && same_name(column->type, "integer") && !table.without_rowid &&
                        !text.primary_key->column_descending;
      if (key.rowid_alias) key.parts = {column_part(table, column->name, {})};
      table.primary_key = std::move(key);
    }
    for (const auto& written : text.uniques) {
      Unique unique{key_parts(table, written, sql), written.conflict};
      const bool repeats_key = table.primary_key && !table.primary_key->rowid_alias &&
                               one_index(unique.parts, table.primary_key->parts);
      if (!repeats_key) table.uniques.push_back(std::move(unique));
    }
    std::stable_sort(table.uniques.begin(), table.uniques.end(), [](const Unique& a, const Unique& b) {
      return std::lexicographical_compare(a.parts.begin(), a.parts.end(), b.parts.begin(), b.parts.end(),
                                          [](const KeyPart& x, const KeyPart& y) {
                                            return std::tie(x.text, x.collation) <
                                                   std::tie(y.text, y.collation);
                                          });
    });
    const auto repeated =
        std::unique(table.uniques.begin(), table.uniques.end(),
                    [](const Unique& a, const Unique& b) { return one_index(a.parts, b.parts); });
    table.uniques.erase(repeated, table.uniques.end());
  }

  /// SQLite makes one index for constraints on the same columns with the same collations.
  static bool one_index(const std::vector<KeyPart>& a, const std::vector<KeyPart>& b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const KeyPart& x, const KeyPart& y) {
      return x.text == y.text && x.collation == y.collation;
    });
  }

  void finish_index(const Object& object) {
    const auto at = tables_.find(object.table);
    if (at == tables_.end()) return;
    const Table& table = at->second.table;
    Cursor cursor(object.sql);
    const IndexText text = read_index_text(cursor);
    const Names names = names_in(table, object.sql);
    Index index;
    index.name = object.name;
    index.table = object.table;
    index.unique = text.unique;
    for (const PartText& written : text.parts) {
      const std::string column = written.column(object.sql);
      KeyPart part = column_part(table, column, written);
      part.expression = column.empty() || table.find(column) == nullptr;
      if (part.expression) part.text = canonical_text(object.sql, written.expression, names);
      index.parts.push_back(std::move(part));
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
  ReadMemory* memory_;
  std::vector<Object> objects_;
  std::unordered_map<std::string, TableRows> tables_;
  Schema schema_;
};

}  // namespace

const Table* ReadMemory::find(std::string_view create_text) const {
  const auto found = tables_.find(std::string(create_text));
  return found != tables_.end() ? &found->second : nullptr;
}

void ReadMemory::keep(std::string_view create_text, const Table& table) {
  tables_.insert_or_assign(std::string(create_text), table);
}

base::Result<Schema> read_schema(sql::Database& database, const ReadOptions& options, ReadMemory* memory) {
  return Reading(database, options, memory).run();
}

}  // namespace simulator::schema

#include "simulator/schema/print.h"

#include <fmt/format.h>

#include "simulator/schema/canonical_text.h"

namespace simulator::schema {
namespace {

std::string names(const std::vector<std::string>& list) {
  std::string text;
  for (const std::string& name : list) text += (text.empty() ? "" : ", ") + print_name(name);
  return text;
}

std::string on_conflict(ConflictClause conflict) {
  return conflict == ConflictClause::none ? std::string{}
                                          : fmt::format(" ON CONFLICT {}", to_string(conflict));
}

/// A literal or a parenthesised expression: `lower('A')` may not stand bare behind DEFAULT.
std::string default_clause(const std::string& value) {
  const Cursor cursor(value);
  const Tokens tokens = cursor.all();
  const bool sign = tokens.size() == 2 && (cursor.is("-") || cursor.is("+"));
  return tokens.size() == 1 || sign ? value : "(" + value + ")";
}

/// Only here, beside the column, does INTEGER PRIMARY KEY DESC keep from being the rowid.
bool must_stand_beside(const Table& table, const Column& column) {
  if (!table.primary_key) return false;
  const PrimaryKey& key = *table.primary_key;
  if (key.parts.size() != 1 || !same_name(key.parts[0].text, column.name)) return false;
  const bool integer = same_name(column.type, "integer");
  return key.autoincrement || key.rowid_alias || (integer && !table.without_rowid);
}

std::string beside(const PrimaryKey& key) {
  return fmt::format(" PRIMARY KEY{}{}{}", key.parts[0].descending ? " DESC" : "", on_conflict(key.conflict),
                     key.autoincrement ? " AUTOINCREMENT" : "");
}

}  // namespace

std::string print_key(const std::vector<KeyPart>& parts) {
  std::string text;
  for (const KeyPart& part : parts) {
    if (!text.empty()) text += ", ";
    if (part.expression) {
      // A bare word or string would be read as a column.
      text += part.text.ends_with(')') ? part.text : "(" + part.text + ")";
    } else {
      text += print_name(part.text);
    }
    if (!part.collation_inherited) text += " COLLATE " + print_name(part.collation);
    if (part.descending) text += " DESC";
  }
  return text;
}

std::string print_sql(const ForeignKey& key) {
  std::string text =
      fmt::format("FOREIGN KEY ({}) REFERENCES {}", names(key.columns), print_name(key.parent));
  if (!key.parent_columns.empty()) text += fmt::format(" ({})", names(key.parent_columns));
  if (key.on_delete != ForeignKeyAction::no_action)
    text += fmt::format(" ON DELETE {}", to_string(key.on_delete));
  if (key.on_update != ForeignKeyAction::no_action)
    text += fmt::format(" ON UPDATE {}", to_string(key.on_update));
  if (!key.match.empty()) text += " MATCH " + key.match;
  if (key.deferred) text += " DEFERRABLE INITIALLY DEFERRED";
  return text;
}

std::string print_sql(const Column& column) {
  std::string text = print_name(column.name);
  if (!column.type.empty()) text += " " + column.type;
  if (column.not_null) text += " NOT NULL" + on_conflict(column.not_null_conflict);
  if (column.default_value) text += " DEFAULT " + default_clause(*column.default_value);
  if (column.collation != "BINARY") text += " COLLATE " + print_name(column.collation);
  if (column.generated != Generated::no) {
    text += fmt::format(" AS ({}) {}", column.expression, to_string(column.generated));
  }
  return text;
}

std::string print_sql(const Table& table) {
  if (!table.module.empty()) {
    return fmt::format("CREATE VIRTUAL TABLE {} USING {};", print_name(table.name), table.module);
  }
  std::vector<std::string> lines;
  bool key_printed = false;
  for (const Column& column : table.columns) {
    std::string line = print_sql(column);
    if (must_stand_beside(table, column)) {
      line += beside(*table.primary_key);
      key_printed = true;
    }
    lines.push_back(std::move(line));
  }
  if (table.primary_key && !key_printed) {
    lines.push_back(fmt::format("PRIMARY KEY ({}){}", print_key(table.primary_key->parts),
                                on_conflict(table.primary_key->conflict)));
  }
  for (const Unique& unique : table.uniques) {
    lines.push_back(fmt::format("UNIQUE ({}){}", print_key(unique.parts), on_conflict(unique.conflict)));
  }
  for (const Check& check : table.checks) {
    const std::string name = check.name.empty() ? "" : fmt::format("CONSTRAINT {} ", print_name(check.name));
    lines.push_back(fmt::format("{}CHECK ({})", name, check.text));
  }
  for (const ForeignKey& key : table.foreign_keys) lines.push_back(print_sql(key));
  std::string text = fmt::format("CREATE TABLE {} (", print_name(table.name));
  for (std::size_t i = 0; i < lines.size(); ++i) text += (i == 0 ? "\n  " : ",\n  ") + lines[i];
  text += "\n)";
  if (table.without_rowid) text += " WITHOUT ROWID";
  if (table.strict) text += table.without_rowid ? ", STRICT" : " STRICT";
  return text + ";";
}

std::string print_sql(const Index& index) {
  std::string text = fmt::format("CREATE {}INDEX {} ON {} ({})", index.unique ? "UNIQUE " : "",
                                 print_name(index.name), print_name(index.table), print_key(index.parts));
  if (!index.where.empty()) text += " WHERE " + index.where;
  return text + ";";
}

std::string print_sql(const Trigger& trigger) {
  std::string text = fmt::format("CREATE TRIGGER {} {} {} ON {}", print_name(trigger.name), trigger.timing,
                                 trigger.event, print_name(trigger.table));
  if (!trigger.when.empty()) text += fmt::format(" WHEN ({})", trigger.when);
  return fmt::format("{} BEGIN\n{}\nEND;", text, trigger.body);
}

std::string print_sql(const View& view) {
  const std::string columns = view.columns.empty() ? "" : fmt::format(" ({})", names(view.columns));
  return fmt::format("CREATE VIEW {}{} AS {};", print_name(view.name), columns, view.body);
}

std::string print_sql(const Schema& schema) {
  std::string text;
  const auto all = [&](const auto& list) {
    for (const auto& item : list) text += (text.empty() ? "" : "\n") + print_sql(item) + "\n";
  };
  all(schema.tables);
  all(schema.views);
  all(schema.indexes);
  all(schema.triggers);
  return text;
}

}  // namespace simulator::schema

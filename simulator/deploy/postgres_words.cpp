#include "simulator/deploy/postgres_words.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <vector>

#include "simulator/deploy/failed_statement.h"
#include "simulator/lint/statement_text.h"
#include "simulator/sql/tokenizer.h"

namespace simulator::deploy {
namespace {

using Said = std::optional<std::string>;
using Names = std::vector<std::string>;

/// A mistake, with what is around it.
struct Mistake {
  std::string_view statement;  ///< empty: it is not known which one failed
  const schema::Schema* schema = nullptr;
};

/// What stands for each `{}` of the pattern, when the whole message is like it.
std::optional<Names> match(std::string_view message, std::string_view pattern) {
  Names names;
  while (true) {
    const std::size_t hole = pattern.find("{}");
    if (!message.starts_with(pattern.substr(0, hole))) return std::nullopt;
    if (hole == std::string_view::npos)
      return message == pattern ? std::optional(std::move(names)) : std::nullopt;
    message.remove_prefix(hole);
    pattern.remove_prefix(hole + 2);
    const std::string_view next = pattern.substr(0, pattern.find("{}"));
    const std::size_t end = next.empty() ? message.size() : message.find(next);
    if (end == std::string_view::npos || end == 0) return std::nullopt;
    names.emplace_back(message.substr(0, end));
    message.remove_prefix(end);
  }
}

Said no_such_relation(std::string_view kind, const std::string& name, const Mistake& mistake) {
  return fmt::format("{} \"{}\" does not exist", kind, as_known(without_database(name), mistake.statement));
}

Said column_of_relation(std::string_view column, std::string_view table, const Mistake& mistake) {
  return fmt::format("column \"{}\" of relation \"{}\" does not exist", as_known(column, mistake.statement),
                     as_known(table, mistake.statement));
}

Said no_such_column(const Mistake& mistake, const Names& names) {
  const std::string_view statement = mistake.statement;
  if (statement.empty()) return std::nullopt;
  const std::string name = sql::unquoted(names[0]);
  if (const std::size_t dot = name.rfind('.'); dot != std::string::npos) {
    const std::string table = without_database(name.substr(0, dot));
    const std::string column = name.substr(dot + 1);
    const std::string known = as_known(table, statement);
    if (sql::same_word(table, "new") || sql::same_word(table, "old")) return std::nullopt;
    if (!sql::same_word(table, "excluded") && !is_in_from(statement, table))
      return fmt::format("missing FROM-clause entry for table \"{}\"", known);
    return fmt::format("column {}.{} does not exist", known, as_known(column, statement));
  }
  if (const std::string table = altered_table(statement); !table.empty() && lint::has_word(statement, "DROP"))
    return column_of_relation(name, table, mistake);
  // Assigned and nowhere read: PostgreSQL looks at what is read first.
  const auto assigned = lint::read_assignments(statement);
  const bool target = std::any_of(assigned.begin(), assigned.end(), [&](const lint::Assignment& each) {
    return sql::same_word(each.column, name);
  });
  if (target && lint::find_names(statement, name).size() == 1)
    return column_of_relation(name, target_of(statement), mistake);
  return fmt::format("column \"{}\" does not exist", as_known(name, statement));
}

Said no_such_table(const Mistake& mistake, const Names& names) {
  const bool dropped = lint::begins_with(mistake.statement, "DROP");
  return no_such_relation(dropped ? "table" : "relation", names[0], mistake);
}

Said no_such_index(const Mistake& mistake, const Names& names) {
  if (!lint::begins_with(mistake.statement, "DROP")) return std::nullopt;
  return no_such_relation("index", names[0], mistake);
}

Said numbers_of_values(std::string_view values, std::string_view columns, bool listed) {
  const auto number = [](std::string_view text) {
    std::size_t value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
  };
  if (number(values) > number(columns)) return "INSERT has more expressions than target columns";
  if (!listed) return std::nullopt;
  return "INSERT has more target columns than expressions";
}

/// `users.email, users.name`: the table and the columns.
struct Key {
  std::string table;
  Names columns;
};
Key read_key(std::string_view text) {
  Key key;
  while (!text.empty()) {
    const std::size_t comma = text.find(", ");
    const std::string_view one = text.substr(0, comma);
    const std::size_t dot = one.find('.');
    key.table = std::string(one.substr(0, dot));
    if (dot != std::string_view::npos) key.columns.push_back(schema::fold_name(one.substr(dot + 1)));
    text = comma == std::string_view::npos ? std::string_view() : text.substr(comma + 2);
  }
  return key;
}

bool is_key(const std::vector<schema::KeyPart>& parts, const Names& columns) {
  return std::equal(parts.begin(), parts.end(), columns.begin(), columns.end(),
                    [](const schema::KeyPart& part, const std::string& column) {
                      return !part.expression && part.text == column;
                    });
}

std::string unique_name(const Key& key, const schema::Schema* schema) {
  const schema::Table* table = schema == nullptr ? nullptr : schema->find_table(key.table);
  if (table == nullptr) return "...";
  const std::string prefix = schema::fold_name(key.table);
  if (table->primary_key && is_key(table->primary_key->parts, key.columns)) return prefix + "_pkey";
  for (const schema::Unique& unique : table->uniques) {
    if (is_key(unique.parts, key.columns))
      return fmt::format("{}_{}_key", prefix, fmt::join(key.columns, "_"));
  }
  for (const schema::Index& index : schema->indexes) {
    if (index.unique && schema::same_name(index.table, key.table) && is_key(index.parts, key.columns))
      return schema::fold_name(index.name);
  }
  return "...";
}

Said not_unique(const Mistake& mistake, const Names& names) {
  if (const std::string index = name_behind(mistake.statement, {"CREATE", "UNIQUE", "INDEX"}); !index.empty())
    return fmt::format("could not create unique index \"{}\"", as_known(index, mistake.statement));
  if (const auto index = match(names[0], "index '{}'"))
    return fmt::format("duplicate key value violates unique constraint \"{}\"",
                       schema::fold_name(index->front()));
  return fmt::format("duplicate key value violates unique constraint \"{}\"",
                     unique_name(read_key(names[0]), mistake.schema));
}

Said null_value(const Mistake& mistake, const Names& names) {
  return fmt::format("null value in column \"{}\" of relation \"{}\" violates not-null constraint",
                     as_known(names[1], mistake.statement), as_known(names[0], mistake.statement));
}

Said check_failed(const Mistake& mistake, const Names& names) {
  const std::string table = target_of(mistake.statement);
  if (table.empty()) return std::nullopt;
  const auto words = words_of(names[0]);
  const bool named = words.size() == 1 && sql::tokenize(names[0]).front().kind == sql::TokenKind::identifier;
  return fmt::format("new row for relation \"{}\" violates check constraint \"{}\"",
                     as_known(table, mistake.statement), named ? schema::fold_name(names[0]) : "...");
}

struct Reference {
  const schema::Table* child = nullptr;
  const schema::ForeignKey* key = nullptr;
};
std::string name_of(const Reference& reference) {
  return fmt::format("{}_{}_fkey", schema::fold_name(reference.child->name),
                     fmt::join(reference.key->columns, "_"));
}

Said key_failed(const Mistake& mistake, const Names& /*names*/) {
  const std::string_view statement = mistake.statement;
  if (const std::string dropped = name_behind(statement, {"DROP", "TABLE"}); !dropped.empty())
    return fmt::format("cannot drop table {} because other objects depend on it",
                       as_known(dropped, statement));
  const std::string table = target_of(statement);
  // A REPLACE deletes and inserts: either could be it.
  if (table.empty() || lint::has_word(statement, "REPLACE")) return std::nullopt;
  std::vector<Reference> from;
  std::vector<Reference> to;
  if (mistake.schema != nullptr) {
    for (const schema::Table& each : mistake.schema->tables) {
      for (const schema::ForeignKey& key : each.foreign_keys) {
        if (schema::same_name(each.name, table)) from.push_back({&each, &key});
        if (schema::same_name(key.parent, table)) to.push_back({&each, &key});
      }
    }
  }
  bool child = lint::read_insert(statement).has_value();
  if (!child && !lint::has_word(statement, "DELETE")) {
    if (from.empty() == to.empty()) return std::nullopt;
    child = to.empty();
  }
  if (child) {
    return fmt::format("insert or update on table \"{}\" violates foreign key constraint \"{}\"",
                       as_known(table, statement), from.size() == 1 ? name_of(from[0]) : "...");
  }
  const bool known = to.size() == 1;
  return fmt::format(
      "update or delete on table \"{}\" violates foreign key constraint \"{}\" on table \"{}\"",
      as_known(table, statement), known ? name_of(to[0]) : "...",
      known ? schema::fold_name(to[0].child->name) : "...");
}

/// A view of one table, without anything that makes rows of several or cuts them, is written through.
bool is_written_through(const schema::View& view) {
  const auto words = words_of(view.body);
  const auto from = std::find(words.begin(), words.end(), "from");
  // In canonical text a comma behind FROM parts two tables, at least before WHERE.
  if (std::find(from, std::find(from, words.end(), "where"), ",") != words.end()) return false;
  for (const std::string_view function : {"count", "sum", "total", "avg", "min", "max", "group_concat"}) {
    if (std::find(words.begin(), from, function) != from) return false;
  }
  for (const std::string_view word :
       {"DISTINCT", "GROUP", "HAVING", "LIMIT", "OFFSET", "UNION", "INTERSECT", "EXCEPT", "WITH", "JOIN"}) {
    if (lint::has_word(view.body, word)) return false;
  }
  return true;
}

Said view_modified(const Mistake& mistake, const Names& names) {
  const schema::View* view = mistake.schema == nullptr ? nullptr : mistake.schema->find_view(names[0]);
  if (view == nullptr || is_written_through(*view)) return std::nullopt;
  const bool insert = lint::read_insert(mistake.statement).has_value();
  const bool remove = !insert && lint::has_word(mistake.statement, "DELETE");
  return fmt::format("cannot {} view \"{}\"",
                     insert   ? "insert into"
                     : remove ? "delete from"
                              : "update",
                     as_known(names[0], mistake.statement));
}

Said null_column(const Mistake& mistake, const Names& /*names*/) {
  const std::string table = altered_table(mistake.statement);
  if (table.empty()) return std::nullopt;
  return fmt::format("column \"{}\" of relation \"{}\" contains null values",
                     as_known(added_column(mistake.statement), mistake.statement),
                     as_known(table, mistake.statement));
}

Said column_exists(std::string_view column, std::string_view table, const Mistake& mistake) {
  return fmt::format("column \"{}\" of relation \"{}\" already exists", as_known(column, mistake.statement),
                     as_known(table, mistake.statement));
}

Said duplicate_column(const Mistake& mistake, const Names& names) {
  const std::string table = altered_table(mistake.statement);
  if (!table.empty()) return column_exists(names[0], table, mistake);
  return fmt::format("column \"{}\" specified more than once", as_known(names[0], mistake.statement));
}

Said relation_exists(const Mistake& mistake, const Names& names) {
  return fmt::format("relation \"{}\" already exists",
                     as_known(without_database(names[0]), mistake.statement));
}

Said ambiguous(const Mistake& mistake, const Names& names) {
  if (names[0].find('.') != std::string::npos) return std::nullopt;
  return fmt::format("column reference \"{}\" is ambiguous", as_known(names[0], mistake.statement));
}

Said view_uses_column(const Mistake& mistake, const Names& /*names*/) {
  const std::string table = altered_table(mistake.statement);
  std::string column = name_behind(mistake.statement, {"DROP", "COLUMN?"});
  if (table.empty() || column.empty()) return std::nullopt;
  return fmt::format("cannot drop column {} of table {} because other objects depend on it",
                     as_known(column, mistake.statement), as_known(table, mistake.statement));
}

Said unequal_selects(const Mistake& /*mistake*/, const Names& names) {
  const std::string word = names[0].substr(0, names[0].find(' '));
  return fmt::format("each {} query must have the same number of columns", word);
}

struct Rule {
  std::string_view sqlite;
  Said (*says)(const Mistake& mistake, const Names& names);
};

constexpr Rule rules[] = {
    {"no such column: {}", no_such_column},
    {"table {} has no column named {}",
     [](const Mistake& mistake, const Names& names) {
       return column_of_relation(names[1], without_database(names[0]), mistake);
     }},
    {"no such table: {}", no_such_table},
    {"no such view: {}",
     [](const Mistake& mistake, const Names& names) { return no_such_relation("view", names[0], mistake); }},
    {"no such index: {}", no_such_index},
    {"table {} has {} columns but {} values were supplied",
     [](const Mistake&, const Names& names) { return numbers_of_values(names[2], names[1], false); }},
    {"{} values for {} columns",
     [](const Mistake&, const Names& names) { return numbers_of_values(names[0], names[1], true); }},
    {"ON CONFLICT clause does not match any PRIMARY KEY or UNIQUE constraint",
     [](const Mistake&, const Names&) {
       return Said("there is no unique or exclusion constraint matching the ON CONFLICT specification");
     }},
    {"UNIQUE constraint failed: {}", not_unique},
    {"NOT NULL constraint failed: {}.{}", null_value},
    {"CHECK constraint failed: {}", check_failed},
    {"FOREIGN KEY constraint failed", key_failed},
    {"cannot modify {} because it is a view", view_modified},
    {"Cannot add a NOT NULL column with default value NULL", null_column},
    {"duplicate column name: {}", duplicate_column},
    {"error in table {} after rename: duplicate column name: {}",
     [](const Mistake& mistake, const Names& names) { return column_exists(names[1], names[0], mistake); }},
    {"error in view {} after drop column: {}", view_uses_column},
    {"table {} already exists", relation_exists},
    {"view {} already exists", relation_exists},
    {"index {} already exists", relation_exists},
    {"there is already another table or index with this name: {}", relation_exists},
    {"there is already a table named {}", relation_exists},
    {"ambiguous column name: {}", ambiguous},
    {"SELECTs to the left and right of {} do not have the same number of result columns", unequal_selects},
};

}  // namespace

std::optional<std::string> postgres_says(const base::Error& sqlite_error, std::string_view sql,
                                         const schema::Schema* schema) {
  std::string_view message = sqlite_error.message;
  // Newer SQLites guess what was meant by a name in quotes.
  if (const std::size_t guess = message.find(" - should this be a string literal");
      guess != std::string_view::npos)
    message = message.substr(0, guess);
  const Mistake mistake{failed_statement(sqlite_error, sql), schema};
  for (const Rule& rule : rules) {
    if (const auto names = match(message, rule.sqlite)) return rule.says(mistake, *names);
  }
  return std::nullopt;
}

}  // namespace simulator::deploy

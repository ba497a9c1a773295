#include "tests/simulator/schema/random_schema.h"

#include <algorithm>

namespace simulator::schema::testing {
namespace {

bool chance(base::Random& random, std::uint64_t percent) { return random.below(100) < percent; }

template <class T>
void shuffle(std::vector<T>& items, base::Random& random) {
  for (std::size_t i = items.size(); i > 1; --i) std::swap(items[i - 1], items[random.below(i)]);
}

std::vector<std::string> names(std::vector<std::string> all, std::size_t count, base::Random& random) {
  shuffle(all, random);
  all.resize(count);
  return all;
}

std::string number(base::Random& random) { return std::to_string(random.below(1000)); }

std::string condition(const std::string& name, base::Random& random) {
  switch (random.below(5)) {
    case 0:
      return "$" + name + " > " + number(random);
    case 1:
      return "length ( $" + name + " ) != " + number(random) + " AND $" + name + " IS NOT NULL";
    case 2:
      return "$" + name + " IN ( 'Ab' , 'c d' , " + number(random) + " )";
    case 3:
      return "CASE WHEN $" + name + " = " + number(random) + " THEN 1 ELSE x'0aff' END";
    default:
      return "$" + name + " LIKE 'it''s' OR ( $" + name + " + -1 ) * 2 >= " + number(random);
  }
}

TableModel random_table(const std::string& name, base::Random& random) {
  TableModel table;
  table.name = name;
  const bool plain_types = chance(random, 60);
  std::vector<std::string> types = {"INTEGER", "TEXT", "REAL", "BLOB", "INT"};
  if (!plain_types)
    types.insert(types.end(), {"VARCHAR(255)", "NUMERIC", "", "DOUBLE PRECISION", "DECIMAL(10, 2)"});
  std::vector<std::string> collations = {"", "", "NOCASE", "RTRIM"};
  const auto columns = names({"id", "Email", "age", "order", "Full Name", "from", "end", "desc", "a$b", "key",
                              "größe", "with \"quotes\"", "team_id", "TRUE", "x1"},
                             3 + random.below(5), random);
  for (const std::string& column_name : columns) {
    ColumnModel column;
    column.name = column_name;
    column.type = pick(types, random);
    column.not_null = chance(random, 30);
    column.collation = pick(collations, random);
    std::vector<std::string> defaults = {"",      "",   "17", "'It''s ü'", "-3", "CURRENT_TIMESTAMP",
                                         "x'AB'", "1.5"};
    column.default_value = pick(defaults, random);
    table.columns.push_back(column);
  }
  table.columns[0].collation.clear();
  if (chance(random, 85)) {
    table.primary_key = {columns[0]};
    table.columns[0].default_value.clear();
    table.columns[0].not_null = false;
    if (chance(random, 50)) table.columns[0].type = "INTEGER";
    if (table.columns[0].type == "INTEGER") table.autoincrement = chance(random, 40);
    if (!table.autoincrement && chance(random, 30)) {
      table.primary_key.push_back(columns[1]);
      table.columns[1].not_null = false;
    }
    table.without_rowid = !table.autoincrement && chance(random, 30);
  }
  ColumnModel& last = table.columns.back();
  if (table.columns.size() > 3 && chance(random, 60)) {
    last.default_value.clear();
    last.generated = "coalesce ( $" + columns[2] + " , 'None' ) || " + number(random);
    last.stored = chance(random, 50);
  }
  if (chance(random, 60)) table.uniques.push_back({columns[2]});
  if (chance(random, 30)) table.uniques.push_back({columns[2], columns[1]});
  for (std::uint64_t i = random.below(4); i > 0; --i)
    table.checks.push_back(condition(columns[1 + i % 2], random));
  std::sort(table.checks.begin(), table.checks.end());
  table.checks.erase(std::unique(table.checks.begin(), table.checks.end()), table.checks.end());
  table.strict = plain_types && chance(random, 40);
  return table;
}

}  // namespace

Model random_model(base::Random& random) {
  Model model;
  for (const std::string& name : names({"users", "Order Items", "select", "key", "Übung", "group", "posts"},
                                       2 + random.below(3), random)) {
    model.tables.push_back(random_table(name, random));
  }
  std::vector<std::string> actions = {"", "CASCADE", "SET NULL", "RESTRICT", "SET DEFAULT"};
  for (TableModel& table : model.tables) {
    const TableModel& parent = pick(model.tables, random);
    if (parent.primary_key.size() != 1 || !chance(random, 80)) continue;
    table.foreign_keys.push_back({table.columns[1].name, parent.name, parent.primary_key[0],
                                  pick(actions, random), chance(random, 40)});
  }
  int count = 0;
  for (const TableModel& table : model.tables) {
    const std::string serial = std::to_string(++count);
    IndexModel index{"By " + serial, table.name, {}, {}, chance(random, 20)};
    index.parts.push_back({"$" + table.columns[1].name, {}, chance(random, 30)});
    if (chance(random, 50)) index.parts.push_back({"lower ( $" + table.columns[2].name + " )", {}, false});
    if (chance(random, 30)) index.parts.back().collation = "NOCASE";
    if (chance(random, 50)) index.where = condition(table.columns[2].name, random);
    model.indexes.push_back(index);
    TriggerModel trigger{"t" + serial, table.name, {}, {}, {}};
    std::vector<std::string> heads = {"AFTER INSERT", "BEFORE DELETE",
                                      "AFTER UPDATE OF $" + table.columns[1].name, "BEFORE UPDATE"};
    trigger.head = pick(heads, random);
    if (chance(random, 50))
      trigger.when = number(random) + " < ( SELECT count ( * ) FROM $" + table.name + " )";
    trigger.body = "DELETE FROM $" + table.name + " WHERE " + condition(table.columns[1].name, random);
    model.triggers.push_back(trigger);
    model.views.push_back({"V" + serial, "SELECT $" + table.columns[0].name +
                                             " AS $Total , count ( * ) FROM $" + table.name +
                                             " AS $Alias WHERE $Alias . $" + table.columns[2].name + " AND " +
                                             condition(table.columns[1].name, random) + " GROUP BY 1"});
  }
  return model;
}

}  // namespace simulator::schema::testing

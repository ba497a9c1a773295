#include <algorithm>

#include "tests/simulator/schema/random_schema.h"

namespace simulator::schema::testing {
namespace {

/// One of the items that qualify, or null.
template <class T, class Qualifies>
T* pick_where(std::vector<T>& items, base::Random& random, Qualifies qualifies) {
  std::vector<T*> fit;
  for (T& item : items) {
    if (qualifies(item)) fit.push_back(&item);
  }
  return fit.empty() ? nullptr : fit[random.below(fit.size())];
}

bool in_key(const TableModel& table, const ColumnModel& column) {
  return std::find(table.primary_key.begin(), table.primary_key.end(), column.name) !=
         table.primary_key.end();
}

std::optional<Expected> mutate_column(TableModel& table, std::string_view attribute, base::Random& random) {
  ColumnModel* column = pick_where(table.columns, random, [&](const ColumnModel& candidate) {
    return !in_key(table, candidate) && (candidate.generated.empty() == (attribute != "generated"));
  });
  if (column == nullptr) return std::nullopt;
  const Expected expected{table.name + "." + column->name, std::string(attribute)};
  if (attribute == "type") {
    const bool text = column->type == "TEXT" || column->type == "VARCHAR(255)";
    column->type = text ? "INTEGER" : "TEXT";
  } else if (attribute == "default") {
    column->default_value = column->default_value.empty()   ? "'now'"
                            : column->default_value == "17" ? ""
                                                            : "17";
  } else if (attribute == "not null") {
    column->not_null = !column->not_null;
  } else if (attribute == "collation") {
    column->collation = column->collation == "NOCASE" ? "RTRIM" : "NOCASE";
  } else if (random.below(2) == 0) {
    column->stored = !column->stored;
  } else {
    column->generated += " || 'x'";
  }
  return expected;
}

std::optional<Expected> mutate_table(TableModel& table, std::string_view attribute, base::Random& random) {
  const Expected expected{"table " + table.name, std::string(attribute)};
  if (attribute == "check") {
    if (table.checks.empty() || random.below(3) == 0) {
      table.checks.push_back("$" + table.columns[0].name + " <> 'new'");
    } else if (random.below(2) == 0) {
      pick(table.checks, random) += " AND 1";
    } else {
      table.checks.pop_back();
    }
  } else if (attribute == "unique") {
    if (table.uniques.empty()) {
      table.uniques.push_back({table.columns[2].name});
    } else {
      table.uniques.pop_back();
    }
  } else if (attribute == "foreign key") {
    if (table.foreign_keys.empty()) return std::nullopt;
    ForeignKeyModel& key = table.foreign_keys[0];
    if (random.below(2) == 0) {
      key.on_delete = key.on_delete == "CASCADE" ? "" : "CASCADE";
    } else {
      key.deferred = !key.deferred;
    }
  } else if (attribute == "strict") {
    const std::vector<std::string> strict_types = {"INTEGER", "TEXT", "REAL", "BLOB", "INT"};
    for (const ColumnModel& column : table.columns) {
      if (std::find(strict_types.begin(), strict_types.end(), column.type) == strict_types.end())
        return std::nullopt;
    }
    table.strict = !table.strict;
  } else if (attribute == "without rowid") {
    if (table.primary_key.empty() || table.autoincrement) return std::nullopt;
    table.without_rowid = !table.without_rowid;
  } else {
    const bool rowid =
        table.primary_key.size() == 1 && table.columns[0].type == "INTEGER" && !table.without_rowid;
    if (!rowid) return std::nullopt;
    table.autoincrement = !table.autoincrement;
  }
  return expected;
}

std::optional<Expected> mutate_index(Model& model, std::string_view attribute, base::Random& random) {
  IndexModel& index = pick(model.indexes, random);
  const Expected expected{"index " + index.name, std::string(attribute.substr(6))};
  PartModel& part = pick(index.parts, random);
  if (attribute == "index order") {
    part.descending = !part.descending;
  } else if (attribute == "index where") {
    index.where = index.where.empty() ? "1" : index.where + " AND 'x'";
  } else if (attribute == "index unique") {
    index.unique = !index.unique;
  } else if (part.expression[0] == '$') {
    const TableModel* table =
        pick_where(model.tables, random, [&](const TableModel& t) { return t.name == index.table; });
    const std::string own = part.collation.empty() ? table->columns[1].collation : part.collation;
    part.collation = own == "RTRIM" ? "NOCASE" : "RTRIM";
  } else {
    part.collation = part.collation.empty() ? "NOCASE" : "RTRIM";
  }
  return expected;
}

}  // namespace

const std::vector<std::string>& attributes() {
  static const std::vector<std::string> all = {
      "type",          "default",      "not null",        "collation",   "generated",
      "check",         "unique",       "foreign key",     "strict",      "without rowid",
      "autoincrement", "index order",  "index collation", "index where", "index unique",
      "trigger body",  "trigger when", "view body"};
  return all;
}

std::optional<Expected> mutate(Model& model, std::string_view attribute, base::Random& random) {
  if (attribute.starts_with("index ")) return mutate_index(model, attribute, random);
  if (attribute.starts_with("trigger ")) {
    TriggerModel& trigger = pick(model.triggers, random);
    if (attribute == "trigger body") {
      trigger.body += " AND 'More'";
    } else {
      trigger.when = trigger.when.empty() ? "1" : trigger.when + " + 1";
    }
    return Expected{"trigger " + trigger.name, std::string(attribute.substr(8))};
  }
  if (attribute == "view body") {
    ViewModel& view = pick(model.views, random);
    view.body += " HAVING count ( * ) > 1";
    return Expected{"view " + view.name, "body"};
  }
  TableModel& table = pick(model.tables, random);
  for (const std::string_view of_column : {"type", "default", "not null", "collation", "generated"}) {
    if (attribute == of_column) return mutate_column(table, attribute, random);
  }
  return mutate_table(table, attribute, random);
}

}  // namespace simulator::schema::testing

// Random schemas for property tests: a model of a schema, three things to do with it.
//
//   random_model   a schema that SQLite accepts, with everything in it that a Difference can be about
//   write          as SQL; with a `style` in a random hand: letter case, white space, comments, quotes, the
//                  place of constraints, spelled-out defaults. The meaning is always the same.
//   mutate         changes one attribute, and says which Difference that must make
//
// Expressions are words separated by spaces; a word `$x` is the name x.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "simulator/base/random.h"

namespace simulator::schema::testing {

struct ColumnModel {
  std::string name;
  std::string type;
  bool not_null = false;
  std::string default_value;
  std::string collation;
  std::string generated;  ///< expression
  bool stored = false;
};

struct ForeignKeyModel {
  std::string column;
  std::string parent;
  std::string parent_column;  ///< its primary key
  std::string on_delete;
  bool deferred = false;
};

struct PartModel {
  std::string expression;  ///< "$name" for a column
  std::string collation;
  bool descending = false;
};

struct TableModel {
  std::string name;
  std::vector<ColumnModel> columns;
  std::vector<std::string> primary_key;
  bool autoincrement = false;
  std::vector<std::vector<std::string>> uniques;
  std::vector<std::string> checks;
  std::vector<ForeignKeyModel> foreign_keys;
  bool strict = false;
  bool without_rowid = false;
};

struct IndexModel {
  std::string name;
  std::string table;
  std::vector<PartModel> parts;
  std::string where;
  bool unique = false;
};

struct TriggerModel {
  std::string name;
  std::string table;
  std::string head;  ///< "AFTER INSERT"
  std::string when;
  std::string body;  ///< one statement without `;`
};

struct ViewModel {
  std::string name;
  std::string body;
};

struct Model {
  std::vector<TableModel> tables;
  std::vector<IndexModel> indexes;
  std::vector<TriggerModel> triggers;
  std::vector<ViewModel> views;
};

struct Expected {
  std::string object;
  std::string attribute;
};

[[nodiscard]] Model random_model(base::Random& random);

/// Plain when `style` is null.
[[nodiscard]] std::string write(const Model& model, base::Random* style);

[[nodiscard]] const std::vector<std::string>& attributes();
/// Nothing when the model has no place where this attribute could change.
[[nodiscard]] std::optional<Expected> mutate(Model& model, std::string_view attribute, base::Random& random);

template <class T>
T& pick(std::vector<T>& items, base::Random& random) {
  return items[random.below(items.size())];
}

}  // namespace simulator::schema::testing

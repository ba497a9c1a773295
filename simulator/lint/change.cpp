#include "simulator/lint/change.h"

#include <algorithm>

namespace simulator::lint {
namespace {

using schema::same_name;
using Kind = Change::Kind;

/// Those of `some` whose name `others` does not have. Both are sorted by name, so most look-ups are near.
template <class Object>
std::vector<const Object*> only_in(const std::vector<Object>& some, const std::vector<Object>& others) {
  std::vector<const Object*> out;
  auto other = others.begin();
  for (const Object& object : some) {
    while (other != others.end() && schema::name_less(other->name, object.name)) ++other;
    if (other == others.end() || !same_name(other->name, object.name)) out.push_back(&object);
  }
  return out;
}

std::vector<std::string> column_names(const schema::Table& table) {
  std::vector<std::string> names;
  for (const schema::Column& column : table.columns) names.push_back(schema::fold_name(column.name));
  return names;
}

class Comparison {
 public:
  Comparison(const schema::Schema& before, const schema::Schema& after) : before_(before), after_(after) {}

  std::vector<Change> run() {
    tables();
    for (const schema::Table& table : after_.tables) {
      const schema::Table* was = before_.find_table(table.name);
      if (was != nullptr && *was != table) columns(*was, table);
    }
    objects(before_.indexes, after_.indexes, Kind::drop_index, Kind::create_index);
    objects(before_.triggers, after_.triggers, Kind::drop_trigger, Kind::create_trigger);
    for (const auto* gone : only_in(before_.views, after_.views))
      add(Kind::drop_view, gone->name, gone->name);
    for (const auto* made : only_in(after_.views, before_.views))
      add(Kind::create_view, made->name, made->name);
    return std::move(out_);
  }

 private:
  void tables() {
    const auto gone = only_in(before_.tables, after_.tables);
    const auto made = only_in(after_.tables, before_.tables);
    if (gone.size() == 1 && made.size() == 1 && column_names(*gone[0]) == column_names(*made[0])) {
      add(Kind::rename_table, made[0]->name, made[0]->name, gone[0]->name);
      return;
    }
    for (const auto* table : gone) add(Kind::drop_table, table->name, table->name);
    for (const auto* table : made) add(Kind::create_table, table->name, table->name);
  }

  void columns(const schema::Table& was, const schema::Table& now) {
    if (was.columns.size() == now.columns.size()) {
      for (std::size_t i = 0; i < now.columns.size(); ++i) {
        if (!same_name(was.columns[i].name, now.columns[i].name))
          add(Kind::rename_column, now.name, now.columns[i].name, was.columns[i].name);
      }
      return;
    }
    for (const schema::Column& column : was.columns)
      if (now.find(column.name) == nullptr) add(Kind::drop_column, now.name, column.name);
    for (const schema::Column& column : now.columns)
      if (was.find(column.name) == nullptr) add(Kind::add_column, now.name, column.name);
  }

  template <class Object>
  void objects(const std::vector<Object>& before, const std::vector<Object>& after, Kind drop, Kind create) {
    for (const auto* gone : only_in(before, after)) {
      const bool with_its_table = after_.find_table(gone->table) == nullptr &&
                                  after_.find_view(gone->table) == nullptr && !renamed(gone->table);
      if (!with_its_table) add(drop, gone->table, gone->name);
    }
    for (const auto* made : only_in(after, before)) add(create, made->table, made->name);
  }

  [[nodiscard]] bool renamed(const std::string& table) const {
    return std::any_of(out_.begin(), out_.end(), [&](const Change& change) {
      return change.kind == Kind::rename_table && same_name(change.was, table);
    });
  }

  void add(Kind kind, const std::string& table, const std::string& name, const std::string& was = {}) {
    out_.push_back({kind, table, name, was});
  }

  const schema::Schema& before_;
  const schema::Schema& after_;
  std::vector<Change> out_;
};

}  // namespace

std::vector<Change> changes_between(const schema::Schema& before, const schema::Schema& after) {
  return Comparison(before, after).run();
}

}  // namespace simulator::lint

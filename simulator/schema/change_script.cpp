#include "simulator/schema/change_script.h"

#include <fmt/format.h>

#include <algorithm>

#include "simulator/schema/difference.h"
#include "simulator/schema/print.h"
#include "simulator/schema/sentence.h"
#include "simulator/sql/database.h"

namespace simulator::schema {
namespace {

using sql::quote_identifier;

bool differs(const std::vector<Difference>& differences, const std::string& object) {
  return std::any_of(differences.begin(), differences.end(), [&](const Difference& difference) {
    return difference.object == object && difference.severity != DifferenceClass::cosmetic;
  });
}

/// ALTER TABLE ADD COLUMN takes it also where the table has rows.
bool can_be_added(const Column& column) {
  if (column.generated == Generated::stored) return false;
  const bool plain_default =
      !column.default_value || (column.default_value->find('(') == std::string::npos &&
                                column.default_value->find("current_") == std::string::npos);
  return plain_default &&
         (!column.not_null || column.default_value.has_value() || column.generated == Generated::virtual_);
}

class Writer {
 public:
  Writer(const Schema& from, const Schema& to) : from_(from), to_(to), differences_(difference(to, from)) {}

  ChangeScript write() {
    drop_changed(from_.triggers, to_.triggers, "TRIGGER", "trigger ");
    drop_changed(from_.views, to_.views, "VIEW", "view ");
    drop_changed(from_.indexes, to_.indexes, "INDEX", "index ");
    for (const auto& table : from_.tables)
      if (to_.find_table(table.name) == nullptr)
        statement(fmt::format("DROP TABLE {};", quote_identifier(table.name)), true);
    for (const auto& table : to_.tables) {
      const Table* before = from_.find_table(table.name);
      before == nullptr ? statement(print_sql(table)) : change(*before, table);
    }
    make_changed(from_.indexes, to_.indexes, "index ");
    make_changed(from_.views, to_.views, "view ");
    make_changed(from_.triggers, to_.triggers, "trigger ");
    return std::move(script_);
  }

 private:
  void statement(std::string sql, bool loses_rows = false) {
    if (loses_rows) script_.loses_rows.push_back(sql);
    script_.statements.push_back(std::move(sql));
  }

  template <class T>
  static const T* find(const std::vector<T>& list, const std::string& name) {
    const auto found =
        std::find_if(list.begin(), list.end(), [&](const T& one) { return same_name(one.name, name); });
    return found != list.end() ? &*found : nullptr;
  }

  template <class T>
  void drop_changed(const std::vector<T>& from, const std::vector<T>& to, std::string_view kind,
                    const std::string& object) {
    for (const auto& one : from)
      if (find(to, one.name) == nullptr || differs(differences_, object + one.name))
        if (!goes_with_table(one)) statement(fmt::format("DROP {} {};", kind, quote_identifier(one.name)));
  }

  template <class T>
  void make_changed(const std::vector<T>& from, const std::vector<T>& to, const std::string& object) {
    for (const auto& one : to)
      if (find(from, one.name) == nullptr || differs(differences_, object + one.name))
        statement(print_sql(one));
  }

  bool goes_with_table(const Index& index) const { return to_.find_table(index.table) == nullptr; }
  bool goes_with_table(const Trigger& trigger) const {
    return to_.find_table(trigger.table) == nullptr && to_.find_view(trigger.table) == nullptr;
  }
  static bool goes_with_table(const View&) { return false; }

  void change(const Table& before, const Table& after) {
    const std::string table = quote_identifier(after.name);
    for (const auto& column : before.columns)
      if (after.find(column.name) == nullptr)
        statement(fmt::format("ALTER TABLE {} DROP COLUMN {};", table, quote_identifier(column.name)), true);
    for (const auto& column : after.columns) {
      if (before.find(column.name) != nullptr) continue;
      if (can_be_added(column)) {
        statement(fmt::format("ALTER TABLE {} ADD COLUMN {};", table, print_sql(column)));
      } else {
        left_out(fmt::format("{}.{} cannot be added to a table that has rows", after.name, column.name));
      }
    }
    for (const auto& difference : differences_) {
      const bool of_table = difference.object == "table " + after.name && !difference.attribute.empty();
      const bool of_column = difference.object.starts_with(after.name + ".") && !difference.attribute.empty();
      if ((of_table || of_column) && difference.severity != DifferenceClass::cosmetic)
        left_out(sentence(difference));
    }
  }

  void left_out(std::string what) {
    script_.not_written.push_back(std::move(what) + " (the table must be rebuilt, with its rows in mind)");
  }

  const Schema& from_;
  const Schema& to_;
  std::vector<Difference> differences_;  // left: wanted, right: what is there
  ChangeScript script_;
};

}  // namespace

ChangeScript change_script(const Schema& from, const Schema& to) { return Writer(from, to).write(); }

}  // namespace simulator::schema

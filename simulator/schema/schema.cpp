#include "simulator/schema/schema.h"

#include <algorithm>

#include "simulator/base/lower_case.h"

namespace simulator::schema {
namespace {

char fold(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

template <class T>
const T* find_by_name(const std::vector<T>& sorted, std::string_view name) {
  const auto at =
      std::lower_bound(sorted.begin(), sorted.end(), name,
                       [](const T& item, std::string_view wanted) { return name_less(item.name, wanted); });
  return at != sorted.end() && same_name(at->name, name) ? &*at : nullptr;
}

}  // namespace

bool same_name(std::string_view a, std::string_view b) {
  return a.size() == b.size() &&
         std::equal(a.begin(), a.end(), b.begin(), [](char x, char y) { return fold(x) == fold(y); });
}

bool name_less(std::string_view a, std::string_view b) {
  return std::lexicographical_compare(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) {
    return static_cast<unsigned char>(fold(x)) < static_cast<unsigned char>(fold(y));
  });
}

std::string fold_name(std::string_view name) { return base::lower_case(name); }

const Column* Table::find(std::string_view column) const {
  const auto at = std::find_if(columns.begin(), columns.end(),
                               [&](const Column& c) { return same_name(c.name, column); });
  return at == columns.end() ? nullptr : &*at;
}

bool Table::implies_not_null(const Column& column) const {
  if (!primary_key || !(without_rowid || strict || primary_key->rowid_alias)) return false;
  const auto& parts = primary_key->parts;
  return std::any_of(parts.begin(), parts.end(),
                     [&](const KeyPart& part) { return same_name(part.text, column.name); });
}

const Table* Schema::find_table(std::string_view name) const { return find_by_name(tables, name); }
const Index* Schema::find_index(std::string_view name) const { return find_by_name(indexes, name); }
const Trigger* Schema::find_trigger(std::string_view name) const { return find_by_name(triggers, name); }
const View* Schema::find_view(std::string_view name) const { return find_by_name(views, name); }

Affinity affinity_of(std::string_view declared_type, bool strict_table) {
  const std::string type = fold_name(declared_type);
  const auto has = [&](std::string_view part) { return type.find(part) != std::string::npos; };
  if (strict_table && type == "any") return Affinity::blob;
  if (has("int")) return Affinity::integer;
  if (has("char") || has("clob") || has("text")) return Affinity::text;
  if (has("blob") || type.empty()) return Affinity::blob;
  if (has("real") || has("floa") || has("doub")) return Affinity::real;
  return Affinity::numeric;
}

std::string_view to_string(Affinity affinity) {
  switch (affinity) {
    case Affinity::blob:
      return "BLOB";
    case Affinity::text:
      return "TEXT";
    case Affinity::numeric:
      return "NUMERIC";
    case Affinity::integer:
      return "INTEGER";
    case Affinity::real:
      return "REAL";
  }
  return "";
}

std::string_view to_string(ConflictClause conflict) {
  switch (conflict) {
    case ConflictClause::none:
      return "";
    case ConflictClause::rollback:
      return "ROLLBACK";
    case ConflictClause::abort:
      return "ABORT";
    case ConflictClause::fail:
      return "FAIL";
    case ConflictClause::ignore:
      return "IGNORE";
    case ConflictClause::replace:
      return "REPLACE";
  }
  return "";
}

std::string_view to_string(ForeignKeyAction action) {
  switch (action) {
    case ForeignKeyAction::no_action:
      return "NO ACTION";
    case ForeignKeyAction::restrict:
      return "RESTRICT";
    case ForeignKeyAction::set_null:
      return "SET NULL";
    case ForeignKeyAction::set_default:
      return "SET DEFAULT";
    case ForeignKeyAction::cascade:
      return "CASCADE";
  }
  return "";
}

std::string_view to_string(Generated generated) {
  switch (generated) {
    case Generated::no:
      return "";
    case Generated::virtual_:
      return "VIRTUAL";
    case Generated::stored:
      return "STORED";
  }
  return "";
}

}  // namespace simulator::schema

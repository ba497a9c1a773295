#include "simulator/schema/table_difference.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <unordered_map>
#include <utility>

#include "simulator/schema/canonical_text.h"
#include "simulator/schema/print.h"

namespace simulator::schema {
namespace {

using enum DifferenceClass;

template <class T>
struct Pairing {
  std::vector<std::pair<const T*, const T*>> pairs;
  std::vector<const T*> left_only;
  std::vector<const T*> right_only;
};

/// Constraints have no names to go by. Each key is tried in turn on what the ones before left over: items
/// with equal keys are a pair, first with first. Linear, whatever somebody wrote.
template <class T>
Pairing<T> pair_up(const std::vector<T>& left, const std::vector<T>& right,
                   const std::vector<std::function<std::string(const T&)>>& keys) {
  Pairing<T> result;
  for (const T& item : left) result.left_only.push_back(&item);
  for (const T& item : right) result.right_only.push_back(&item);
  for (const auto& key : keys) {
    std::unordered_map<std::string, std::vector<const T*>> waiting;
    for (auto at = result.right_only.rbegin(); at != result.right_only.rend(); ++at) {
      waiting[key(**at)].push_back(*at);
    }
    std::vector<const T*> unpaired;
    std::vector<const T*> taken;
    for (const T* item : result.left_only) {
      auto& candidates = waiting[key(*item)];
      if (candidates.empty()) {
        unpaired.push_back(item);
        continue;
      }
      result.pairs.emplace_back(item, candidates.back());
      taken.push_back(candidates.back());
      candidates.pop_back();
    }
    std::sort(taken.begin(), taken.end());
    std::erase_if(result.right_only,
                  [&](const T* item) { return std::binary_search(taken.begin(), taken.end(), item); });
    result.left_only = std::move(unpaired);
  }
  return result;
}

std::string columns_of(const std::vector<KeyPart>& parts, bool sorted) {
  std::vector<std::string> names;
  for (const KeyPart& part : parts) names.push_back(part.text);
  if (sorted) std::sort(names.begin(), names.end());
  std::string text;
  for (const std::string& name : names) text += print_name(name) + ",";
  return text;
}

std::string generated_text(const Column& column) {
  if (column.generated == Generated::no) return {};
  return fmt::format("AS ({}) {}", column.expression, to_string(column.generated));
}

std::string conflict_text(ConflictClause conflict) {
  return conflict == ConflictClause::none ? std::string{}
                                          : fmt::format("ON CONFLICT {}", to_string(conflict));
}

/// ON CONFLICT ABORT is what happens anyway.
bool same_conflict(ConflictClause a, ConflictClause b) {
  const auto plain = [](ConflictClause c) { return c == ConflictClause::none ? ConflictClause::abort : c; };
  return plain(a) == plain(b);
}

std::string unique_text(const Unique& unique) {
  std::string text = fmt::format("UNIQUE ({})", print_key(unique.parts));
  if (unique.conflict != ConflictClause::none) text += " " + conflict_text(unique.conflict);
  return text;
}

std::string primary_key_text(const PrimaryKey& key) {
  return fmt::format("PRIMARY KEY ({})", print_key(key.parts));
}

class TableComparison {
 public:
  TableComparison(const Table& left, const Table& right, std::vector<Difference>& out)
      : left_(left), right_(right), out_(out), table_("table " + left.name) {}

  void run() {
    changed(cosmetic, table_, "name", left_.name, right_.name);
    changed(behavioural, table_, "module", left_.module, right_.module);
    changed(behavioural, table_, "strict", left_.strict ? "STRICT" : "", right_.strict ? "STRICT" : "");
    changed(behavioural, table_, "without rowid", left_.without_rowid ? "WITHOUT ROWID" : "",
            right_.without_rowid ? "WITHOUT ROWID" : "");
    columns();
    primary_key();
    uniques();
    checks();
    foreign_keys();
  }

 private:
  void add(DifferenceKind kind, DifferenceClass severity, std::string object, std::string attribute,
           std::string left, std::string right) {
    out_.push_back(
        {kind, severity, std::move(object), std::move(attribute), std::move(left), std::move(right)});
  }

  void changed(DifferenceClass severity, const std::string& object, std::string attribute, std::string left,
               std::string right) {
    if (left == right) return;
    add(DifferenceKind::changed, severity, object, std::move(attribute), std::move(left), std::move(right));
  }

  void columns() {
    std::vector<const Column*> in_both;
    std::unordered_map<std::string, const Column*> right;
    for (const Column& column : right_.columns) right.emplace(fold_name(column.name), &column);
    for (const Column& column : left_.columns) {
      const auto other = right.find(fold_name(column.name));
      if (other == right.end()) {
        add(DifferenceKind::missing, behavioural, object_of(column), {}, print_sql(column), {});
      } else {
        compare(column, *other->second);
        in_both.push_back(other->second);
        right.erase(other);
      }
    }
    for (const Column& column : right_.columns) {
      if (right.contains(fold_name(column.name))) {
        add(DifferenceKind::extra, behavioural, object_of(column), {}, {}, print_sql(column));
      }
    }
    // The pointers are into the one right-hand vector: in order means ascending addresses.
    if (!std::is_sorted(in_both.begin(), in_both.end())) {
      const auto list = [](const std::vector<Column>& all) {
        std::string text;
        for (const Column& column : all) text += (text.empty() ? "" : ", ") + column.name;
        return text;
      };
      add(DifferenceKind::changed, order_only, table_, "column order", list(left_.columns),
          list(right_.columns));
    }
  }

  std::string object_of(const Column& column) const { return left_.name + "." + column.name; }

  static bool is_rowid(const Table& table, const Column& column) {
    return table.primary_key && table.primary_key->rowid_alias &&
           same_name(table.primary_key->parts.front().text, column.name);
  }

  bool same_meaning(const std::string& left_type, const std::string& right_type) const {
    if (left_.strict && right_.strict) {  // a STRICT table knows six types, and INT is INTEGER
      const auto plain = [](const std::string& type) { return same_name(type, "int") ? "INTEGER" : type; };
      return same_name(plain(left_type), plain(right_type));
    }
    return affinity_of(left_type) == affinity_of(right_type);
  }

  void compare(const Column& left, const Column& right) {
    const std::string object = object_of(left);
    changed(cosmetic, object, "name", left.name, right.name);
    if (!same_name(left.type, right.type)) {
      const bool rowid_differs =
          left_.without_rowid == right_.without_rowid && is_rowid(left_, left) != is_rowid(right_, right);
      const bool same = same_meaning(left.type, right.type) && !rowid_differs;
      changed(same ? cosmetic : behavioural, object, "type", left.type, right.type);
    }
    if (left.not_null != right.not_null) {
      const bool same_effect = (left.not_null || left_.implies_not_null(left)) ==
                               (right.not_null || right_.implies_not_null(right));
      changed(same_effect ? cosmetic : behavioural, object, "not null", left.not_null ? "NOT NULL" : "",
              right.not_null ? "NOT NULL" : "");
    } else if (!same_conflict(left.not_null_conflict, right.not_null_conflict)) {
      changed(behavioural, object, "not null conflict", conflict_text(left.not_null_conflict),
              conflict_text(right.not_null_conflict));
    }
    changed(behavioural, object, "default", left.default_value.value_or(""),
            right.default_value.value_or(""));
    changed(behavioural, object, "collation", left.collation, right.collation);
    changed(behavioural, object, "generated", generated_text(left), generated_text(right));
  }

  void primary_key() {
    if (!left_.primary_key || !right_.primary_key) {
      if (left_.primary_key) {
        add(DifferenceKind::missing, behavioural, table_, "primary key", primary_key_text(*left_.primary_key),
            {});
      }
      if (right_.primary_key) {
        add(DifferenceKind::extra, behavioural, table_, "primary key", {},
            primary_key_text(*right_.primary_key));
      }
      return;
    }
    const PrimaryKey& left = *left_.primary_key;
    const PrimaryKey& right = *right_.primary_key;
    // The rowid has neither an order nor a collation. Whether the key is the rowid follows from the column's
    // type and WITHOUT ROWID, which are reported where they stand; what is left is INTEGER PRIMARY KEY DESC.
    const bool rowid = left.rowid_alias || right.rowid_alias;
    const bool same_parts = std::equal(
        left.parts.begin(), left.parts.end(), right.parts.begin(), right.parts.end(),
        [&](const KeyPart& a, const KeyPart& b) {
          return a.text == b.text && (rowid || (a.descending == b.descending && same_collation(a, b)));
        });
    bool same_rowid = left.rowid_alias == right.rowid_alias || left_.without_rowid != right_.without_rowid;
    if (!same_rowid && same_parts) {
      const Column* a = left_.find(left.parts.front().text);
      const Column* b = right_.find(right.parts.front().text);
      same_rowid = a != nullptr && b != nullptr && !same_name(a->type, b->type);
    }
    if (!same_parts || !same_rowid) {
      changed(behavioural, table_, "primary key",
              primary_key_text(left) + (left.rowid_alias ? " as rowid" : ""),
              primary_key_text(right) + (right.rowid_alias ? " as rowid" : ""));
    }
    changed(behavioural, table_, "autoincrement", left.autoincrement ? "AUTOINCREMENT" : "",
            right.autoincrement ? "AUTOINCREMENT" : "");
    if (!same_conflict(left.conflict, right.conflict)) {
      changed(behavioural, table_, "primary key conflict", conflict_text(left.conflict),
              conflict_text(right.conflict));
    }
  }

  void uniques() {
    const auto found = pair_up<Unique>(left_.uniques, right_.uniques,
                                       {[](const Unique& u) { return unique_text(u); },
                                        [](const Unique& u) { return columns_of(u.parts, false); },
                                        [](const Unique& u) { return columns_of(u.parts, true); }});
    for (const auto& [left, right] : found.pairs) {
      if (columns_of(left->parts, false) != columns_of(right->parts, false)) {
        changed(order_only, table_, "unique", unique_text(*left), unique_text(*right));
        continue;
      }
      bool same = same_conflict(left->conflict, right->conflict);
      bool same_order = true;
      for (std::size_t i = 0; i < left->parts.size(); ++i) {
        same = same && same_collation(left->parts[i], right->parts[i]);
        same_order = same_order && left->parts[i].descending == right->parts[i].descending;
      }
      if (same && same_order) continue;
      changed(same ? cosmetic : behavioural, table_, "unique", unique_text(*left), unique_text(*right));
    }
    leftovers(found, "unique", unique_text);
  }

  void checks() {
    const auto found = pair_up<Check>(
        left_.checks, right_.checks,
        {[](const Check& c) { return c.text + '\n' + fold_name(c.name); },
         [](const Check& c) { return c.text; }, [](const Check& c) { return fold_name(c.name); },
         [](const Check&) { return std::string{}; }});
    for (const auto& [left, right] : found.pairs) {
      if (left->text != right->text) {
        changed(behavioural, table_, "check", left->text, right->text);
      } else {
        changed(cosmetic, table_, "check name", left->name, right->name);
      }
    }
    leftovers(found, "check", [](const Check& check) { return check.text; });
  }

  void foreign_keys() {
    const auto columns = [](const ForeignKey& key) {
      std::string text;
      for (const std::string& name : key.columns) text += print_name(name) + ",";
      return text;
    };
    const auto found = pair_up<ForeignKey>(
        left_.foreign_keys, right_.foreign_keys,
        {[](const ForeignKey& key) { return fold_name(print_sql(key)); },
         [&](const ForeignKey& key) { return columns(key) + fold_name(key.parent); }, columns});
    for (const auto& [left, right] : found.pairs) {
      const bool implicit = left->parent_columns_implicit && right->parent_columns_implicit;
      const bool same = same_name(left->parent, right->parent) && left->on_delete == right->on_delete &&
                        left->on_update == right->on_update && left->deferred == right->deferred &&
                        (implicit || left->parent_columns == right->parent_columns);
      if (same && left->match == right->match) continue;
      changed(same ? cosmetic : behavioural, table_, "foreign key", print_sql(*left), print_sql(*right));
    }
    leftovers(found, "foreign key", [](const ForeignKey& key) { return print_sql(key); });
  }

  template <class T, class Text>
  void leftovers(const Pairing<T>& found, const std::string& attribute, Text text) {
    for (const T* item : found.left_only) {
      add(DifferenceKind::missing, behavioural, table_, attribute, text(*item), {});
    }
    for (const T* item : found.right_only) {
      add(DifferenceKind::extra, behavioural, table_, attribute, {}, text(*item));
    }
  }

  const Table& left_;
  const Table& right_;
  std::vector<Difference>& out_;
  std::string table_;
};

}  // namespace

bool same_collation(const KeyPart& left, const KeyPart& right) {
  return (left.collation_inherited && right.collation_inherited) || left.collation == right.collation;
}

void compare_tables(const Table& left, const Table& right, std::vector<Difference>& out) {
  TableComparison(left, right, out).run();
}

}  // namespace simulator::schema

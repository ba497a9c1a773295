#include "simulator/schema/difference.h"

#include <algorithm>

#include "simulator/schema/print.h"
#include "simulator/schema/table_difference.h"

namespace simulator::schema {
namespace {

using enum DifferenceClass;

class Comparison {
 public:
  Comparison(const Schema& left, const Schema& right) : left_(left), right_(right) {}

  std::vector<Difference> run() {
    walk(left_.tables, right_.tables, "table ");
    walk(left_.indexes, right_.indexes, "index ");
    walk(left_.triggers, right_.triggers, "trigger ");
    walk(left_.views, right_.views, "view ");
    return std::move(out_);
  }

 private:
  /// Both lists are sorted by name.
  template <class T>
  void walk(const std::vector<T>& left, const std::vector<T>& right, const std::string& kind) {
    auto l = left.begin();
    auto r = right.begin();
    while (l != left.end() || r != right.end()) {
      const int order = l == left.end()    ? 1
                        : r == right.end() ? -1
                                           : fold_name(l->name).compare(fold_name(r->name));
      if (order < 0) {
        if (!goes_with_its_table(*l, right_)) {
          out_.push_back({DifferenceKind::missing, behavioural, kind + l->name, {}, print_sql(*l), {}});
        }
        ++l;
      } else if (order > 0) {
        if (!goes_with_its_table(*r, left_)) {
          out_.push_back({DifferenceKind::extra, behavioural, kind + r->name, {}, {}, print_sql(*r)});
        }
        ++r;
      } else {
        if (!(*l == *r)) compare(*l, *r, kind);  // nearly all of them are equal
        ++l;
        ++r;
      }
    }
  }

  /// An index or trigger whose table (or view) is missing over there as well.
  template <class T>
  static bool goes_with_its_table(const T& item, const Schema& other) {
    if constexpr (requires { item.table; }) {
      return other.find_table(item.table) == nullptr && other.find_view(item.table) == nullptr;
    } else {
      return false;
    }
  }

  void changed(DifferenceClass severity, const std::string& object, std::string attribute, std::string left,
               std::string right) {
    if (left == right) return;
    out_.push_back(
        {DifferenceKind::changed, severity, object, std::move(attribute), std::move(left), std::move(right)});
  }

  void renamed(const std::string& object, const std::string& attribute, const std::string& left,
               const std::string& right) {
    changed(same_name(left, right) ? cosmetic : behavioural, object, attribute, left, right);
  }

  void compare(const Table& left, const Table& right, const std::string&) {
    compare_tables(left, right, out_);
  }

  void compare(const Index& left, const Index& right, const std::string& kind) {
    const std::string object = kind + left.name;
    renamed(object, "name", left.name, right.name);
    if (!same_name(left.table, right.table)) renamed(object, "table", left.table, right.table);
    changed(behavioural, object, "unique", left.unique ? "UNIQUE" : "", right.unique ? "UNIQUE" : "");
    bool columns = left.parts.size() == right.parts.size();
    bool order = true;
    bool collation = true;
    for (std::size_t i = 0; columns && i < left.parts.size(); ++i) {
      const KeyPart& a = left.parts[i];
      const KeyPart& b = right.parts[i];
      columns = a.text == b.text && a.expression == b.expression;
      order = order && a.descending == b.descending;
      collation = collation && same_collation(a, b);
    }
    const std::string attribute = !columns ? "columns" : !order ? "order" : "collation";
    if (!columns || !order || !collation) {
      changed(behavioural, object, attribute, print_key(left.parts), print_key(right.parts));
    }
    changed(behavioural, object, "where", left.where, right.where);
  }

  void compare(const Trigger& left, const Trigger& right, const std::string& kind) {
    const std::string object = kind + left.name;
    renamed(object, "name", left.name, right.name);
    if (!same_name(left.table, right.table)) renamed(object, "table", left.table, right.table);
    changed(behavioural, object, "timing", left.timing, right.timing);
    changed(behavioural, object, "event", left.event, right.event);
    changed(behavioural, object, "when", left.when, right.when);
    changed(behavioural, object, "body", left.body, right.body);
  }

  void compare(const View& left, const View& right, const std::string& kind) {
    const std::string object = kind + left.name;
    renamed(object, "name", left.name, right.name);
    const auto list = [](const std::vector<std::string>& names) {
      std::string text;
      for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
      return text;
    };
    changed(behavioural, object, "columns", list(left.columns), list(right.columns));
    changed(behavioural, object, "body", left.body, right.body);
  }

  const Schema& left_;
  const Schema& right_;
  std::vector<Difference> out_;
};

}  // namespace

std::vector<Difference> difference(const Schema& left, const Schema& right) {
  return Comparison(left, right).run();
}

bool any_behavioural(const std::vector<Difference>& differences) {
  return std::any_of(differences.begin(), differences.end(),
                     [](const Difference& d) { return d.severity == behavioural; });
}

std::string_view to_string(DifferenceKind kind) {
  switch (kind) {
    case DifferenceKind::missing:
      return "missing";
    case DifferenceKind::extra:
      return "extra";
    case DifferenceKind::changed:
      return "changed";
  }
  return "";
}

std::string_view to_string(DifferenceClass difference_class) {
  switch (difference_class) {
    case behavioural:
      return "behavioural";
    case order_only:
      return "order-only";
    case cosmetic:
      return "cosmetic";
  }
  return "";
}

}  // namespace simulator::schema

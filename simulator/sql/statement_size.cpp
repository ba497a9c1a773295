#include "simulator/sql/statement_size.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "simulator/base/lower_case.h"
#include "simulator/sql/tokenizer.h"

namespace simulator::sql {
namespace {

std::size_t plus(std::size_t a, std::size_t b) { return a > unlimited_size - b ? unlimited_size : a + b; }

// The tokens of one text that mean something, with their parentheses matched.
struct Words {
  struct Word {
    std::string_view text;
    TokenKind kind;
    std::size_t partner = 0;  // of a parenthesis; of an unmatched "(": the end
    int depth = 0;            // parentheses around it
  };
  std::vector<Word> all;

  explicit Words(std::string_view sql) {
    std::vector<std::size_t> open;
    for (const Token& token : tokenize(sql)) {
      if (is_trivia(token.kind)) continue;
      const std::string_view text = text_of(sql, token);
      if (text == ")" && !open.empty()) {
        all[open.back()].partner = all.size();
        all.push_back({text, token.kind, open.back(), static_cast<int>(open.size()) - 1});
        open.pop_back();
        continue;
      }
      if (text == "(") open.push_back(all.size());
      all.push_back({text, token.kind, 0, static_cast<int>(open.size()) - (text == "(" ? 1 : 0)});
    }
    for (const std::size_t left : open) all[left].partner = all.size();
  }

  [[nodiscard]] bool is(std::size_t i, std::string_view word) const {
    return i < all.size() && same_word(all[i].text, word);
  }
  [[nodiscard]] bool is_any(std::size_t i, std::initializer_list<std::string_view> words) const {
    return std::any_of(words.begin(), words.end(), [&](std::string_view word) { return is(i, word); });
  }
  [[nodiscard]] bool can_name(std::size_t i) const {
    const TokenKind kind = all[i].kind;
    return kind == TokenKind::identifier || kind == TokenKind::quoted_identifier ||
           kind == TokenKind::keyword || kind == TokenKind::string;
  }
  [[nodiscard]] std::string name(std::size_t i) const { return base::lower_case(unquoted(all[i].text)); }

  /// The "(" of `AS [NOT] [MATERIALIZED] (`, or 0.
  [[nodiscard]] std::size_t body_behind_as(std::size_t i) const {
    if (!is(i, "AS")) return 0;
    ++i;
    if (is(i, "NOT")) ++i;
    if (is(i, "MATERIALIZED")) ++i;
    return is(i, "(") ? i : 0;
  }

  /// For every word: does a table's name stand here?
  [[nodiscard]] std::vector<bool> table_places() const {
    std::vector<bool> places(all.size(), false);
    std::vector<bool> from_list = {false};  // one a level of parentheses
    for (std::size_t i = 0; i < all.size(); ++i) {
      const bool behind_comma = i > 0 && is_any(i - 1, {",", "("}) && from_list.back();
      const bool starts_table =
          behind_comma || (i > 0 && is_any(i - 1, {"FROM", "JOIN", "IN", "INTO", "UPDATE"}));
      if (is(i, "(")) {
        from_list.push_back(starts_table && !is(i - 1, "IN"));
      } else if (is(i, ")")) {
        if (from_list.size() > 1) from_list.pop_back();
      } else if (is(i, "FROM")) {
        from_list.back() = true;
      } else if (is_any(i, {"SELECT", "WHERE", "GROUP", "HAVING", "ORDER", "LIMIT", "UNION", "EXCEPT",
                            "INTERSECT", "VALUES", "SET", ";"})) {
        from_list.back() = false;
      }
      if (starts_table && can_name(i)) places[i] = true;
      if (i > 1 && is(i - 1, ".") && places[i - 2]) places[i] = true;  // schema.table
    }
    return places;
  }
};

// One text, its WITH tables, and the names at tables' places.
struct Unit {
  struct Body {
    std::size_t begin;
    std::size_t end;
  };
  struct Local {
    std::vector<Body> bodies;
    bool nested = false;      // one of them lies inside another
    bool everywhere = false;  // defined outside all parentheses, so visible in the whole text
  };
  Words words;
  std::vector<bool> places;
  std::map<std::string, Local> locals;

  explicit Unit(std::string_view sql) : words(sql), places(words.table_places()) {
    for (std::size_t i = 1; i < words.all.size(); ++i) {
      const std::size_t open = words.body_behind_as(i);
      if (open == 0) continue;
      std::size_t name = i - 1;  // `name AS (` or `name (columns) AS (`
      if (words.is(name, ")")) name = words.all[name].partner;
      if (words.is(name, "(") && name > 0) --name;
      if (!words.can_name(name)) continue;
      Local& local = locals[words.name(name)];
      for (const Body& other : local.bodies) local.nested = local.nested || open < other.end;
      local.bodies.push_back({open, words.all[open].partner});
      local.everywhere = local.everywhere || words.all[i].depth == 0;
    }
  }
};

class Sizer {
 public:
  explicit Sizer(const std::vector<StoredText>& views) {
    for (const StoredText& view : views) views_[base::lower_case(view.name)].emplace_back(view.sql);
  }

  std::size_t size(const Unit& unit) { return range(unit, 0, unit.words.all.size()); }

 private:
  using Key = std::pair<const Unit*, std::string>;  // a null unit: a view

  std::size_t range(const Unit& unit, std::size_t begin, std::size_t end) {
    std::size_t total = end - begin;
    for (std::size_t i = begin; i < end; ++i) {
      if (unit.places[i]) total = plus(total, reference(unit, i));
    }
    return total;
  }

  std::size_t reference(const Unit& unit, std::size_t at) {
    const std::string name = unit.words.name(at);
    const auto local = unit.locals.find(name);
    std::size_t total = 0;
    if (local != unit.locals.end()) {
      total = with_table(unit, name, local->second, at);
      if (local->second.everywhere) return total;
    }
    return views_.contains(name) ? plus(total, view(name)) : total;
  }

  std::size_t with_table(const Unit& unit, const std::string& name, const Unit::Local& local,
                         std::size_t at) {
    const Key key{&unit, name};
    if (const auto known = known_.find(key); known != known_.end()) return known->second;
    if (open_.contains(key)) {
      // Inside its own body, and no body of that name inside another: a recursive table.
      const bool itself =
          !local.nested && std::any_of(local.bodies.begin(), local.bodies.end(),
                                       [at](const auto& body) { return at > body.begin && at < body.end; });
      return itself ? 0 : unlimited_size;
    }
    open_.insert(key);
    std::size_t total = 0;
    for (const Unit::Body& body : local.bodies) total = plus(total, range(unit, body.begin, body.end));
    open_.erase(key);
    return known_[key] = total;
  }

  std::size_t view(const std::string& name) {
    const Key key{nullptr, name};
    if (const auto known = known_.find(key); known != known_.end()) return known->second;
    if (!open_.insert(key).second) return unlimited_size;
    std::size_t total = 0;
    for (const Unit& unit : views_.at(name)) total = plus(total, range(unit, 0, unit.words.all.size()));
    open_.erase(key);
    return known_[key] = total;
  }

  std::map<std::string, std::vector<Unit>> views_;
  std::map<Key, std::size_t> known_;
  std::set<Key> open_;
};

// Generated columns: name and body of every `name ... AS (expression)` directly inside the table's
// parentheses. A table made AS a SELECT has no list of columns; a WITH table in it only looks like one.
class Columns {
 public:
  void read(const Words& words) {
    std::size_t list = 0;
    while (list < words.all.size() && !words.is_any(list, {"(", "AS"})) ++list;
    if (!words.is(list, "(")) return;
    std::size_t definition = 0;  // first word of the column's definition
    for (std::size_t i = list + 1; i < words.all[list].partner; ++i) {
      const bool top = words.all[i].depth == 1;
      if (top && words.is_any(i - 1, {"(", ","})) definition = i;
      const std::size_t open = top ? words.body_behind_as(i) : 0;
      if (open == 0) continue;
      std::vector<std::string>& body = bodies_[words.name(definition)];
      for (std::size_t k = open; k < words.all[open].partner; ++k) {
        body.push_back(words.all[k].kind == TokenKind::string ? std::string() : words.name(k));
      }
    }
  }

  std::size_t largest() {
    std::size_t most = 0;
    for (const auto& [name, body] : bodies_) most = std::max(most, size(name));
    return most;
  }

 private:
  std::size_t size(const std::string& name) {
    if (const auto known = known_.find(name); known != known_.end()) return known->second;
    if (!open_.insert(name).second) return unlimited_size;
    std::size_t total = 0;
    for (const std::string& word : bodies_.at(name)) {
      total = plus(total, 1);
      if (!word.empty() && bodies_.contains(word)) total = plus(total, size(word));
    }
    open_.erase(name);
    return known_[name] = total;
  }

  std::map<std::string, std::vector<std::string>> bodies_;
  std::map<std::string, std::size_t> known_;
  std::set<std::string> open_;
};

}  // namespace

std::vector<std::size_t> expanded_sizes(const std::vector<std::string_view>& texts,
                                        const std::vector<StoredText>& views) {
  Sizer sizer(views);
  std::vector<Unit> units(texts.begin(), texts.end());  // all alive at once: their addresses are keys
  std::vector<std::size_t> sizes;
  for (const Unit& unit : units) sizes.push_back(sizer.size(unit));
  return sizes;
}

std::size_t table_references(std::string_view statement) {
  const std::vector<bool> places = Words(statement).table_places();
  return static_cast<std::size_t>(std::count(places.begin(), places.end(), true));
}

std::size_t largest_generated_column(std::string_view create_table, std::string_view added) {
  Columns columns;
  columns.read(Words(create_table));
  if (!added.empty()) columns.read(Words("(" + std::string(added) + ")"));
  return columns.largest();
}

}  // namespace simulator::sql

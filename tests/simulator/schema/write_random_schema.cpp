#include <sqlite3.h>

#include <algorithm>
#include <sstream>

#include "tests/simulator/schema/random_schema.h"

namespace simulator::schema::testing {
namespace {

bool needs_quotes(const std::string& name) {
  const auto odd = [](char c) {
    return !((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
             c == '$' || static_cast<unsigned char>(c) >= 0x80);
  };
  return std::any_of(name.begin(), name.end(), odd) || name == "TRUE" ||
         ((name == "order" || name == "from" || name == "select" || name == "group") &&
          sqlite3_keyword_check(name.c_str(), static_cast<int>(name.size())) != 0);
}

class Writer {
 public:
  explicit Writer(base::Random* style) : style_(style) {}

  std::string all(const Model& model) {
    std::vector<std::size_t> order(model.tables.size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
    for (std::size_t i = order.size(); style_ != nullptr && i > 1; --i) {
      std::swap(order[i - 1], order[style_->below(i)]);
    }
    for (const std::size_t i : order) table(model.tables[i]);
    for (const IndexModel& index : model.indexes) {
      words(index.unique ? "CREATE UNIQUE INDEX" : "CREATE INDEX");
      name(index.name, false);
      words("ON");
      name(index.table, false);
      raw("(");
      list(index.parts, [&](const PartModel& part) { this->part(part); });
      raw(")");
      if (!index.where.empty()) {
        words("WHERE");
        maybe_in_parentheses(index.where);
      }
      raw(";\n");
    }
    for (const TriggerModel& trigger : model.triggers) {
      words("CREATE TRIGGER");
      name(trigger.name, false);
      if (trigger.head.starts_with("BEFORE ") && maybe(50)) {
        words(trigger.head.substr(7));
      } else {
        words(trigger.head);
      }
      words("ON");
      name(trigger.table, false);
      if (maybe(50)) words("FOR EACH ROW");
      if (!trigger.when.empty()) {
        words("WHEN");
        maybe_in_parentheses(trigger.when);
      }
      words("BEGIN");
      words(trigger.body);
      raw(";");
      words("END");
      raw(";\n");
    }
    for (const ViewModel& view : model.views) {
      words("CREATE VIEW");
      name(view.name, false);
      words("AS");
      words(view.body);
      raw(";\n");
    }
    return out_.str();
  }

 private:
  bool maybe(std::uint64_t percent) { return style_ != nullptr && style_->below(100) < percent; }

  void gap() {
    if (style_ == nullptr) {
      out_ << ' ';
      return;
    }
    static constexpr const char* gaps[] = {" ",           " ",   "  ", "\n", "\t", " /* it's \" ( */ ",
                                           " -- ; ' [\n", "/**/"};
    out_ << gaps[style_->below(std::size(gaps))];
  }

  void raw(const std::string& text) {
    out_ << text;
    if (text == "(" || text == ",") gap();
  }

  std::string any_case(std::string text) {
    if (style_ == nullptr) return text;
    for (char& c : text) {
      const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      if (letter && style_->below(2) == 0) c = static_cast<char>(c ^ 0x20);
    }
    return text;
  }

  /// `declares`: the name of a column where it is made keeps its letter case, or that would be a difference.
  void name(const std::string& text, bool fold = true) {
    const std::string written = fold ? any_case(text) : text;
    gap();
    const std::uint64_t quote = style_ == nullptr ? 0 : style_->below(6);
    if (quote == 1) {
      out_ << '[' << written << ']';
    } else if (quote == 2) {
      out_ << '`' << written << '`';
    } else if (quote == 3 || needs_quotes(text)) {
      out_ << '"';
      for (const char c : written) out_ << (c == '"' ? "\"\"" : std::string(1, c));
      out_ << '"';
    } else {
      out_ << written;
    }
    gap();
  }

  /// Names may hold spaces, so a `$name` reaches to the next " <word>" that is not part of a known name.
  void words(const std::string& text) {
    std::size_t at = 0;
    while (at < text.size()) {
      if (text[at] == ' ') {
        ++at;
      } else if (text[at] == '$') {
        const std::string found = name_at(text.substr(at + 1));
        name(found);
        at += 1 + found.size();
      } else if (text[at] == '\'') {
        std::size_t end = at + 1;
        while (text[end] != '\'' || text.compare(end, 2, "''") == 0) end += text[end] == '\'' ? 2 : 1;
        gap();
        out_ << text.substr(at, end + 1 - at);
        gap();
        at = end + 1;
      } else {
        const std::size_t end = std::min(text.find(' ', at), text.size());
        std::string word = text.substr(at, end - at);
        if (word == "=" && maybe(30)) word = "==";
        if (word == "!=" && maybe(30)) word = "<>";
        gap();
        out_ << any_case(word);
        gap();
        at = end;
      }
    }
  }

  static std::string name_at(const std::string& text) {
    for (const char* known : {"Full Name", "Order Items", "with \"quotes\""}) {
      if (text.starts_with(known)) return known;
    }
    return text.substr(0, text.find(' '));
  }

  void maybe_in_parentheses(const std::string& expression) {
    const bool twice = maybe(30);
    if (twice) out_ << " ( ";
    words(expression);
    if (twice) out_ << " ) ";
  }

  void part(const PartModel& part) {
    words(part.expression);
    if (!part.collation.empty()) words("COLLATE " + part.collation);
    if (part.descending) {
      words("DESC");
    } else if (maybe(30)) {
      words("ASC");
    }
  }

  template <class List, class Item>
  void list(const List& items, Item item) {
    bool first = true;
    for (const auto& each : items) {
      if (!first) raw(",");
      first = false;
      item(each);
    }
  }

  void references(const ForeignKeyModel& key, const std::string& child) {
    words("REFERENCES");
    name(key.parent);
    if (maybe(50) || key.parent == child) {
      raw("(");
      name(key.parent_column);
      raw(")");
    }
    if (maybe(30)) words("ON UPDATE NO ACTION");
    if (!key.on_delete.empty()) words("ON DELETE " + key.on_delete);
    if (key.deferred) {
      words("DEFERRABLE INITIALLY DEFERRED");
    } else if (maybe(40)) {
      words(style_->below(2) == 0 ? "NOT DEFERRABLE" : "DEFERRABLE INITIALLY IMMEDIATE");
    }
  }

  void table(const TableModel& table) {
    words("CREATE TABLE");
    name(table.name, false);
    raw("(");
    std::vector<std::size_t> uniques_left;
    std::vector<std::size_t> checks_left;
    std::vector<std::size_t> keys_left;
    for (std::size_t i = 0; i < table.uniques.size(); ++i) uniques_left.push_back(i);
    for (std::size_t i = 0; i < table.checks.size(); ++i) checks_left.push_back(i);
    for (std::size_t i = 0; i < table.foreign_keys.size(); ++i) keys_left.push_back(i);
    bool key_left = !table.primary_key.empty();
    list(table.columns, [&](const ColumnModel& column) {
      name(column.name, false);
      // SQLite 3.40 takes GENERATED ALWAYS behind a type for a part of it when anything but one space stands
      // there.
      const bool in_full =
          !column.generated.empty() && column.type.find(' ') == std::string::npos && maybe(50);
      if (in_full) {
        out_ << any_case(column.type);
      } else {
        words(column.type);
      }
      if (column.not_null) words(maybe(30) ? "NOT NULL ON CONFLICT ABORT" : "NOT NULL");
      if (!column.default_value.empty()) {
        words("DEFAULT");
        const bool twice = maybe(30);
        if (twice) out_ << "((";
        words(column.default_value);
        if (twice) out_ << "))";
      }
      if (!column.collation.empty()) words("COLLATE " + column.collation);
      if (column.collation.empty() && maybe(20)) words("COLLATE BINARY");
      if (!column.generated.empty()) {
        if (in_full) out_ << any_case(" GENERATED ALWAYS ");
        words("AS");
        raw("(");
        words(column.generated);
        raw(")");
        if (column.stored || maybe(50)) words(column.stored ? "STORED" : "VIRTUAL");
      }
      if (key_left && table.primary_key.size() == 1 && table.primary_key[0] == column.name && !maybe(50)) {
        words(table.autoincrement ? "PRIMARY KEY AUTOINCREMENT" : "PRIMARY KEY");
        key_left = false;
      }
      std::erase_if(uniques_left, [&](std::size_t i) {
        if (table.uniques[i].size() != 1 || table.uniques[i][0] != column.name || maybe(50)) return false;
        words("UNIQUE");
        return true;
      });
      std::erase_if(keys_left, [&](std::size_t i) {
        if (table.foreign_keys[i].column != column.name || maybe(50)) return false;
        references(table.foreign_keys[i], table.name);
        return true;
      });
      std::erase_if(checks_left, [&](std::size_t i) {
        if (!maybe(30)) return false;
        check(table.checks[i]);
        return true;
      });
    });
    if (key_left) {
      out_ << ", PRIMARY KEY (";
      list(table.primary_key, [&](const std::string& column) { name(column); });
      out_ << (table.autoincrement ? " AUTOINCREMENT)" : ")");
    }
    for (const std::size_t i : uniques_left) {
      out_ << ", UNIQUE (";
      list(table.uniques[i], [&](const std::string& column) { name(column); });
      out_ << ")";
    }
    for (const std::size_t i : checks_left) {
      out_ << ",";
      check(table.checks[i]);
    }
    for (const std::size_t i : keys_left) {
      out_ << ", FOREIGN KEY (";
      name(table.foreign_keys[i].column);
      out_ << ")";
      references(table.foreign_keys[i], table.name);
    }
    raw(")");
    if (table.without_rowid) words("WITHOUT ROWID");
    if (table.strict) out_ << (table.without_rowid ? ", strict" : " STRICT");
    raw(";\n");
  }

  void check(const std::string& expression) {
    if (maybe(20)) words("CONSTRAINT c1");
    words("CHECK");
    raw("(");
    maybe_in_parentheses(expression);
    raw(")");
  }

  base::Random* style_;
  std::ostringstream out_;
};

}  // namespace

std::string write(const Model& model, base::Random* style) { return Writer(style).all(model); }

}  // namespace simulator::schema::testing

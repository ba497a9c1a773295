#include "simulator/sql/tokenizer.h"

#include <algorithm>
#include <array>

namespace simulator::sql {
namespace {

// Sorted by bytes, upper case: what sqlite3_keyword_name() of SQLite 3.40 lists.
constexpr std::array<std::string_view, 147> keywords = {"ABORT",
                                                        "ACTION",
                                                        "ADD",
                                                        "AFTER",
                                                        "ALL",
                                                        "ALTER",
                                                        "ALWAYS",
                                                        "ANALYZE",
                                                        "AND",
                                                        "AS",
                                                        "ASC",
                                                        "ATTACH",
                                                        "AUTOINCREMENT",
                                                        "BEFORE",
                                                        "BEGIN",
                                                        "BETWEEN",
                                                        "BY",
                                                        "CASCADE",
                                                        "CASE",
                                                        "CAST",
                                                        "CHECK",
                                                        "COLLATE",
                                                        "COLUMN",
                                                        "COMMIT",
                                                        "CONFLICT",
                                                        "CONSTRAINT",
                                                        "CREATE",
                                                        "CROSS",
                                                        "CURRENT",
                                                        "CURRENT_DATE",
                                                        "CURRENT_TIME",
                                                        "CURRENT_TIMESTAMP",
                                                        "DATABASE",
                                                        "DEFAULT",
                                                        "DEFERRABLE",
                                                        "DEFERRED",
                                                        "DELETE",
                                                        "DESC",
                                                        "DETACH",
                                                        "DISTINCT",
                                                        "DO",
                                                        "DROP",
                                                        "EACH",
                                                        "ELSE",
                                                        "END",
                                                        "ESCAPE",
                                                        "EXCEPT",
                                                        "EXCLUDE",
                                                        "EXCLUSIVE",
                                                        "EXISTS",
                                                        "EXPLAIN",
                                                        "FAIL",
                                                        "FILTER",
                                                        "FIRST",
                                                        "FOLLOWING",
                                                        "FOR",
                                                        "FOREIGN",
                                                        "FROM",
                                                        "FULL",
                                                        "GENERATED",
                                                        "GLOB",
                                                        "GROUP",
                                                        "GROUPS",
                                                        "HAVING",
                                                        "IF",
                                                        "IGNORE",
                                                        "IMMEDIATE",
                                                        "IN",
                                                        "INDEX",
                                                        "INDEXED",
                                                        "INITIALLY",
                                                        "INNER",
                                                        "INSERT",
                                                        "INSTEAD",
                                                        "INTERSECT",
                                                        "INTO",
                                                        "IS",
                                                        "ISNULL",
                                                        "JOIN",
                                                        "KEY",
                                                        "LAST",
                                                        "LEFT",
                                                        "LIKE",
                                                        "LIMIT",
                                                        "MATCH",
                                                        "MATERIALIZED",
                                                        "NATURAL",
                                                        "NO",
                                                        "NOT",
                                                        "NOTHING",
                                                        "NOTNULL",
                                                        "NULL",
                                                        "NULLS",
                                                        "OF",
                                                        "OFFSET",
                                                        "ON",
                                                        "OR",
                                                        "ORDER",
                                                        "OTHERS",
                                                        "OUTER",
                                                        "OVER",
                                                        "PARTITION",
                                                        "PLAN",
                                                        "PRAGMA",
                                                        "PRECEDING",
                                                        "PRIMARY",
                                                        "QUERY",
                                                        "RAISE",
                                                        "RANGE",
                                                        "RECURSIVE",
                                                        "REFERENCES",
                                                        "REGEXP",
                                                        "REINDEX",
                                                        "RELEASE",
                                                        "RENAME",
                                                        "REPLACE",
                                                        "RESTRICT",
                                                        "RETURNING",
                                                        "RIGHT",
                                                        "ROLLBACK",
                                                        "ROW",
                                                        "ROWS",
                                                        "SAVEPOINT",
                                                        "SELECT",
                                                        "SET",
                                                        "TABLE",
                                                        "TEMP",
                                                        "TEMPORARY",
                                                        "THEN",
                                                        "TIES",
                                                        "TO",
                                                        "TRANSACTION",
                                                        "TRIGGER",
                                                        "UNBOUNDED",
                                                        "UNION",
                                                        "UNIQUE",
                                                        "UPDATE",
                                                        "USING",
                                                        "VACUUM",
                                                        "VALUES",
                                                        "VIEW",
                                                        "VIRTUAL",
                                                        "WHEN",
                                                        "WHERE",
                                                        "WINDOW",
                                                        "WITH",
                                                        "WITHOUT"};
constexpr std::size_t longest_keyword = 17;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_hex_digit(char c) { return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }
bool is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }
bool is_name_start(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
         static_cast<unsigned char>(c) >= 0x80;
}
bool is_name_part(char c) { return is_name_start(c) || is_digit(c) || c == '$'; }
char upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; }

// Reads one token. Past the end every character is 0, which no rule takes: the same way SQLite stops.
class Cutter {
 public:
  Cutter(std::string_view sql, std::size_t start) : sql_(sql), start_(start) {}

  Token cut() {
    const char c = at(0);
    if (c == ' ' || c == '\t' || c == '\n' || c == '\f' || c == '\r') return space();
    if (c == '-' && at(1) == '-') return line_comment();
    if (c == '/' && at(1) == '*' && at(2) != 0) return block_comment();
    if (c == '\'' || c == '"' || c == '`') return quoted(c);
    if (c == '[') return bracketed();
    if (is_digit(c) || (c == '.' && is_digit(at(1)))) return number();
    if (c == '?') return numbered_variable();
    if (c == '$' || c == '@' || c == ':' || c == '#') return named_variable();
    if ((c == 'x' || c == 'X') && at(1) == '\'') return blob();
    if (sql_.substr(start_).starts_with("\xEF\xBB\xBF")) return token(TokenKind::space, 3);
    if (is_name_start(c)) return word();
    return operator_or_illegal();
  }

 private:
  [[nodiscard]] char at(std::size_t i) const { return start_ + i < sql_.size() ? sql_[start_ + i] : '\0'; }
  [[nodiscard]] Token token(TokenKind kind, std::size_t length) const { return {kind, start_, length}; }

  Token space() {
    std::size_t i = 1;
    while (is_space(at(i))) ++i;
    return token(TokenKind::space, i);
  }

  Token line_comment() {
    std::size_t i = 2;
    while (at(i) != 0 && at(i) != '\n') ++i;
    return token(TokenKind::comment, i);
  }

  Token block_comment() {
    std::size_t i = 3;  // "/*/" does not close itself
    while (at(i) != 0 && !(at(i - 1) == '*' && at(i) == '/')) ++i;
    return token(TokenKind::comment, at(i) != 0 ? i + 1 : i);
  }

  Token quoted(char quote) {
    const TokenKind kind = quote == '\'' ? TokenKind::string : TokenKind::quoted_identifier;
    for (std::size_t i = 1; at(i) != 0; ++i) {
      if (at(i) != quote) continue;
      if (at(i + 1) != quote) return token(kind, i + 1);
      ++i;
    }
    return unclosed();
  }

  Token bracketed() {
    for (std::size_t i = 1; at(i) != 0; ++i) {
      if (at(i) == ']') return token(TokenKind::quoted_identifier, i + 1);
    }
    return unclosed();
  }

  Token unclosed() {
    std::size_t i = 1;
    while (at(i) != 0) ++i;
    return token(TokenKind::illegal, i);
  }

  Token number() {
    std::size_t i = 0;
    if (at(0) == '0' && (at(1) == 'x' || at(1) == 'X') && is_hex_digit(at(2))) {
      i = 3;
      while (is_hex_digit(at(i))) ++i;
    } else {
      while (is_digit(at(i))) ++i;
      if (at(i) == '.') {
        ++i;
        while (is_digit(at(i))) ++i;
      }
      const bool exponent = at(i) == 'e' || at(i) == 'E';
      const bool sign = at(i + 1) == '+' || at(i + 1) == '-';
      if (exponent && is_digit(at(sign ? i + 2 : i + 1))) {
        i += 2;
        while (is_digit(at(i))) ++i;
      }
    }
    TokenKind kind = TokenKind::number;
    while (is_name_part(at(i))) {  // 12ab is one wrong token, not a number and a name
      kind = TokenKind::illegal;
      ++i;
    }
    return token(kind, i);
  }

  Token numbered_variable() {
    std::size_t i = 1;
    while (is_digit(at(i))) ++i;
    return token(TokenKind::variable, i);
  }

  // :name, and the form of Tcl variables, which may hold "::" and end in a part in parentheses.
  Token named_variable() {
    TokenKind kind = TokenKind::variable;
    std::size_t letters = 0;
    std::size_t i = 1;
    for (; at(i) != 0; ++i) {
      if (is_name_part(at(i))) {
        ++letters;
      } else if (at(i) == '(' && letters > 0) {
        do ++i;
        while (at(i) != 0 && !is_space(at(i)) && at(i) != ')');
        if (at(i) == ')') {
          ++i;
        } else {
          kind = TokenKind::illegal;
        }
        break;
      } else if (at(i) == ':' && at(i + 1) == ':') {
        ++i;
      } else {
        break;
      }
    }
    return token(letters == 0 ? TokenKind::illegal : kind, i);
  }

  Token blob() {
    std::size_t i = 2;
    while (is_hex_digit(at(i))) ++i;
    const bool whole_bytes = at(i) == '\'' && i % 2 == 0;
    if (!whole_bytes) {
      while (at(i) != 0 && at(i) != '\'') ++i;
    }
    return token(whole_bytes ? TokenKind::blob : TokenKind::illegal, at(i) != 0 ? i + 1 : i);
  }

  Token word() {
    std::size_t i = 1;
    while (is_name_part(at(i))) ++i;
    return token(is_keyword(sql_.substr(start_, i)) ? TokenKind::keyword : TokenKind::identifier, i);
  }

  Token operator_or_illegal() {
    static constexpr std::array<std::string_view, 10> long_ones = {"->>", "->", "==", "<=", "<>",
                                                                   "<<",  ">=", ">>", "!=", "||"};
    for (const std::string_view one : long_ones) {
      if (sql_.substr(start_).starts_with(one)) return token(TokenKind::operator_, one.size());
    }
    const bool known = std::string_view("()+-*/%=<>|,&~.;").find(at(0)) != std::string_view::npos;
    return token(known ? TokenKind::operator_ : TokenKind::illegal, 1);
  }

  std::string_view sql_;
  std::size_t start_;
};

}  // namespace

Token token_at(std::string_view sql, std::size_t offset) { return Cutter(sql, offset).cut(); }

std::vector<Token> tokenize(std::string_view sql) {
  std::vector<Token> tokens;
  for (std::size_t offset = 0; offset < sql.size(); offset += tokens.back().length) {
    tokens.push_back(token_at(sql, offset));
  }
  return tokens;
}

bool is_keyword(std::string_view word) {
  if (word.size() > longest_keyword) return false;
  std::array<char, longest_keyword> letters{};
  std::transform(word.begin(), word.end(), letters.begin(), upper);
  return std::binary_search(keywords.begin(), keywords.end(), std::string_view(letters.data(), word.size()));
}

bool same_word(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](char x, char y) { return upper(x) == upper(y); });
}

std::string unquoted(std::string_view text) {
  if (text.size() < 2) return std::string(text);
  const char open = text.front();
  if (open == '[' && text.back() == ']') return std::string(text.substr(1, text.size() - 2));
  if ((open != '"' && open != '`' && open != '\'') || text.back() != open) return std::string(text);
  std::string out;
  for (std::size_t i = 1; i + 1 < text.size(); ++i) {
    out += text[i];
    if (text[i] == open) ++i;  // a quote inside is written twice
  }
  return out;
}

std::string_view to_string(TokenKind kind) {
  switch (kind) {
    case TokenKind::space:
      return "space";
    case TokenKind::comment:
      return "comment";
    case TokenKind::keyword:
      return "keyword";
    case TokenKind::identifier:
      return "identifier";
    case TokenKind::quoted_identifier:
      return "quoted identifier";
    case TokenKind::string:
      return "string";
    case TokenKind::blob:
      return "blob";
    case TokenKind::number:
      return "number";
    case TokenKind::variable:
      return "variable";
    case TokenKind::operator_:
      return "operator";
    case TokenKind::illegal:
      return "illegal";
  }
  return "illegal";
}

}  // namespace simulator::sql

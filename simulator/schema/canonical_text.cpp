#include "simulator/schema/canonical_text.h"

#include <algorithm>
#include <array>

#include "simulator/schema/schema.h"

namespace simulator::schema {
namespace {

using sql::Token;
using sql::TokenKind;

// Keywords that SQLite also takes for a name where only a name fits (the %fallback list of its parse.y). LIKE
// and its kin are on that list too. Not here, so kept in quotes: words whose bare form means something else
// in the same place (TRUE is no keyword but a value, CURRENT_DATE is a value, LEFT starts a join).
constexpr std::array<std::string_view, 75> usable_as_name = {
    "abort",     "action",       "after",     "always",    "analyze",  "asc",       "attach",    "before",
    "begin",     "by",           "cascade",   "cast",      "column",   "conflict",  "current",   "database",
    "deferred",  "desc",         "detach",    "do",        "each",     "end",       "exclude",   "exclusive",
    "explain",   "fail",         "first",     "following", "for",      "generated", "glob",      "groups",
    "if",        "ignore",       "immediate", "initially", "instead",  "key",       "last",      "like",
    "match",     "materialized", "no",        "nulls",     "of",       "offset",    "others",    "partition",
    "plan",      "pragma",       "preceding", "query",     "raise",    "range",     "recursive", "regexp",
    "reindex",   "release",      "rename",    "replace",   "restrict", "rollback",  "row",       "rows",
    "savepoint", "temp",         "temporary", "ties",      "trigger",  "unbounded", "vacuum",    "view",
    "virtual",   "with",         "without"};

bool plain_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '$' ||
         static_cast<unsigned char>(c) >= 0x80;
}

bool can_stand_bare(std::string_view lower) {
  if (lower.empty() || (lower[0] >= '0' && lower[0] <= '9') || lower[0] == '$') return false;
  if (!std::all_of(lower.begin(), lower.end(), plain_character)) return false;
  if (lower == "true" || lower == "false") return false;
  return !sql::is_keyword(lower) ||
         std::find(usable_as_name.begin(), usable_as_name.end(), lower) != usable_as_name.end();
}

std::string in_quotes(std::string_view text, char quote) {
  std::string quoted(1, quote);
  for (const char c : text) {
    if (c == quote) quoted += quote;
    quoted += c;
  }
  quoted += quote;
  return quoted;
}

std::string canonical_name(std::string_view name) {
  std::string lower = fold_name(name);
  return can_stand_bare(lower) ? lower : in_quotes(lower, '"');
}

class Canonical {
 public:
  Canonical(std::string_view sql, Tokens tokens, const Names& names)
      : sql_(sql), tokens_(tokens), names_(names) {}

  std::string text() const {
    std::string out;
    std::string previous;
    bool operand_before = false;  // then + and - are binary
    bool glued = true;            // nothing may stand between the previous token and the next
    for (std::size_t i = 0; i < tokens_.size(); ++i) {
      std::string token = canonical(i);
      if (!glued && !joins(previous, token)) out += previous == ";" ? '\n' : ' ';
      out += token;
      const bool sign = !operand_before && (token == "-" || token == "+" || token == "~");
      const bool operator_next =
          i + 1 < tokens_.size() && tokens_[i + 1].kind == TokenKind::operator_ && word(i + 1) != "(";
      glued = token == "(" || token == "." || (sign && !operator_next);
      operand_before = is_operand(i, token);
      previous = std::move(token);
    }
    return out;
  }

 private:
  std::string_view word(std::size_t i) const { return sql::text_of(sql_, tokens_[i]); }

  bool follows(std::size_t i, std::string_view what) const {
    return i > 0 && is_word(sql_, tokens_[i - 1], what);
  }
  bool precedes(std::size_t i, std::string_view what) const {
    return i + 1 < tokens_.size() && is_word(sql_, tokens_[i + 1], what);
  }

  std::string canonical(std::size_t i) const {
    const std::string_view raw = word(i);
    switch (tokens_[i].kind) {
      case TokenKind::keyword:
      case TokenKind::identifier:
      case TokenKind::number:
      case TokenKind::blob:
        return fold_name(raw);
      case TokenKind::operator_:
        return raw == "==" ? "=" : raw == "<>" ? "!=" : std::string(raw);
      case TokenKind::quoted_identifier: {
        const std::string name = sql::unquoted(raw);
        const bool is_name = raw[0] != '"' || names_.contains(fold_name(name)) || precedes(i, "(") ||
                             precedes(i, ".") || follows(i, ".") || follows(i, "as") || follows(i, "collate");
        return is_name ? canonical_name(name) : in_quotes(name, '\'');
      }
      case TokenKind::string:
        return follows(i, "as") ? canonical_name(sql::unquoted(raw)) : std::string(raw);
      default:
        return std::string(raw);
    }
  }

  // A call's parenthesis stands at its name; one behind a keyword (IN, AND, VALUES) stands apart.
  static bool joins(const std::string& previous, const std::string& token) {
    if (token == "," || token == ")" || token == "." || token == ";") return true;
    if (token != "(" || previous.empty() || !plain_character(previous.back())) return false;
    constexpr std::array<std::string_view, 7> calls = {"replace", "like", "glob", "cast",
                                                       "raise",   "if",   "match"};
    return !sql::is_keyword(previous) || std::find(calls.begin(), calls.end(), previous) != calls.end();
  }

  bool is_operand(std::size_t i, const std::string& token) const {
    switch (tokens_[i].kind) {
      case TokenKind::operator_:
        return token == ")";
      case TokenKind::keyword:
        return token == "end" || token == "null" || token.starts_with("current_");
      default:
        return true;
    }
  }

  std::string_view sql_;
  Tokens tokens_;
  const Names& names_;
};

}  // namespace

std::string canonical_text(std::string_view sql, Tokens tokens, const Names& names) {
  return Canonical(sql, tokens, names).text();
}

Tokens without_outer_parentheses(std::string_view sql, Tokens tokens) {
  if (tokens.size() < 2 || sql::text_of(sql, tokens[0]) != "(") return tokens;
  // How many of the opening ones are closed only at the very end: counted in one pass, however deep.
  std::vector<std::size_t> open;
  std::vector<std::size_t> partner(tokens.size(), tokens.size());
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    const std::string_view token = sql::text_of(sql, tokens[i]);
    if (token == "(") open.push_back(i);
    if (token == ")" && !open.empty()) {
      partner[open.back()] = i;
      open.pop_back();
    }
  }
  std::size_t layers = 0;
  while (2 * layers + 1 < tokens.size() && partner[layers] == tokens.size() - 1 - layers) ++layers;
  return tokens.subspan(layers, tokens.size() - 2 * layers);
}

std::string canonical_default(std::string_view text) {
  const Cursor cursor(text);
  const Tokens tokens = without_outer_parentheses(text, cursor.all());
  if (tokens.size() == 1) {
    const std::string_view word = sql::text_of(text, tokens[0]);
    if (is_word(text, tokens[0], "null")) return {};
    // DEFAULT abc is the string 'abc', in its own letter case.
    const std::string lower = fold_name(word);
    const bool value = lower == "true" || lower == "false" || lower.starts_with("current_");
    const bool bare = tokens[0].kind == TokenKind::identifier || tokens[0].kind == TokenKind::keyword;
    if (tokens[0].kind == TokenKind::quoted_identifier || (bare && !value)) {
      return in_quotes(sql::unquoted(word), '\'');
    }
  }
  return canonical_text(text, tokens, {});
}

void collect_names(std::string_view sql, Tokens tokens, Names& names) {
  const auto beside = [&](std::size_t i, std::string_view word) { return is_word(sql, tokens[i], word); };
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    const std::string_view raw = sql::text_of(sql, tokens[i]);
    if (tokens[i].kind == TokenKind::identifier) names.insert(fold_name(raw));
    if (tokens[i].kind != TokenKind::quoted_identifier) continue;
    const bool before = i > 0 && (beside(i - 1, ".") || beside(i - 1, "as"));
    const bool behind =
        i + 1 < tokens.size() && (beside(i + 1, ".") || beside(i + 1, "as") || beside(i + 1, "("));
    if (raw[0] != '"' || before || behind) names.insert(fold_name(sql::unquoted(raw)));
  }
}

std::string print_name(std::string_view name) {
  return can_stand_bare(fold_name(name)) && !sql::is_keyword(name) ? std::string(name) : in_quotes(name, '"');
}

}  // namespace simulator::schema

#include "simulator/lint/statement_text.h"

#include <algorithm>

#include "simulator/schema/cursor.h"
#include "simulator/schema/schema.h"

namespace simulator::lint {
namespace {

using schema::Cursor;
using sql::Token;
using sql::TokenKind;

Range range_of(const Token& token) { return {token.offset, token.length}; }

bool can_be_name(const Token& token) {
  return token.kind == TokenKind::identifier || token.kind == TokenKind::quoted_identifier ||
         token.kind == TokenKind::keyword;
}

bool means(std::string_view statement, const Token& token, std::string_view name) {
  return can_be_name(token) && schema::same_name(sql::unquoted(sql::text_of(statement, token)), name);
}

std::size_t offset_here(const Cursor& words) {
  return words.at_end() ? words.sql().size() : words.all()[words.position()].offset;
}

std::size_t end_of_previous(const Cursor& words) {
  if (words.position() == 0) return 0;
  const Token& token = words.all()[words.position() - 1];
  return token.offset + token.length;
}

/// Steps to an unquoted word outside of parentheses.
bool seek(Cursor& words, std::initializer_list<std::string_view> wanted) {
  while (!words.at_end()) {
    for (const std::string_view word : wanted)
      if (words.is(word)) return true;
    words.skip();
  }
  return false;
}

void read_star(Cursor& words, InsertText& insert) {
  if (!words.take("SELECT")) return;
  if (!words.take("ALL")) words.take("DISTINCT");
  if (!words.is("*") || !words.is("FROM", 1)) return;
  insert.star = Range{offset_here(words), 1};
  words.skip();
  words.skip();
  std::string table = words.take_name();
  if (words.take(".")) table = words.take_name();
  const bool more = words.is(",") || words.is("JOIN") || words.is("NATURAL") || words.is("LEFT") ||
                    words.is("INNER") || words.is("CROSS") || words.is("(") || table.empty() || table == "(";
  if (more) {
    insert.star.reset();
    return;
  }
  insert.star_table = std::move(table);
}

}  // namespace

std::vector<Range> find_names(std::string_view statement, std::string_view name) {
  std::vector<Range> out;
  for (const Token& token : sql::tokenize(statement))
    if (means(statement, token, name)) out.push_back(range_of(token));
  return out;
}

std::optional<Range> find_name(std::string_view statement, std::string_view name, std::size_t n) {
  const std::vector<Range> found = find_names(statement, name);
  return n < found.size() ? std::optional(found[n]) : std::nullopt;
}

bool has_word(std::string_view statement, std::string_view word) {
  const Cursor words(statement);
  return std::any_of(words.all().begin(), words.all().end(),
                     [&](const Token& token) { return schema::is_word(statement, token, word); });
}

bool has_outer_word(std::string_view statement, std::string_view word) {
  Cursor words(statement);
  return seek(words, {word});
}

bool begins_with(std::string_view statement, std::string_view word) { return Cursor(statement).is(word); }

std::size_t offset_of(std::string_view statement, base::Position place) {
  std::size_t offset = 0;
  for (int line = 1; line < place.line; ++line) {
    const std::size_t end = statement.find('\n', offset);
    if (end == std::string_view::npos) return 0;
    offset = end + 1;
  }
  for (int column = 1; column < place.column && offset < statement.size(); ++column) {
    ++offset;
    while (offset < statement.size() && (static_cast<unsigned char>(statement[offset]) & 0xC0U) == 0x80U)
      ++offset;
  }
  return offset < statement.size() ? offset : 0;
}

Range token_range(std::string_view statement, std::size_t offset) {
  for (const Token& token : sql::tokenize(statement))
    if (token.offset <= offset && offset < token.offset + token.length) return range_of(token);
  return {0, statement.size()};
}

std::optional<InsertText> read_insert(std::string_view statement) {
  Cursor words(statement);
  if (words.is("WITH") && !seek(words, {"INSERT", "REPLACE"})) return std::nullopt;
  if (words.take("INSERT")) {
    if (words.take("OR")) words.skip();
  } else if (!words.take("REPLACE")) {
    return std::nullopt;
  }
  if (!words.take("INTO")) return std::nullopt;
  InsertText insert;
  insert.table = words.take_name();
  if (words.take(".")) insert.table = words.take_name();
  if (words.take("AS")) words.skip();
  insert.behind_table = end_of_previous(words);
  if (words.is("(")) {
    for (const schema::Tokens& part : schema::split_at_commas(statement, words.take_group()))
      if (!part.empty()) insert.columns.push_back(sql::unquoted(sql::text_of(statement, part.front())));
  }
  insert.default_values = words.is("DEFAULT");
  read_star(words, insert);
  return insert;
}

std::vector<Assignment> read_assignments(std::string_view statement) {
  Cursor words(statement);
  std::vector<Assignment> out;
  if (!seek(words, {"UPDATE"}) || !seek(words, {"SET"})) return out;
  words.skip();
  const auto add = [&](const Token& token) {
    out.push_back({sql::unquoted(sql::text_of(statement, token)), range_of(token)});
  };
  for (bool at_name = true; !words.at_end();) {
    if (words.is("WHERE") || words.is("FROM") || words.is("RETURNING") || words.is(";")) break;
    if (at_name && words.is("(")) {
      for (const schema::Tokens& part : schema::split_at_commas(statement, words.take_group()))
        if (!part.empty()) add(part.front());
      at_name = false;
      continue;
    }
    if (at_name) add(words.all()[words.position()]);
    at_name = words.is(",");
    words.skip();
  }
  return out;
}

std::optional<Range> find_type(std::string_view statement, std::string_view column, std::string_view type) {
  const Cursor words(statement);
  const schema::Tokens tokens = words.all();
  const Cursor wanted(type);
  if (wanted.all().empty()) return std::nullopt;
  for (std::size_t i = 0; i + wanted.all().size() < tokens.size(); ++i) {
    if (!means(statement, tokens[i], column)) continue;
    bool same = true;
    for (std::size_t k = 0; k < wanted.all().size() && same; ++k)
      same = sql::same_word(sql::text_of(statement, tokens[i + 1 + k]), wanted.text(k));
    const Token& last = tokens[i + wanted.all().size()];
    if (same) return Range{tokens[i + 1].offset, last.offset + last.length - tokens[i + 1].offset};
  }
  return std::nullopt;
}

}  // namespace simulator::lint

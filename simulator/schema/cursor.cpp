#include "simulator/schema/cursor.h"

#include <algorithm>

namespace simulator::schema {

bool is_word(std::string_view sql, const sql::Token& token, std::string_view word) {
  const bool quoted = token.kind == sql::TokenKind::quoted_identifier || token.kind == sql::TokenKind::string;
  return !quoted && sql::same_word(sql::text_of(sql, token), word);
}

Cursor::Cursor(std::string_view sql) : sql_(sql), tokens_(sql::tokenize(sql)) {
  std::erase_if(tokens_, [](const sql::Token& token) { return sql::is_trivia(token.kind); });
  while (!tokens_.empty() && is_word(sql_, tokens_.back(), ";")) tokens_.pop_back();
}

std::string_view Cursor::text(std::size_t ahead) const {
  return at_ + ahead < tokens_.size() ? sql::text_of(sql_, tokens_[at_ + ahead]) : std::string_view{};
}

bool Cursor::is(std::string_view word, std::size_t ahead) const {
  return at_ + ahead < tokens_.size() && is_word(sql_, tokens_[at_ + ahead], word);
}

bool Cursor::take(std::string_view word) {
  if (!is(word)) return false;
  ++at_;
  return true;
}

std::size_t Cursor::end_of_group(std::size_t open) const {
  std::size_t depth = 0;
  for (std::size_t i = open; i < tokens_.size(); ++i) {
    const std::string_view token = sql::text_of(sql_, tokens_[i]);
    if (token == "(") ++depth;
    if (token == ")" && --depth == 0) return i;
  }
  return tokens_.size();
}

void Cursor::skip() {
  if (at_end()) return;
  at_ = is("(") ? std::min(end_of_group(at_) + 1, tokens_.size()) : at_ + 1;
}

std::string Cursor::take_name() {
  std::string name = sql::unquoted(text());
  if (!at_end()) ++at_;
  return name;
}

Tokens Cursor::take_group() {
  if (!is("(")) return {};
  const std::size_t open = at_;
  const std::size_t close = end_of_group(open);
  at_ = std::min(close + 1, tokens_.size());
  return Tokens(tokens_).subspan(open + 1, close - open - 1);
}

Tokens Cursor::since(std::size_t first) const {
  return first < at_ ? Tokens(tokens_).subspan(first, at_ - first) : Tokens{};
}

std::vector<Tokens> split_at_commas(std::string_view sql, Tokens tokens) {
  std::vector<Tokens> parts;
  std::size_t depth = 0;
  std::size_t start = 0;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    const std::string_view token = sql::text_of(sql, tokens[i]);
    if (token == "(") ++depth;
    if (token == ")" && depth > 0) --depth;
    if (token == "," && depth == 0) {
      parts.push_back(tokens.subspan(start, i - start));
      start = i + 1;
    }
  }
  if (start < tokens.size()) parts.push_back(tokens.subspan(start));
  return parts;
}

}  // namespace simulator::schema

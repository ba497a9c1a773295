#include "simulator/schema/key_text.h"

#include <algorithm>

#include "simulator/schema/canonical_text.h"
#include "simulator/schema/schema.h"

namespace simulator::schema {
namespace {

// SQLite's limit for the depth of an expression: what it accepted has no more layers than this.
constexpr int deepest = 1000;

}  // namespace

std::string collation_name(std::string_view token) {
  std::string name = sql::unquoted(token);
  std::transform(name.begin(), name.end(), name.begin(),
                 [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
  return name;
}

std::string PartText::column(std::string_view sql) const {
  if (expression.size() != 1) return {};
  const sql::TokenKind kind = expression[0].kind;
  const bool word = kind == sql::TokenKind::identifier || kind == sql::TokenKind::keyword ||
                    kind == sql::TokenKind::quoted_identifier || kind == sql::TokenKind::string;
  return word ? fold_name(sql::unquoted(sql::text_of(sql, expression[0]))) : std::string{};
}

PartText read_part(std::string_view sql, Tokens part) {
  PartText result;
  // A part that is only `desc` is a column of that name.
  if (part.size() > 1 && (is_word(sql, part.back(), "asc") || is_word(sql, part.back(), "desc"))) {
    result.descending = is_word(sql, part.back(), "desc");
    part = part.first(part.size() - 1);
  }
  for (int layer = 0; layer < deepest; ++layer) {
    part = without_outer_parentheses(sql, part);
    if (part.size() < 3 || !is_word(sql, part[part.size() - 2], "collate")) break;
    if (result.collation.empty()) result.collation = collation_name(sql::text_of(sql, part.back()));
    part = part.first(part.size() - 2);
  }
  result.expression = part;
  return result;
}

std::vector<PartText> read_parts(std::string_view sql, Tokens list) {
  std::vector<PartText> parts;
  for (const Tokens part : split_at_commas(sql, list)) parts.push_back(read_part(sql, part));
  return parts;
}

}  // namespace simulator::schema

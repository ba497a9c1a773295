#include "engine/text/sql_colours.h"

#include <algorithm>
#include <array>

#include "simulator/sql/tokenizer.h"

namespace engine::text {
namespace {

using simulator::sql::Token;
using simulator::sql::TokenKind;

bool is_type_name(std::string_view word) {
  constexpr std::array<std::string_view, 12> types{"TEXT",     "INTEGER",   "INT",     "REAL",
                                                   "BLOB",     "NUMERIC",   "BOOLEAN", "VARCHAR",
                                                   "DATETIME", "TIMESTAMP", "BIGINT",  "DATE"};
  return std::any_of(types.begin(), types.end(),
                     [&](std::string_view type) { return simulator::sql::same_word(type, word); });
}

ColourClass colour_of(std::string_view sql, const Token& token) {
  switch (token.kind) {
    case TokenKind::keyword:
      return ColourClass::keyword;
    case TokenKind::identifier:
      return is_type_name(text_of(sql, token)) ? ColourClass::keyword : ColourClass::plain;
    case TokenKind::string:
    case TokenKind::blob:
      return ColourClass::string;
    case TokenKind::number:
      return ColourClass::number;
    case TokenKind::comment:
      return ColourClass::comment;
    case TokenKind::illegal: {
      // A string whose end is not typed yet keeps its colour while it is being typed.
      const char first = sql[token.offset];
      return first == '\'' ? ColourClass::string : ColourClass::plain;
    }
    default:
      return ColourClass::plain;
  }
}

void append(std::vector<ColourSpan>& spans, std::string_view sql, std::size_t offset, std::size_t length,
            ColourClass colour) {
  const std::size_t end = offset + length;
  while (offset < end) {
    std::size_t stop = std::min(sql.find('\n', offset), end);
    if (stop > offset) {
      const bool joins = !spans.empty() && spans.back().colour == colour &&
                         spans.back().offset + spans.back().length == offset;
      if (joins)
        spans.back().length += stop - offset;
      else
        spans.push_back({offset, stop - offset, colour});
    }
    offset = stop + (stop < end ? 1 : 0);
  }
}

}  // namespace

std::string_view to_string(ColourClass colour) {
  switch (colour) {
    case ColourClass::plain:
      return "plain";
    case ColourClass::keyword:
      return "keyword";
    case ColourClass::string:
      return "string";
    case ColourClass::number:
      return "number";
    case ColourClass::comment:
      return "comment";
  }
  return "plain";
}

std::vector<ColourSpan> sql_colours(std::string_view sql) {
  std::vector<ColourSpan> spans;
  ColourClass before = ColourClass::plain;
  for (const Token& token : simulator::sql::tokenize(sql)) {
    // White space takes the colour before it, so that two keywords in a row are one span.
    const ColourClass colour = token.kind == TokenKind::space ? before : colour_of(sql, token);
    append(spans, sql, token.offset, token.length, colour);
    before = colour;
  }
  return spans;
}

std::vector<ColourSpan> plain_colours(std::string_view text) {
  std::vector<ColourSpan> spans;
  append(spans, text, 0, text.size(), ColourClass::plain);
  return spans;
}

}  // namespace engine::text

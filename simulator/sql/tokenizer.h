// SQL cut into tokens by SQLite's own lexical rules. Lossless: the tokens cover every byte of the text, in
// order and without gaps, so the same tokens colour an editor, find where a statement ends and read the text
// that sqlite_schema keeps of a table.
//
// Source of the rules: SQLite 3.40, src/tokenize.c (described, not copied). Where SQLite stops at a byte of
// value 0, that byte is an `illegal` token here and the cutting goes on behind it.
//
// Values only; any thread.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace simulator::sql {

enum class TokenKind {
  space,
  comment,            ///< `-- to the end of the line` (without the line end) or `/* ... */`, also unclosed
  keyword,            ///< a word of SQLite's list; SQLite lets many of them stand for a name as well
  identifier,         ///< a bare name
  quoted_identifier,  ///< "name", `name` or [name]
  string,             ///< 'text'
  blob,               ///< x'00ff'
  number,
  variable,   ///< ?, ?1, :name, @name, $name, $name::space(suffix)
  operator_,  ///< also punctuation: ( ) , . ;
  illegal,    ///< an unclosed quote, a letter in a number, a character SQL does not know
};

struct Token {
  TokenKind kind = TokenKind::illegal;
  std::size_t offset = 0;  ///< bytes from the start of the text
  std::size_t length = 0;  ///< bytes, never 0
  friend bool operator==(const Token&, const Token&) = default;
};

/// The token that starts at `offset`, which must be inside the text and at a token's start.
[[nodiscard]] Token token_at(std::string_view sql, std::size_t offset);

[[nodiscard]] std::vector<Token> tokenize(std::string_view sql);

[[nodiscard]] inline std::string_view text_of(std::string_view sql, const Token& token) {
  return sql.substr(token.offset, token.length);
}

/// White space and comments: what stands between tokens that mean something.
[[nodiscard]] inline bool is_trivia(TokenKind kind) {
  return kind == TokenKind::space || kind == TokenKind::comment;
}

/// One of the 147 keywords of SQLite 3.40, in any case.
[[nodiscard]] bool is_keyword(std::string_view word);

/// ASCII case is ignored, as SQLite does for keywords and names.
[[nodiscard]] bool same_word(std::string_view a, std::string_view b);

/// A token's text without its quotes ("a""b" is a"b, [a] is a, 'it''s' is it's); other text unchanged.
[[nodiscard]] std::string unquoted(std::string_view token_text);

[[nodiscard]] std::string_view to_string(TokenKind kind);

}  // namespace simulator::sql

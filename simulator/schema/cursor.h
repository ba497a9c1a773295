// Walks over the tokens of one CREATE statement, comments and white space left out. Never runs off the end:
// behind the last token every question is answered with "no" and every text is empty, so a parser written
// with it cannot crash on any text. Groups in parentheses are skipped without recursion.
//
// The text must outlive the cursor and every span taken from it.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "simulator/sql/tokenizer.h"

namespace simulator::schema {

using Tokens = std::span<const sql::Token>;

class Cursor {
 public:
  explicit Cursor(std::string_view sql);

  [[nodiscard]] std::string_view sql() const { return sql_; }
  [[nodiscard]] bool at_end() const { return at_ >= tokens_.size(); }
  [[nodiscard]] std::size_t position() const { return at_; }
  /// The token's text, `ahead` tokens further on.
  [[nodiscard]] std::string_view text(std::size_t ahead = 0) const;
  /// Is it this unquoted word (any letter case) or operator?
  [[nodiscard]] bool is(std::string_view word, std::size_t ahead = 0) const;
  /// Steps over `word` if it is next.
  bool take(std::string_view word);
  /// Steps over one token, or over a whole group when that token opens one.
  void skip();
  /// A name without its quotes; steps over it.
  std::string take_name();
  /// What is inside the parentheses that open here, without them; steps over the group. Empty when no group
  /// opens here. A group that is never closed reaches to the end.
  Tokens take_group();
  [[nodiscard]] Tokens all() const { return tokens_; }
  /// From token number `first` up to here.
  [[nodiscard]] Tokens since(std::size_t first) const;

 private:
  [[nodiscard]] std::size_t end_of_group(std::size_t open) const;

  std::string_view sql_;
  std::vector<sql::Token> tokens_;
  std::size_t at_ = 0;
};

/// Cut at the commas that stand outside of any parentheses.
[[nodiscard]] std::vector<Tokens> split_at_commas(std::string_view sql, Tokens tokens);

/// Is the token this unquoted word or operator?
[[nodiscard]] bool is_word(std::string_view sql, const sql::Token& token, std::string_view word);

}  // namespace simulator::schema

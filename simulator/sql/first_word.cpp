#include "simulator/sql/first_word.h"

#include "simulator/sql/tokenizer.h"

namespace simulator::sql {

std::string_view first_word(std::string_view sql) {
  for (const Token& token : tokenize(sql))
    if (!is_trivia(token.kind)) return text_of(sql, token);
  return {};
}

bool bounds_a_transaction(std::string_view statement) {
  const std::string_view word = first_word(statement);
  return same_word(word, "begin") || same_word(word, "commit") || same_word(word, "end") ||
         same_word(word, "rollback");
}

}  // namespace simulator::sql

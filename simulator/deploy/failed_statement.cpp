#include "simulator/deploy/failed_statement.h"

#include "simulator/lint/statement_text.h"
#include "simulator/schema/schema.h"
#include "simulator/sql/splitter.h"
#include "simulator/sql/tokenizer.h"

namespace simulator::deploy {

std::string_view failed_statement(const base::Error& error, std::string_view sql) {
  const std::vector<sql::StatementText> all = sql::split_statements(sql);
  if (all.size() == 1) return all.front().text;
  if (error.at.known()) {
    const std::size_t at = lint::offset_of(sql, error.at);
    for (const sql::StatementText& each : all) {
      // A place in the white space before a statement is the statement's.
      if (at < each.offset + each.text.size()) return each.text;
    }
    return {};
  }
  // SQLite does not always know the place; then it is the only one that could, or that has the name in
  // question.
  const std::size_t space = error.message.rfind(' ');
  const std::string name = sql::unquoted(std::string_view(error.message).substr(space + 1));
  std::vector<std::string_view> could;
  std::vector<std::string_view> names_it;
  for (const sql::StatementText& each : all) {
    const bool frame = lint::begins_with(each.text, "BEGIN") || lint::begins_with(each.text, "COMMIT");
    if (!frame && !lint::begins_with(each.text, "SELECT")) could.push_back(each.text);
    if (lint::find_name(each.text, name)) names_it.push_back(each.text);
  }
  if (names_it.size() == 1) return names_it.front();
  return could.size() == 1 ? could.front() : std::string_view();
}

std::vector<std::string_view> words_of(std::string_view statement) {
  std::vector<std::string_view> out;
  for (const sql::Token& token : sql::tokenize(statement)) {
    if (!sql::is_trivia(token.kind)) out.push_back(sql::text_of(statement, token));
  }
  return out;
}

std::string as_known(std::string_view name, std::string_view statement) {
  const std::string plain = sql::unquoted(name);
  for (const std::string_view word : words_of(statement)) {
    const bool quoted = word.front() == '"' || word.front() == '`' || word.front() == '[';
    if (quoted && sql::same_word(sql::unquoted(word), plain)) return sql::unquoted(word);
  }
  return schema::fold_name(plain);
}

std::string without_database(const std::string& name) {
  return name.starts_with("main.") ? name.substr(5) : name;
}

std::string name_behind(std::string_view statement, std::initializer_list<std::string_view> path) {
  const auto words = words_of(statement);
  for (std::size_t start = 0; start < words.size(); ++start) {
    std::size_t at = start;
    bool there = true;
    for (std::string_view step : path) {
      const bool optional = step.ends_with('?');
      if (optional) step.remove_suffix(1);
      const bool fits = at < words.size() && sql::same_word(words[at], step);
      if (fits) ++at;
      there = there && (fits || optional);
    }
    if (!there || at >= words.size()) continue;
    if (at + 2 < words.size() && words[at + 1] == ".") at += 2;
    return sql::unquoted(words[at]);
  }
  return {};
}

std::string target_of(std::string_view statement) {
  if (const auto insert = lint::read_insert(statement)) return insert->table;
  if (std::string name = name_behind(statement, {"DELETE", "FROM"}); !name.empty()) return name;
  for (const std::string_view conflict : {"ROLLBACK", "ABORT", "FAIL", "IGNORE", "REPLACE"}) {
    if (std::string name = name_behind(statement, {"UPDATE", "OR", conflict}); !name.empty()) return name;
  }
  return name_behind(statement, {"UPDATE"});
}

std::string altered_table(std::string_view statement) { return name_behind(statement, {"ALTER", "TABLE"}); }

std::string added_column(std::string_view statement) {
  const auto words = words_of(statement);
  for (std::size_t index = 0; index + 1 < words.size(); ++index) {
    if (!sql::same_word(words[index], "ADD")) continue;
    const bool spelled_out = sql::same_word(words[index + 1], "COLUMN") && index + 2 < words.size();
    return sql::unquoted(words[index + (spelled_out ? 2 : 1)]);
  }
  return {};
}

bool is_in_from(std::string_view statement, std::string_view name) {
  const auto words = words_of(statement);
  for (std::size_t index = 0; index < words.size(); ++index) {
    if (!sql::same_word(sql::unquoted(words[index]), name)) continue;
    if (index + 1 == words.size() || words[index + 1] != ".") return true;
  }
  return false;
}

}  // namespace simulator::deploy

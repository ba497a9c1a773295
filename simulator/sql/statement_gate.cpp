#include "simulator/sql/statement_gate.h"

#include <fmt/core.h>
#include <sqlite3.h>

#include <algorithm>
#include <cctype>
#include <memory>
#include <string>

#include "simulator/sql/tokenizer.h"

namespace simulator::sql {
namespace {

constexpr std::string_view help =
    "Something here stands for something that stands for something twice as large, and so on. Give the steps "
    "in between "
    "a table of their own.";

bool is_letter(char c) { return std::isalpha(static_cast<unsigned char>(c)) != 0; }

// The word AS, without which nothing can be defined; by bytes, so also inside a string (then the slow way is
// taken for nothing).
bool has_as(std::string_view text) {
  for (std::size_t i = 0; i + 1 < text.size(); ++i) {
    if ((text[i] | 0x20) != 'a' || (text[i + 1] | 0x20) != 's') continue;
    if ((i == 0 || !is_letter(text[i - 1])) && (i + 2 == text.size() || !is_letter(text[i + 2]))) return true;
  }
  return false;
}

// The first words of a statement, trivia left out, as far as the name of what it makes.
struct Head {
  std::string_view verb;   // CREATE, ALTER, or whatever else
  std::string_view kind;   // TABLE, VIEW, TRIGGER behind CREATE or ALTER
  std::string_view name;   // of the object, as written
  std::size_t behind = 0;  // byte behind the name
};

Head read_head(std::string_view statement) {
  std::vector<Token> tokens;
  for (std::size_t at = 0; at < statement.size() && tokens.size() < 12;) {
    const Token token = token_at(statement, at);
    at += token.length;
    if (!is_trivia(token.kind)) tokens.push_back(token);
  }
  const auto is = [&](std::size_t i, std::string_view word) {
    return i < tokens.size() && same_word(text_of(statement, tokens[i]), word);
  };
  const auto take = [&](std::size_t i) {
    return i < tokens.size() ? text_of(statement, tokens[i]) : std::string_view();
  };
  std::size_t i = 0;
  if (is(i, "EXPLAIN")) ++i;
  if (is(i, "QUERY") && is(i + 1, "PLAN")) i += 2;
  Head head;
  head.verb = take(i);
  if (!is(i, "CREATE") && !is(i, "ALTER")) return head;
  ++i;
  if (is(i, "TEMP") || is(i, "TEMPORARY")) ++i;
  head.kind = take(i++);
  if (is(i, "IF")) i += 3;  // IF NOT EXISTS
  if (is(i + 1, ".")) i += 2;
  head.name = take(i);
  if (i < tokens.size()) head.behind = tokens[i].offset + tokens[i].length;
  return head;
}

bool same_name(std::string_view written, std::string_view stored) {
  return same_word(unquoted(written), stored);
}

}  // namespace

std::vector<StoredText> StatementGate::stored(std::string_view type) const {
  constexpr std::string_view sql =
      "SELECT name, sql FROM main.sqlite_master WHERE type = ?1 AND sql IS NOT NULL "
      "UNION ALL SELECT name, sql FROM temp.sqlite_master WHERE type = ?1 AND sql IS NOT NULL";
  std::vector<StoredText> out;
  sqlite3_stmt* raw = nullptr;
  if (sqlite3_prepare_v2(connection_, sql.data(), static_cast<int>(sql.size()), &raw, nullptr) != SQLITE_OK) {
    return out;  // an unreadable schema: the statement itself will say why
  }
  const std::unique_ptr<sqlite3_stmt, int (*)(sqlite3_stmt*)> statement(raw, sqlite3_finalize);
  sqlite3_bind_text64(raw, 1, type.data(), type.size(), SQLITE_STATIC, SQLITE_UTF8);
  const auto column = [raw](int i) {
    const auto* bytes = reinterpret_cast<const char*>(sqlite3_column_text(raw, i));
    return std::string(bytes, static_cast<std::size_t>(sqlite3_column_bytes(raw, i)));
  };
  while (sqlite3_step(raw) == SQLITE_ROW) out.push_back({column(0), column(1)});
  return out;
}

std::optional<Refusal> StatementGate::refuse_triggers(std::vector<StoredText> triggers,
                                                      const std::vector<StoredText>& views) const {
  std::vector<std::string_view> texts;
  for (const StoredText& trigger : triggers) texts.push_back(trigger.sql);
  std::size_t total = 0;
  for (const std::size_t size : expanded_sizes(texts, views)) total += std::min(size, largest_triggers + 1);
  if (total <= largest_triggers) return std::nullopt;
  return Refusal{
      "the triggers of this database would together become too large, with the views they use put in",
      std::string(help)};
}

std::optional<Refusal> StatementGate::refuse_new_trigger(std::string_view statement) const {
  std::vector<StoredText> triggers = stored("trigger");
  triggers.push_back({"", std::string(statement)});
  return refuse_triggers(std::move(triggers), stored("view"));
}

std::optional<Refusal> StatementGate::refuse_new_view(std::string_view statement,
                                                      std::string_view name) const {
  std::vector<StoredText> views = stored("view");
  std::erase_if(views, [&](const StoredText& view) { return same_name(name, view.name); });
  views.push_back({unquoted(name), std::string(statement)});
  std::vector<std::string_view> texts;
  for (const StoredText& view : views) texts.push_back(view.sql);
  const std::vector<std::size_t> sizes = expanded_sizes(texts, views);
  const auto largest = std::max_element(sizes.begin(), sizes.end());
  if (*largest > largest_view) {
    return Refusal{fmt::format("the view \"{}\" would become too large, with the views it uses put in",
                               views[static_cast<std::size_t>(largest - sizes.begin())].name),
                   std::string(help)};
  }
  return refuse_triggers(stored("trigger"), views);
}

std::optional<Refusal> StatementGate::refuse(std::string_view statement) const {
  const char first = statement.empty() ? ' ' : static_cast<char>(statement.front() | 0x20);
  const bool defines = first == 'c' || first == 'a' || first == 'e' || has_as(statement);
  if (!defines && statement.size() < 500) return std::nullopt;  // fewer than 100 tables named

  const Head head = read_head(statement);
  const bool creates = same_word(head.verb, "CREATE");
  if (creates && same_word(head.kind, "VIEW")) return refuse_new_view(statement, head.name);
  if (creates && same_word(head.kind, "TRIGGER")) return refuse_new_trigger(statement);

  std::size_t column = 0;
  if (creates && same_word(head.kind, "TABLE")) {
    column = largest_generated_column(statement);
  } else if (same_word(head.verb, "ALTER") && has_as(statement)) {
    for (const StoredText& table : stored("table")) {
      if (same_name(head.name, table.name)) {
        column = largest_generated_column(table.sql, statement.substr(head.behind));
      }
    }
  }
  if (column > largest_column) {
    return Refusal{
        "a generated column would become too large, with the generated columns it uses put in",
        "Make one of the columns in between an ordinary column, or write the expression once in a view."};
  }

  std::vector<StoredText> views;
  if (table_references(statement) * largest_view > largest_statement) views = stored("view");
  if (expanded_sizes({statement}, views).front() <= largest_statement) return std::nullopt;
  return Refusal{"the statement would become too large, with the views and WITH tables it uses put in",
                 std::string(help)};
}

}  // namespace simulator::sql

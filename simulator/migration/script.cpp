#include "simulator/migration/script.h"

#include <fmt/format.h>

#include <algorithm>

#include "simulator/base/text_position.h"
#include "simulator/migration/goose_statements.h"
#include "simulator/sql/splitter.h"
#include "simulator/sql/tokenizer.h"

namespace simulator::migration {
namespace {

using sql::same_word;

/// `word` is in lower case.
bool contains_word(std::string_view text, std::string_view word) {
  const auto same = [](char a, char b) {
    return (a >= 'A' && a <= 'Z' ? static_cast<char>(a + 32) : a) == b;
  };
  return std::search(text.begin(), text.end(), word.begin(), word.end(), same) != text.end();
}

/// Steps through the tokens that mean something, without cutting the rest of a long statement.
class Words {
 public:
  explicit Words(std::string_view statement) : text_(statement) {}

  /// The next token's text; empty at the end.
  std::string_view next() {
    while (offset_ < text_.size()) {
      const sql::Token token = sql::token_at(text_, offset_);
      offset_ += token.length;
      if (!sql::is_trivia(token.kind)) return sql::text_of(text_, token);
    }
    return {};
  }

 private:
  std::string_view text_;
  std::size_t offset_ = 0;
};

class ScriptReader {
 public:
  ScriptReader(const MigrationFile& file, Direction direction, const ToolProfile& profile)
      : file_(file), direction_(direction), profile_(profile) {
    const std::string_view text = file.script(direction);
    const Section none;
    const Section& section = direction == Direction::up ? file.up : file.down ? *file.down : none;
    script_.mentions_keys = contains_word(text, "references");
    script_.mentions_widening = contains_word(text, "trigger") || contains_word(text, "replace");
    script_.transaction = profile.transaction != TransactionRule::none && section.transaction;
    if (profile.tool == Tool::flyway && script_.transaction) judge_mixture(text, section.offset);
    if (profile.statements == StatementRule::goose_lines) {
      for (const auto& piece : goose_statements(text)) read_all(piece.text, section.offset + piece.offset);
    } else if (!file.delimiter.empty()) {
      read_delimited(text, section.offset);
    } else {
      read_all(text, section.offset);
    }
  }

  Script take() { return std::move(script_); }

 private:
  void read_all(std::string_view text, std::size_t offset) {
    for (const auto& piece : sql::split_statements(text)) read(piece.text, offset + piece.offset);
  }

  void read_delimited(std::string_view text, std::size_t offset) {
    while (!text.empty()) {
      const auto end = std::min(text.find(file_.delimiter), text.size());
      read_all(text.substr(0, end), offset);
      const auto used = std::min(end + file_.delimiter.size(), text.size());
      text.remove_prefix(used);
      offset += used;
    }
  }

  static bool sets_foreign_keys(std::string_view statement) {
    Words words(statement);
    if (!same_word(words.next(), "PRAGMA")) return false;
    return same_word(sql::unquoted(words.next()), "foreign_keys") && !words.next().empty();
  }

  /// Flyway takes `PRAGMA foreign_keys` to be a statement without transaction. A file of nothing else runs
  /// without one; a mixture is refused.
  void judge_mixture(std::string_view text, std::size_t offset) {
    const auto pieces = sql::split_statements(text);
    const auto is_pragma = [](const auto& piece) { return sets_foreign_keys(piece.text); };
    const auto first = std::find_if(pieces.begin(), pieces.end(), is_pragma);
    if (first == pieces.end()) return;
    if (std::all_of(pieces.begin(), pieces.end(), is_pragma)) {
      script_.transaction = false;
      return;
    }
    refuse("migration.not-in-transaction",
           "PRAGMA foreign_keys stands beside statements that belong into a transaction",
           offset + first->offset,
           fmt::format(
               "Flyway stops with: Detected both transactional and non-transactional statements within the "
               "same migration (even though mixed is false). Put the file's name with .conf beside it, with "
               "executeInTransaction=false in it, or take the PRAGMA out."));
  }

  void read(std::string_view text, std::size_t offset) {
    ScriptStatement statement{text, offset, false, {}};
    Words words(text);
    const std::string_view first = words.next();
    if (script_.transaction) judge_transaction(first, offset);
    if (same_word(first, "DROP") && same_word(words.next(), "TABLE")) statement.drops = dropped_table(text);
    words = Words(text);
    words.next();
    if (same_word(first, "PRAGMA")) statement.passed_over = read_pragma(words, offset);
    read_reach(first, words, text);
    script_.statements.push_back(statement);
  }

  void judge_transaction(std::string_view first, std::size_t offset) {
    const bool refused = profile_.refuses_transaction_words;
    for (const auto* word : {"BEGIN", "COMMIT", "END", "ROLLBACK", "SAVEPOINT", "RELEASE"}) {
      if (!same_word(first, word)) continue;
      refused ? refuse_transaction(word, offset) : explain_transaction(word, offset);
    }
    if (!same_word(first, "VACUUM")) return;
    refused ? refuse("migration.not-in-transaction",
                     "VACUUM cannot run inside a transaction, and every file runs in one", offset,
                     "VACUUM changes no schema: take it out of the file and run it on its own, after the "
                     "migration.")
            : warn("migration.not-in-transaction",
                   fmt::format("VACUUM will fail: {} runs this file in a transaction", profile_.name), offset,
                   "It changes no schema: run it on its own, after the migration.");
  }

  void explain_transaction(std::string_view word, std::size_t offset) {
    const bool ends = word == std::string_view("COMMIT") || word == std::string_view("END") ||
                      word == std::string_view("ROLLBACK");
    if (word == std::string_view("BEGIN")) {
      warn("migration.own-transaction",
           fmt::format("BEGIN will fail: {} runs this file in a transaction already", profile_.name), offset,
           "SQLite says: cannot start a transaction within a transaction.");
    } else if (ends) {
      warn("migration.own-transaction",
           fmt::format("{} ends the transaction in which {} runs this file", word, profile_.name), offset,
           "What follows counts at once and cannot be rolled back, and the tool's own COMMIT then fails: "
           "cannot "
           "commit - no transaction is active.");
    }
  }

  static std::string dropped_table(std::string_view text) {
    Words words(text);
    words.next();
    words.next();
    std::string_view name = words.next();
    if (same_word(name, "IF")) {
      words.next();  // EXISTS
      name = words.next();
    }
    if (words.next() == ".") name = words.next();
    return sql::unquoted(name);
  }

  /// Whether the statement is passed over.
  bool read_pragma(Words& words, std::size_t offset) {
    std::string name = sql::unquoted(words.next());
    std::string_view after = words.next();
    if (after == ".") {
      name = sql::unquoted(words.next());
      after = words.next();
    }
    const bool sets = after == "=" || after == "(";
    if (!sets) return false;
    if (same_word(name, "foreign_keys") && script_.transaction) {
      const bool safe = profile_.foreign_keys == ForeignKeys::off_while_running;
      warn("migration.foreign-keys-pragma",
           fmt::format("PRAGMA foreign_keys has no effect inside a transaction; {}",
                       profile_.tool == Tool::driftwood ? "it is passed over" : "SQLite does not say so"),
           offset,
           safe
               ? "It is not needed: foreign keys are off while a file runs, so rebuilding a table deletes no "
                 "child rows, and they are checked before the file is committed."
               : fmt::format(
                     "{} runs this file in one. If the connection has foreign keys on, they stay on, and "
                     "dropping a table to rebuild it fires the ON DELETE actions of its children.",
                     profile_.name));
      return profile_.tool == Tool::driftwood;
    }
    if (!script_.transaction || !profile_.refuses_transaction_words) return false;
    if (same_word(name, "journal_mode") || same_word(name, "synchronous"))
      refuse("migration.not-in-transaction",
             fmt::format("PRAGMA {} cannot be set inside a transaction, and every file runs in one", name),
             offset,
             "It is a setting of the database file or the connection, not of the schema: set it where the "
             "database is opened.");
    return false;
  }

  void read_reach(std::string_view first, Words& words, std::string_view text) {
    const auto is = [&](std::string_view word) { return same_word(first, word); };
    if (is("INSERT")) {
      const bool into = same_word(words.next(), "INTO");
      const std::string table = sql::unquoted(words.next());
      const bool plain = into && words.next() != "." && !contains_word(text, "update");
      plain ? reach_table(table) : reach_everywhere();
    } else if (is("ALTER")) {
      words.next();  // TABLE
      const std::string table = sql::unquoted(words.next());
      if (!same_word(words.next(), "ADD")) {
        reach_everywhere();
      } else if (contains_word(text, "references")) {
        reach_table(table);
      }
    } else if (is("DROP")) {
      const auto what = words.next();
      if (same_word(what, "TABLE") || same_word(what, "INDEX")) reach_everywhere();
    } else if (is("REPLACE") || is("UPDATE") || is("DELETE") || is("WITH")) {
      reach_everywhere();
    }
  }

  void reach_everywhere() {
    script_.reach.everywhere = true;
    script_.reach.tables.clear();
  }

  void reach_table(const std::string& table) {
    auto& tables = script_.reach.tables;
    const auto same = [&](const std::string& other) { return same_word(other, table); };
    if (!script_.reach.everywhere && std::none_of(tables.begin(), tables.end(), same))
      tables.push_back(table);
  }

  void refuse_transaction(std::string_view word, std::size_t offset) {
    refuse("migration.own-transaction",
           fmt::format("{} would begin or end a transaction, but the file already runs inside one", word),
           offset,
           "Take it out (and the statement it belongs with): the runner begins before the first statement "
           "and commits "
           "after the history row, so the file takes effect wholly or not at all.");
  }

  void warn(std::string code, std::string message, std::size_t offset, std::string help) {
    script_.notes.push_back(
        {base::Severity::warning, error_at(std::move(code), std::move(message), offset, std::move(help))});
  }

  void refuse(std::string code, std::string message, std::size_t offset, std::string help) {
    script_.refused.push_back(error_at(std::move(code), std::move(message), offset, std::move(help)));
  }

  base::Error error_at(std::string code, std::string message, std::size_t offset, std::string help) const {
    base::Error error;
    error.code = std::move(code);
    error.message = std::move(message);
    error.help = std::move(help);
    const std::string& whole = file_.text_of(direction_);
    error.file = file_.path_of(direction_);
    error.at = base::position_at(whole, offset);
    error.excerpt = base::caret_excerpt(whole, error.at);
    return error;
  }

  const MigrationFile& file_;
  Direction direction_;
  const ToolProfile& profile_;
  Script script_;
};

}  // namespace

Script read_script(const MigrationFile& file, Direction direction, const ToolProfile& profile) {
  return ScriptReader(file, direction, profile).take();
}

KeyReach widened(KeyReach reach) {
  if (reach.nothing()) return reach;
  return {true, {}};
}

}  // namespace simulator::migration

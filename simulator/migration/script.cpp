#include "simulator/migration/script.h"

#include <fmt/format.h>

#include <algorithm>

#include "simulator/base/text_position.h"
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
  ScriptReader(const MigrationFile& file, Direction direction) : file_(file) {
    const std::string_view text = file.script(direction);
    base_ = direction == Direction::up ? file.up.offset : (file.down ? file.down->offset : 0);
    script_.mentions_keys = contains_word(text, "references");
    script_.mentions_widening = contains_word(text, "trigger") || contains_word(text, "replace");
    for (const auto& piece : sql::split_statements(text)) read(piece.text, base_ + piece.offset);
  }

  Script take() { return std::move(script_); }

 private:
  void read(std::string_view text, std::size_t offset) {
    ScriptStatement statement{text, offset, false};
    Words words(text);
    const std::string_view first = words.next();
    for (const auto* word : {"BEGIN", "COMMIT", "END", "ROLLBACK", "SAVEPOINT", "RELEASE"})
      if (same_word(first, word)) refuse_transaction(word, offset);
    if (same_word(first, "VACUUM"))
      refuse("migration.not-in-transaction",
             "VACUUM cannot run inside a transaction, and every file runs in one", offset,
             "VACUUM changes no schema: take it out of the file and run it on its own, after the migration.");
    if (same_word(first, "PRAGMA")) statement.passed_over = read_pragma(words, offset);
    read_reach(first, words, text);
    script_.statements.push_back(statement);
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
    if (same_word(name, "foreign_keys")) {
      base::Diagnostic note;
      note.severity = base::Severity::warning;
      note.what = error_at(
          "migration.foreign-keys-pragma",
          "PRAGMA foreign_keys has no effect inside a transaction; it is passed over", offset,
          "It is not needed: foreign keys are off while a file runs, so rebuilding a table deletes no "
          "child rows, and they are checked before the file is committed.");
      script_.notes.push_back(std::move(note));
      return true;
    }
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

  void refuse(std::string code, std::string message, std::size_t offset, std::string help) {
    script_.refused.push_back(error_at(std::move(code), std::move(message), offset, std::move(help)));
  }

  base::Error error_at(std::string code, std::string message, std::size_t offset, std::string help) const {
    base::Error error;
    error.code = std::move(code);
    error.message = std::move(message);
    error.help = std::move(help);
    error.file = file_.path;
    error.at = base::position_at(file_.text, offset);
    error.excerpt = base::caret_excerpt(file_.text, error.at);
    return error;
  }

  const MigrationFile& file_;
  std::size_t base_ = 0;
  Script script_;
};

}  // namespace

Script read_script(const MigrationFile& file, Direction direction) {
  return ScriptReader(file, direction).take();
}

KeyReach widened(KeyReach reach) {
  if (reach.nothing()) return reach;
  return {true, {}};
}

}  // namespace simulator::migration

// The tokenizer covers every byte; the splitter's pieces are in order, and end where sqlite3_complete() and
// SQLite's own parser see an end too; the size estimate takes any text.
#include <sqlite3.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "simulator/sql/splitter.h"
#include "simulator/sql/statement_size.h"
#include "simulator/sql/tokenizer.h"
#include "tests/fuzz/promise.h"

using namespace simulator::sql;

namespace {

/// A database in which some statements can be prepared.
sqlite3* database() {
  static sqlite3* const handle = [] {
    sqlite3* made = nullptr;
    sqlite3_open(":memory:", &made);
    sqlite3_exec(made, "CREATE TABLE t (a, b); CREATE VIEW v AS SELECT 1 AS a", nullptr, nullptr, nullptr);
    return made;
  }();
  return handle;
}

/// Where the parser says that the statement it could read from `rest` ends: the splitter's piece must be it.
void check_with_parser(std::string_view rest, const StatementText& piece) {
  if (rest.find('\0') != std::string_view::npos) return;
  sqlite3_stmt* statement = nullptr;
  const char* tail = nullptr;
  const int result =
      sqlite3_prepare_v2(database(), rest.data(), static_cast<int>(rest.size()), &statement, &tail);
  const bool read = result == SQLITE_OK && statement != nullptr;
  sqlite3_finalize(statement);
  if (!read) return;
  if (piece.finished)
    promise(tail == rest.data() + piece.text.size(), "SQLite's parser ends the statement where we do");
  else
    promise(tail >= rest.data() + piece.text.size(), "SQLite's parser reads an unfinished statement whole");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view sql(reinterpret_cast<const char*>(data), size);
  std::size_t covered = 0;
  bool unusual = false;  // tokens that sqlite3_complete() does not cut as SQLite's parser does
  for (const Token& token : tokenize(sql)) {
    promise(token.offset == covered && token.length > 0, "tokens leave no gap");
    covered += token.length;
    unusual = unusual || token.kind == TokenKind::illegal || token.kind == TokenKind::variable ||
              text_of(sql, token) == "\xEF\xBB\xBF" || same_word(text_of(sql, token), "TRIGGER");
  }
  promise(covered == sql.size(), "tokens cover the text");

  std::size_t end = 0;
  for (const StatementText& piece : split_statements(sql)) {
    promise(piece.offset >= end && !piece.text.empty(), "pieces are in order");
    promise(piece.text.data() == sql.data() + piece.offset, "pieces point into the script");
    promise(piece.finished == piece.text.ends_with(';') || !piece.finished,
            "a finished piece ends in a semicolon");
    end = piece.offset + piece.text.size();
    if (!unusual) {
      const bool complete = sqlite3_complete(std::string(piece.text).c_str()) != 0;
      promise(complete == piece.finished, "sqlite3_complete agrees where a statement ends");
    }
    constexpr std::size_t some_more = 32;  // behind the piece, so that the parser could go on
    check_with_parser(sql.substr(piece.offset, piece.text.size() + some_more), piece);
    static_cast<void>(expanded_sizes({piece.text}, {}));
    static_cast<void>(largest_generated_column(piece.text));
  }
  return 0;
}

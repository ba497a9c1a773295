// Drift of four environments with 200 tables each: reading four schemas and comparing each with the wanted
// one.
#include <fmt/format.h>
#include <sqlite3.h>

#include <memory>

#include "simulator/schema/difference.h"
#include "simulator/schema/read.h"
#include "simulator/sql/database.h"
#include "tests/bench/pair.h"

namespace bench {
namespace {

namespace schema = simulator::schema;
namespace sql = simulator::sql;

constexpr int table_count = 200;

std::string script(int environment) {
  std::string text;
  for (int i = 0; i < table_count; ++i) {
    text += fmt::format(
        "CREATE TABLE t{0} (id INTEGER PRIMARY KEY, email TEXT NOT NULL COLLATE NOCASE, name TEXT NOT NULL "
        "DEFAULT '', created_at TEXT NOT NULL, amount INTEGER CHECK (amount >= 0), owner_id INTEGER "
        "REFERENCES t{1}(id) ON DELETE CASCADE, UNIQUE (owner_id, name));"
        "CREATE INDEX t{0}_email ON t{0} (email, created_at DESC);",
        i, i / 2);
  }
  // What somebody did by hand, another thing on each machine.
  return text + fmt::format("ALTER TABLE t{} ADD COLUMN phone TEXT;", environment);
}

/// Everything SQLite tells about a schema, asked and thrown away.
void read_pragmas(sql::Database& database) {
  const auto rows = [&](const std::string& text, auto&& row) {
    sqlite3_stmt* statement = nullptr;
    if (sqlite3_prepare_v2(database.handle(), text.c_str(), -1, &statement, nullptr) != SQLITE_OK)
      throw std::runtime_error(sqlite3_errmsg(database.handle()));
    while (sqlite3_step(statement) == SQLITE_ROW) {
      for (int i = 0; i < sqlite3_column_count(statement); ++i)
        static_cast<void>(sqlite3_column_text(statement, i));
      row(statement);
    }
    sqlite3_finalize(statement);
  };
  const auto text = [](sqlite3_stmt* row, int column) {
    return std::string(reinterpret_cast<const char*>(sqlite3_column_text(row, column)));
  };
  const auto nothing = [](sqlite3_stmt*) {};
  std::vector<std::string> tables;
  rows("SELECT type, name, tbl_name, sql FROM sqlite_master", [&](sqlite3_stmt* row) {
    if (text(row, 0) == "table") tables.push_back(text(row, 1));
  });
  for (const std::string& table : tables) {
    rows("PRAGMA table_xinfo(" + table + ")", nothing);
    rows("PRAGMA foreign_key_list(" + table + ")", nothing);
    std::vector<std::string> indexes;
    rows("PRAGMA index_list(" + table + ")", [&](sqlite3_stmt* row) { indexes.push_back(text(row, 1)); });
    for (const std::string& index : indexes) rows("PRAGMA index_xinfo(" + index + ")", nothing);
  }
}

}  // namespace

std::vector<Pair> schema_pairs() {
  const auto databases = std::make_shared<std::vector<sql::Database>>();
  for (int i = 0; i < 4; ++i) {
    databases->push_back(must(sql::Database::open({.path = ":memory:", .vfs = ""})));
    must(databases->back().execute(script(i)));
  }
  const auto wanted = std::make_shared<schema::Schema>(must(schema::read_schema(databases->front())));
  return {{"drift of 4 environments x 200 tables / reading PRAGMAs and sqlite_master", 1.5,
           [databases] {
             const Stopwatch watch;
             for (auto& database : *databases) read_pragmas(database);
             return watch.seconds();
           },
           [databases, wanted] {
             const Stopwatch watch;
             std::size_t found = 0;
             for (auto& database : *databases)
               found += schema::difference(*wanted, must(schema::read_schema(database))).size();
             const double seconds = watch.seconds();
             if (found != 6) throw std::runtime_error("three environments differ in two columns each");
             return seconds;
           }}};
}

}  // namespace bench

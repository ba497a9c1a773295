#include "tests/interop/sides.h"

#include <fmt/format.h>
#include <sqlite3.h>

#include <cstdlib>
#include <filesystem>
#include <memory>

namespace interop {
namespace fs = std::filesystem;
namespace {

struct Close {
  void operator()(sqlite3* database) const { sqlite3_close(database); }
};

std::unique_ptr<sqlite3, Close> open(const std::string& path) {
  sqlite3* database = nullptr;
  sqlite3_open_v2(path.c_str(), &database, SQLITE_OPEN_READWRITE, nullptr);
  return std::unique_ptr<sqlite3, Close>(database);
}

bool in_path(const std::string& program) {
  const std::string path = std::getenv("PATH") == nullptr ? "" : std::getenv("PATH");
  for (std::size_t at = 0; at <= path.size();) {
    const std::size_t end = std::min(path.find(':', at), path.size());
    if (fs::exists(fs::path(path.substr(at, end - at)) / program)) return true;
    at = end + 1;
  }
  return false;
}

}  // namespace

fs::path npm_folder() { return DRIFTWOOD_INTEROP_TOOLS; }

std::string missing_for(std::string_view tool) {
  if (tool == "postgres")
    return fs::exists(fs::path(postgres_programs) / "initdb")
               ? ""
               : "the Debian package postgresql-15 is not installed";
  if (tool == "dbmate")
    return fs::exists(npm_folder() / "node_modules/dbmate") ? "" : "the npm package dbmate is not installed";
  if (tool == "prisma") {
    if (!in_path("node")) return "node is not installed";
    return fs::exists(npm_folder() / "node_modules/@prisma/schema-engine-wasm")
               ? ""
               : "the npm package @prisma/schema-engine-wasm is not installed";
  }
  return in_path(std::string(tool)) ? "" : "the Debian package of that name is not installed";
}

programs::Ran Stage::driftwoodctl(const std::vector<std::string>& words, const fs::path& folder) {
  const char* named = std::getenv("DRIFTWOOD_INTEROP_PROGRAM");
  std::vector<std::string> all{named != nullptr ? named : DRIFTWOODCTL};
  all.insert(all.end(), words.begin(), words.end());
  return programs::run(all, folder);
}

programs::Ran Stage::ours(std::vector<std::string> words, const std::string& tool) const {
  words.insert(words.begin(), "migrate");
  words.insert(words.end(), {"--dir", "m", "--db", "app.db", "--tool", tool});
  return driftwoodctl(words, folder.root());
}

nlohmann::json Stage::ours_json(std::vector<std::string> words, const std::string& tool) const {
  words.emplace_back("--json");
  return nlohmann::json::parse(ours(std::move(words), tool).out, nullptr, false);
}

void Stage::remove(const std::string& name) const { fs::remove_all(folder.root() / "m" / name); }

void Stage::clear() const {
  for (const auto& entry : fs::directory_iterator(folder.root())) fs::remove_all(entry.path());
  fs::create_directory(folder.root() / "m");
}

std::string Stage::rows(const std::string& sql, const std::string& database) const {
  const auto connection = open(folder.path(database));
  sqlite3_stmt* statement = nullptr;
  if (sqlite3_prepare_v2(connection.get(), sql.c_str(), -1, &statement, nullptr) != SQLITE_OK)
    return sqlite3_errmsg(connection.get());
  const std::unique_ptr<sqlite3_stmt, decltype(&sqlite3_finalize)> finalized(statement, sqlite3_finalize);
  std::string out;
  while (sqlite3_step(statement) == SQLITE_ROW) {
    out += out.empty() ? "" : ";";
    for (int i = 0; i < sqlite3_column_count(statement); ++i) {
      const auto* text = sqlite3_column_text(statement, i);
      out += i == 0 ? "" : "|";
      out += text == nullptr ? "NULL" : reinterpret_cast<const char*>(text);
    }
  }
  return out;
}

void Stage::by_hand(const std::string& sql) const {
  sqlite3* database = nullptr;
  ASSERT_EQ(sqlite3_open(folder.path("app.db").c_str(), &database), SQLITE_OK);
  const std::unique_ptr<sqlite3, Close> closed(database);
  ASSERT_EQ(sqlite3_exec(database, sql.c_str(), nullptr, nullptr, nullptr), SQLITE_OK)
      << sqlite3_errmsg(database);
}

std::string Stage::everything(const Shown& shown) const {
  const auto connection = open(folder.path("app.db"));
  if (sqlite3_errcode(connection.get()) != SQLITE_OK) return "there is no database\n";
  std::string out =
      rows("SELECT group_concat(sql, char(10)) FROM (SELECT sql FROM sqlite_schema ORDER BY name)");
  const auto tables = rows(
      "SELECT json_group_array(name) FROM (SELECT name FROM sqlite_schema WHERE type = 'table' "
      "ORDER BY name)");
  for (const std::string table : nlohmann::json::parse(tables)) {
    std::string columns;
    const auto names = rows(fmt::format("SELECT json_group_array(name) FROM pragma_table_info('{}')", table));
    for (const std::string column : nlohmann::json::parse(names)) {
      const std::string as_it_is = fmt::format("quote(\"{}\")", column);
      columns += (columns.empty() ? "" : ", ") + (shown ? shown(table, column) : as_it_is);
    }
    out += fmt::format("\n{}: {}", table,
                       rows(fmt::format("SELECT {} FROM \"{}\" ORDER BY rowid", columns, table)));
  }
  return out + "\n";
}

std::string Author::statement() {
  const int number = below(6);
  switch (below(16)) {
    case 0:
    case 1:
    case 2:
    case 3:
      return fmt::format("CREATE TABLE t{} (id INTEGER PRIMARY KEY, name TEXT DEFAULT 'it''s; fine');",
                         number);
    case 4:
      return fmt::format("CREATE TABLE IF NOT EXISTS t{} (id INTEGER PRIMARY KEY, name TEXT);", number);
    case 5:
      return fmt::format("ALTER TABLE t{} ADD COLUMN c{} INTEGER;", number, below(3));
    case 6:
    case 7:
      return fmt::format("INSERT INTO t{} (name) VALUES ('a -- b'), ('c /* d');", number);
    case 8:
      return fmt::format("CREATE INDEX IF NOT EXISTS i{} ON t{} (name);", below(4), number);
    case 9:
      return fmt::format(
          "CREATE TRIGGER IF NOT EXISTS g{0} AFTER INSERT ON t{0} BEGIN\n  UPDATE t{0} SET name = CASE WHEN "
          "new.id > 1 THEN 'x;' ELSE name END;\nEND;",
          number);
    case 10:
      return fmt::format("DROP TABLE IF EXISTS t{};", number);
    case 11:
      return "-- only a comment; nothing to run\n/* and; another */";
    case 12:
      return fmt::format("UPDATE t{} SET name = upper(name);", number);
    case 13:
      return "PRAGMA foreign_keys = OFF;";
    case 14:
      return once_in(2) ? "VACUUM;" : "SELECT 1;";
    default:
      return once_in(2) ? "INSERT INTO nope VALUES (1);" : "CREATE TABLE broken (;";
  }
}

std::string Author::statements() {
  std::string out;
  for (int count = below(4); count >= 0; --count) out += statement() + "\n";
  return out;
}

}  // namespace interop

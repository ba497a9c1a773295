// What the tests of the runner share: files written in one line, a database in memory, and a picture of
// everything in it.
#pragma once

#include <gtest/gtest.h>

#include <initializer_list>
#include <string>
#include <utility>
#include <vector>

#include "simulator/base/clock.h"
#include "simulator/migration/runner.h"
#include "simulator/sql/database.h"

namespace simulator::migration::testing_support {

/// {"001_a", "CREATE ..."}: the folder "m" with m/001_a.sql. The files must be free of errors.
inline MigrationSet files(std::vector<std::pair<std::string, std::string>> texts) {
  std::vector<SourceFile> sources;
  for (auto& [name, text] : texts) sources.push_back({name + ".sql", std::move(text)});
  auto read = read_migrations(sources, "m");
  for (const auto& diagnostic : read.diagnostics)
    EXPECT_NE(diagnostic.severity, base::Severity::error) << base::to_string(diagnostic);
  return std::move(read.set);
}

inline sql::Database open(const std::string& path = ":memory:") {
  sql::OpenOptions options;
  options.path = path;
  auto database = sql::Database::open(options);
  EXPECT_TRUE(database) << base::to_string(database.error());
  EXPECT_TRUE(database->execute("PRAGMA foreign_keys = ON"));
  return std::move(*database);
}

inline void execute(sql::Database& database, const std::string& script) {
  auto done = database.execute(script);
  ASSERT_TRUE(done) << script << "\n" << base::to_string(done.error());
}

/// "a|b;c|d" for the rows of a query.
inline std::string rows(sql::Database& database, const std::string& query) {
  auto result = database.query(query);
  if (!result) return base::to_string(result.error());
  std::string out;
  for (const auto& row : result->rows) {
    if (!out.empty()) out += ";";
    for (std::size_t i = 0; i < row.size(); ++i) out += (i == 0 ? "" : "|") + sql::to_display(row[i]);
  }
  return out;
}

/// The schema and every row of every table, the history table among them.
inline std::string picture(sql::Database& database) {
  std::string out = rows(database, "SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name");
  auto tables = database.query("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name");
  if (!tables) return base::to_string(tables.error());
  for (const auto& table : tables->rows) {
    const std::string name = sql::to_display(table[0]);
    out += "\n" + name + ": " + rows(database, "SELECT * FROM " + sql::quote_identifier(name));
  }
  return out + "\nuser_version " + rows(database, "PRAGMA user_version");
}

inline std::string versions(const RunReport& report) {
  std::string out;
  for (const auto& done : report.applied) out += (out.empty() ? "" : " ") + done.version;
  return out;
}

}  // namespace simulator::migration::testing_support

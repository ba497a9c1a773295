#include "tests/engine/app/program.h"

#include <gtest/gtest.h>
#include <sqlite3.h>

namespace engine::app::testing {

Ran run(const std::vector<std::string>& arguments) {
  std::vector<std::string> words = {DRIFTWOODCTL};
  words.insert(words.end(), arguments.begin(), arguments.end());
  return programs::run(words);
}

std::string TemporaryFolder::database(std::string_view name, const std::string& sql) const {
  const std::string file = path(name);
  sqlite3* db = nullptr;
  EXPECT_EQ(sqlite3_open(file.c_str(), &db), SQLITE_OK);
  EXPECT_EQ(sqlite3_exec(db, sql.c_str(), nullptr, nullptr, nullptr), SQLITE_OK) << sqlite3_errmsg(db);
  sqlite3_close(db);
  return file;
}

}  // namespace engine::app::testing

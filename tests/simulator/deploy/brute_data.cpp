#include "tests/simulator/deploy/brute_data.h"

#include <stdexcept>
#include <vector>

#include "simulator/sql/database.h"

namespace simulator::deploy::testing_support {
namespace {

std::string dump(sql::Database& database) {
  std::string out;
  std::vector<std::string> tables;
  const auto schema = database.query("SELECT type, name, sql FROM sqlite_master ORDER BY type, name");
  for (const auto& row : schema->rows) {
    for (const sql::Value& value : row) out += sql::to_display(value) + "|";
    if (sql::to_display(row[0]) == "table") tables.push_back(sql::to_display(row[1]));
  }
  for (const std::string& table : tables) {
    out += "\n#" + table;
    const auto rows = database.query("SELECT * FROM " + sql::quote_identifier(table));
    for (const auto& row : rows->rows) {
      out += "\n";
      for (const sql::Value& value : row) out += std::to_string(value.index()) + sql::to_display(value) + "|";
    }
  }
  return out;
}

}  // namespace

std::string BruteData::key() const {
  std::string out = text;
  for (const auto& [fact, value] : last) out += "\n" + fact + (value ? "=" + *value : "?");
  for (const std::string& each : once) out += "\nonce " + each;
  for (const auto& [name, backup] : backups) out += "\nbackup " + name + "\n" + backup.second;
  return out;
}

sql::EnvironmentStore copy_of(const sql::Image& image, const Scenario& scenario) {
  sql::EnvironmentStore store({scenario.start.seed, scenario.start.start_unix_ms, 64U << 20U});
  if (!store.restore("d", image)) throw std::runtime_error("cannot restore");
  return store;
}

sql::Database open_copy(sql::EnvironmentStore& store) {
  auto database = store.open("d");
  if (!database || !database->execute("PRAGMA foreign_keys = ON")) throw std::runtime_error("cannot open");
  return std::move(*database);
}

BruteData taken(sql::EnvironmentStore& store, const BruteData& before) {
  BruteData data = before;
  {
    sql::Database database = open_copy(store);
    data.text = dump(database);
  }
  data.image = *store.image("d");
  return data;
}

}  // namespace simulator::deploy::testing_support

// Two driftwoodctl run `up` on one file at once, a hundred times, under every tool's rules in turn, also of
// those that take no lock: whoever comes second waits, no migration runs twice, none is lost.
#include <gtest/gtest.h>
#include <sqlite3.h>

#include <array>
#include <filesystem>
#include <future>
#include <nlohmann/json.hpp>

#include "simulator/base/hash.h"
#include "tests/engine/app/program.h"

namespace engine::app {
namespace {

using Json = nlohmann::json;

constexpr int file_count = 4;
constexpr std::array tools{"driftwood", "dbmate", "golang-migrate", "goose", "flyway", "prisma", "atlas"};

/// The first file makes a log, every later one adds its number to it.
void write_folder(const testing::TemporaryFolder& folder, const std::string& tool) {
  std::string names_and_hashes;
  std::string sums;
  simulator::base::RunningSha256 running;
  for (int i = 1; i <= file_count; ++i) {
    const std::string number = std::to_string(i);
    const std::string sql =
        i == 1 ? "CREATE TABLE log (version);\n" : "INSERT INTO log VALUES (" + number + ");\n";
    const std::string m = tool + "/";
    if (tool == "driftwood") folder.write(m + number + "_t.sql", sql);
    if (tool == "dbmate")
      folder.write(m + number + "_t.sql", "-- migrate:up\n" + sql + "-- migrate:down\nSELECT 1;\n");
    if (tool == "golang-migrate") folder.write(m + number + "_t.up.sql", sql);
    if (tool == "goose") folder.write(m + number + "_t.sql", "-- +goose Up\n" + sql);
    if (tool == "flyway") folder.write(m + "V" + number + "__t.sql", sql);
    if (tool == "prisma") folder.write(m + number + "_t/migration.sql", sql);
    if (tool != "atlas") continue;
    const std::string name = number + "_t.sql";
    folder.write(m + name, sql);
    running.add(name);
    running.add(sql);
    const std::string hash = simulator::base::base64(running.digest());
    sums += name + " h1:" + hash + "\n";
    names_and_hashes += name + hash;
  }
  if (tool != "atlas") return;
  simulator::base::RunningSha256 total;
  total.add(names_and_hashes);
  folder.write("atlas/atlas.sum", "h1:" + simulator::base::base64(total.digest()) + "\n" + sums);
}

/// The first value of the first row, as text.
std::string value(const std::string& file, const char* query) {
  sqlite3* database = nullptr;
  EXPECT_EQ(sqlite3_open_v2(file.c_str(), &database, SQLITE_OPEN_READONLY, nullptr), SQLITE_OK);
  std::string found = "nothing";
  sqlite3_exec(
      database, query,
      [](void* out, int, char** values, char**) {
        *static_cast<std::string*>(out) = values[0] == nullptr ? "NULL" : values[0];
        return 0;
      },
      &found, nullptr);
  sqlite3_close(database);
  return found;
}

class MigrateRace : public ::testing::Test {
 protected:
  [[nodiscard]] testing::Ran up(const std::string& tool) const {
    return testing::run({"migrate", "up", "--tool", tool, "--dir", folder.path(tool), "--db",
                         folder.path("app.db"), "--json"});
  }
  testing::TemporaryFolder folder;
};

TEST_F(MigrateRace, AHundredTimesEveryFileRunsExactlyOnce) {
  constexpr std::size_t rounds = 100;
  for (const char* tool : tools) write_folder(folder, tool);
  for (std::size_t round = 0; round < rounds; ++round) {
    const std::string tool = tools[round % tools.size()];
    SCOPED_TRACE(tool + ", round " + std::to_string(round));
    std::filesystem::remove(folder.path("app.db"));
    auto one = std::async(std::launch::async, [&] { return up(tool); });
    auto other = std::async(std::launch::async, [&] { return up(tool); });
    std::size_t applied = 0;
    int with_work = 0;
    for (const auto& ran : {one.get(), other.get()}) {
      EXPECT_EQ(ran.exit, 0) << ran.err << ran.out;
      const Json report = Json::parse(ran.out, nullptr, false);
      ASSERT_TRUE(report.contains("applied")) << ran.out;
      applied += report["applied"].size();
      with_work += report["applied"].empty() ? 0 : 1;
    }
    EXPECT_EQ(applied, file_count);
    EXPECT_EQ(with_work, 1) << "a run is one: the other finds nothing left to do";
    EXPECT_EQ(value(folder.path("app.db"), "SELECT group_concat(version, ' ') FROM log"), "2 3 4");
    EXPECT_EQ(value(folder.path("app.db"), "PRAGMA integrity_check"), "ok");
    if (HasFailure()) return;
  }
  std::printf("%zu rounds of two processes\n", rounds);
}

}  // namespace
}  // namespace engine::app

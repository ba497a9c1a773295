// Every write, sync, truncate and remove of a run fails once (and, in a second round, everything after it
// too, as when the power goes): afterwards the database is whole, and its schema and rows are exactly those
// of the version its history names.
#include <gtest/gtest.h>
#include <sqlite3.h>

#include "simulator/sql/memory_vfs.h"
#include "tests/simulator/migration/world_of_files.h"

namespace simulator::migration {
namespace {

using namespace testing_support;

MigrationSet history_of_five() {
  return files({{"001_users",
                 "-- migrate:up\nCREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT);\n"
                 "-- migrate:down\nDROP TABLE users;\n"},
                {"002_posts",
                 "-- migrate:up\nCREATE TABLE posts (id INTEGER PRIMARY KEY, u REFERENCES users (id));\n"
                 "INSERT INTO users VALUES (1, 'a'), (2, zeroblob(9000)); INSERT INTO posts VALUES (7, 1);\n"
                 "-- migrate:down\nDELETE FROM users; DROP TABLE posts;\n"},
                {"003_phone",
                 "-- migrate:up\nALTER TABLE users ADD COLUMN phone TEXT;\n"
                 "-- migrate:down\nALTER TABLE users DROP COLUMN phone;\n"},
                {"004_rebuild",
                 "-- migrate:up\nCREATE TABLE n (id INTEGER PRIMARY KEY, email TEXT NOT NULL, phone TEXT);\n"
                 "INSERT INTO n SELECT * FROM users; DROP TABLE users; ALTER TABLE n RENAME TO users;\n"
                 "-- migrate:down\nSELECT 1;\n"},
                {"005_index",
                 "-- migrate:up\nCREATE INDEX by_email ON users (email); UPDATE users SET phone = id;\n"
                 "-- migrate:down\nDROP INDEX by_email; UPDATE users SET phone = NULL;\n"}});
}

class Faults : public testing::TestWithParam<std::tuple<const char*, Direction>> {
 protected:
  sql::Database open_on(sql::MemoryVfs& vfs) {
    sql::OpenOptions options;
    options.path = "db";
    options.vfs = vfs.name();
    auto database = sql::Database::open(options);
    EXPECT_TRUE(database);
    EXPECT_TRUE(database->execute("PRAGMA foreign_keys = ON"));
    EXPECT_TRUE(database->query(std::string("PRAGMA journal_mode = ") + std::get<0>(GetParam())));
    return std::move(*database);
  }
  RunReport run(sql::Database& database, Direction direction, const Target& target) {
    Runner runner(database, set, clock);
    return direction == Direction::up ? runner.up(target) : runner.down(target);
  }
  /// A database at the version where the run under test starts.
  void prepare(sql::Database& database, Direction direction) {
    const Target target{.to = direction == Direction::up ? "002" : "005"};
    ASSERT_FALSE(run(database, Direction::up, target).failure);
  }
  static std::string applied(sql::Database& database) {
    return rows(database, "SELECT max(version) FROM schema_migrations");
  }

  base::ManualClock clock{1'000'000};
  MigrationSet set = history_of_five();
};

TEST_P(Faults, SchemaAndHistoryAgreeWhereverARunBreaks) {
  const Direction direction = std::get<1>(GetParam());
  const Target target{.to = direction == Direction::up ? "005" : "001"};

  std::vector<std::pair<std::string, std::string>> wanted;  // version -> picture
  {
    sql::MemoryVfs vfs{{}};
    auto database = open_on(vfs);
    prepare(database, direction);
    wanted.emplace_back(applied(database), picture(database));
    while (applied(database) != *target.to) {
      ASSERT_FALSE(run(database, direction, {.steps = 1}).failure);
      wanted.emplace_back(applied(database), picture(database));
    }
  }

  int injected = 0;
  for (const bool power_cut : {false, true}) {
    bool completed = false;
    for (int n = 1; !completed; ++n) {
      ASSERT_LT(n, 5000);
      sql::MemoryVfs vfs{{}};
      RunReport report;
      {
        auto database = open_on(vfs);
        prepare(database, direction);
        int count = 0;
        vfs.set_fault([&](const sql::FaultPoint& point) {
          if (point.operation == sql::FileOperation::open || point.operation == sql::FileOperation::read)
            return 0;
          ++count;
          return count == n || (power_cut && count > n) ? SQLITE_IOERR : 0;
        });
        report = run(database, direction, target);
        completed = count < n;
        if (!completed) ++injected;
        EXPECT_FALSE(database.in_transaction());
      }
      vfs.set_fault({});
      auto database = open_on(vfs);
      EXPECT_EQ(rows(database, "PRAGMA integrity_check"), "ok") << n;
      const std::string version = applied(database);
      const auto expected =
          std::find_if(wanted.begin(), wanted.end(), [&](const auto& w) { return w.first == version; });
      ASSERT_NE(expected, wanted.end()) << version;
      EXPECT_EQ(picture(database), expected->second) << "fault " << n << (power_cut ? ", power cut" : "");
      const auto done = static_cast<std::size_t>(expected - wanted.begin());
      EXPECT_GE(done, report.applied.size()) << "a file that was reported as done is gone: fault " << n;
      EXPECT_LE(done, report.applied.size() + 1) << n;
      EXPECT_TRUE(report.failure || version == *target.to) << n;
      // And from wherever it stands, the same run completes.
      const auto again = run(database, direction, target);
      EXPECT_FALSE(again.failure) << base::to_string(*again.failure);
      EXPECT_EQ(picture(database), wanted.back().second);
    }
  }
  std::printf("%d faults injected\n", injected);
  EXPECT_GT(injected, 50);
}

INSTANTIATE_TEST_SUITE_P(Journals, Faults,
                         testing::Combine(testing::Values("DELETE", "WAL"),
                                          testing::Values(Direction::up, Direction::down)));

}  // namespace
}  // namespace simulator::migration

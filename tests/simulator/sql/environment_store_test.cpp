#include "simulator/sql/environment_store.h"

#include <gtest/gtest.h>
#include <sqlite3.h>

#include <algorithm>
#include <string>

namespace simulator::sql {
namespace {

std::string text_of(Database& database, std::string_view sql) {
  const auto result = database.query(sql);
  if (!result) return "error: " + result.error().message;
  return result->rows.empty() ? "" : to_display(result->rows[0][0]);
}

void must(const base::Result<void>& result) { ASSERT_TRUE(result) << to_string(result.error()); }

constexpr std::int64_t noon = 1'778'760'000'000;  // 2026-05-14 12:00:00 UTC

TEST(EnvironmentStore, TheClockIsTheStores) {
  EnvironmentStore store({1, noon});
  auto database = store.open("laptop").value();
  EXPECT_EQ(text_of(database, "SELECT datetime('now')"), "2026-05-14 12:00:00");
  store.set_time(noon + 60'000);
  EXPECT_EQ(text_of(database, "SELECT CURRENT_TIMESTAMP"), "2026-05-14 12:01:00");
}

TEST(EnvironmentStore, AReaderInATransactionKeepsItsSchemaWhileAnotherMigrates) {
  EnvironmentStore store({1, noon});
  auto reader = store.open("production").value();
  auto migrator = store.open("production").value();
  must(migrator.execute("CREATE TABLE users (id INTEGER PRIMARY KEY); INSERT INTO users VALUES (1)"));
  EXPECT_EQ(text_of(reader, "PRAGMA journal_mode"), "wal");
  must(reader.execute("BEGIN; SELECT * FROM users"));
  must(migrator.execute("ALTER TABLE users ADD COLUMN phone TEXT"));
  EXPECT_EQ(text_of(reader, "SELECT phone FROM users"), "error: no such column: phone");
  const auto write = reader.execute("INSERT INTO users (id) VALUES (2)");
  ASSERT_FALSE(write);
  EXPECT_EQ(write.error().native, SQLITE_BUSY_SNAPSHOT);
  must(reader.execute("ROLLBACK"));
  EXPECT_EQ(text_of(reader, "SELECT phone IS NULL FROM users"), "1");
}

TEST(EnvironmentStore, SharedMemoryBeginsAsZeros) {
  EnvironmentStore store({1, noon});
  const auto database = store.open("production").value();
  sqlite3_file* file = nullptr;
  ASSERT_EQ(sqlite3_file_control(database.handle(), "main", SQLITE_FCNTL_FILE_POINTER, &file), SQLITE_OK);
  constexpr int size = 32 * 1024;
  void volatile* region = nullptr;
  ASSERT_EQ(file->pMethods->xShmMap(file, 7, size, 1, &region), SQLITE_OK);
  const auto* const bytes = static_cast<const unsigned char volatile*>(region);
  EXPECT_TRUE(std::all_of(bytes, bytes + size, [](unsigned char byte) { return byte == 0; }));
}

TEST(EnvironmentStore, TwoWritersExcludeEachOther) {
  EnvironmentStore store({1, noon});
  auto one = store.open("production").value();
  auto two = store.open("production").value();
  must(one.execute("CREATE TABLE t (a); BEGIN IMMEDIATE; INSERT INTO t VALUES (1)"));
  const auto second = two.execute("INSERT INTO t VALUES (2)");
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, "sqlite.busy");
  must(one.execute("COMMIT"));
  must(two.execute("INSERT INTO t VALUES (2)"));
  EXPECT_EQ(text_of(one, "SELECT count(*) FROM t"), "2");
}

TEST(EnvironmentStore, RestoreGoesBackToTheMomentOfTheImage) {
  EnvironmentStore store({1, noon});
  Image before;
  {
    auto database = store.open("laptop").value();
    must(database.execute("CREATE TABLE t (a); INSERT INTO t VALUES (1)"));
    before = store.image("laptop").value();
    must(database.execute("DROP TABLE t"));
    const auto busy = store.restore("laptop", before);
    ASSERT_FALSE(busy);
    EXPECT_EQ(busy.error().code, "store.busy");
    EXPECT_EQ(busy.error().message, "laptop still has 1 open connection");
  }
  must(store.restore("laptop", before));
  auto database = store.open("laptop").value();
  EXPECT_EQ(text_of(database, "SELECT a FROM t"), "1");
  EXPECT_EQ(text_of(database, "PRAGMA integrity_check"), "ok");
}

TEST(EnvironmentStore, AnImageIsTakenWhileAReaderIsInTheMiddle) {
  EnvironmentStore store({1, noon});
  EnvironmentStore other({2, noon});
  auto writer = store.open("production").value();
  must(writer.execute("CREATE TABLE t (a); INSERT INTO t VALUES (1)"));
  auto reader = store.open("production").value();
  must(reader.execute("BEGIN; SELECT * FROM t"));
  must(writer.execute("INSERT INTO t VALUES (2)"));
  const Image image = store.image("production").value();
  must(other.restore("copy", image));
  auto copy = other.open("copy").value();
  EXPECT_EQ(text_of(copy, "SELECT count(*) FROM t"), "2");
}

TEST(EnvironmentStore, NoImageOfUncommittedRows) {
  EnvironmentStore store({1, noon});
  auto database = store.open("laptop").value();
  must(database.execute("CREATE TABLE t (a); BEGIN; INSERT INTO t VALUES (1)"));
  const auto image = store.image("laptop");
  ASSERT_FALSE(image);
  EXPECT_EQ(image.error().code, "store.writing");
  EXPECT_EQ(store.fork().error().code, "store.writing");
}

TEST(EnvironmentStore, AForkIsIndependentAndContinuesAlike) {
  EnvironmentStore store({1, noon});
  auto database = store.open("laptop").value();
  must(database.execute("CREATE TABLE t (a); INSERT INTO t VALUES (random())"));
  auto fork = store.fork().value();
  EXPECT_EQ(fork.environments(), std::vector<std::string>{"laptop"});
  {
    auto copy = fork.open("laptop").value();
    must(copy.execute("INSERT INTO t VALUES (random())"));
    EXPECT_EQ(text_of(database, "SELECT count(*) FROM t"), "1");
  }
  must(database.execute("INSERT INTO t VALUES (random())"));
  EXPECT_EQ(store.image("laptop")->bytes(), fork.image("laptop")->bytes());
}

TEST(EnvironmentStore, AnImageTakenBesideAReaderIsTheSameAsWithoutOne) {
  const auto build = [](bool with_reader) {
    EnvironmentStore store({1, noon});
    auto writer = store.open("production").value();
    must(writer.execute("CREATE TABLE t (a); INSERT INTO t VALUES (1)"));
    auto reader = store.open("production").value();
    if (with_reader) must(reader.execute("BEGIN; SELECT * FROM t"));
    must(writer.execute("INSERT INTO t VALUES (randomblob(20))"));
    const Image image = store.image("production").value();
    if (with_reader) {
      EXPECT_EQ(text_of(reader, "SELECT count(*) FROM t"), "1");
    }
    return image;
  };
  EXPECT_EQ(build(true).bytes(), build(false).bytes());
}

TEST(EnvironmentStore, ADatabaseMadeElsewhereGetsALogAndRubbishIsNamed) {
  EnvironmentStore store({1, noon});
  {
    auto database = store.open("a").value();
    must(database.execute("PRAGMA journal_mode = DELETE; CREATE TABLE t (a)"));
  }
  must(store.restore("b", Image::from_bytes(store.image("a")->bytes())));
  auto database = store.open("b").value();
  EXPECT_EQ(text_of(database, "PRAGMA journal_mode"), "wal");
  const std::vector<std::byte> rubbish(5000, std::byte{7});
  must(store.restore("c", Image::from_bytes(rubbish)));
  EXPECT_EQ(store.open("c").error().code, "sqlite.notadb");
}

TEST(EnvironmentStore, NamesAreJustNames) {
  EnvironmentStore store({1, noon});
  for (const std::string name : {":memory:", "file:x?mode=memory", "a", "a.db-wal", "../etc/passwd"}) {
    auto database = store.open(name).value();
    must(database.execute("CREATE TABLE t (a)"));
  }
  EXPECT_EQ(store.environments().size(), 5U);
  EXPECT_EQ(store.open("").error().code, "store.name");
  EXPECT_EQ(store.open(std::string(201, 'x')).error().code, "store.name");
  EXPECT_EQ(store.open(std::string("a\0b", 3)).error().code, "store.name");
}

TEST(EnvironmentStore, ACopyIsIndependentAndCostsOnlyWhatChanges) {
  EnvironmentStore store({1, noon});
  auto database = store.open("a").value();
  must(database.execute(
      "CREATE TABLE t (a); WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE "
      "i < 20000) INSERT INTO t SELECT hex(zeroblob(20)) FROM n"));
  const Image one = store.image("a").value();
  must(store.restore("b", one));
  auto other = store.open("b").value();
  must(other.execute("UPDATE t SET a = 'changed' WHERE rowid = 1"));
  EXPECT_EQ(text_of(database, "SELECT count(*) FROM t WHERE a = 'changed'"), "0");
  const Image two = store.image("b").value();
  EXPECT_GT(one.size(), 900'000U);
  EXPECT_LE(two.bytes_not_shared_with(one), 3 * PageFile::page_size);
}

TEST(EnvironmentStore, SameCallsSameSeedSameBytes) {
  const auto build = [](std::uint64_t seed) {
    EnvironmentStore store({seed, noon});
    auto database = store.open("laptop").value();
    must(database.execute("CREATE TABLE t (a DEFAULT CURRENT_TIMESTAMP, b); CREATE INDEX i ON t (b)"));
    for (int i = 0; i < 50; ++i)
      must(database.execute("INSERT INTO t (b) VALUES ('row " + std::to_string(i * 7919 % 50) + "')"));
    must(database.execute("DELETE FROM t WHERE b LIKE '%3%'; ALTER TABLE t ADD COLUMN c"));
    return store.image("laptop").value();
  };
  const Image one = build(1);
  EXPECT_EQ(one.bytes(), build(1).bytes());
  EXPECT_EQ(one.hash(), build(1).hash());
}

TEST(EnvironmentStore, TheQuotaCountsTemporaryFilesAndTheDatabaseStaysUsable) {
  EnvironmentStore store({1, noon, 1U << 20U});
  auto database = store.open("laptop").value();
  must(database.execute("PRAGMA temp_store = FILE; PRAGMA cache_size = 10; CREATE TABLE t (a)"));
  const auto sorted = database.execute(
      "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 200000) "
      "SELECT hex(zeroblob(100)) || i AS x FROM n ORDER BY x DESC");
  ASSERT_FALSE(sorted);
  EXPECT_EQ(sorted.error().code, "sqlite.full");
  const std::uint64_t after = store.bytes_used();
  must(database.execute("INSERT INTO t VALUES (1)"));
  EXPECT_LT(after, 100'000U) << "temporary files give their space back";
  EXPECT_EQ(text_of(database, "PRAGMA integrity_check"), "ok");
}

TEST(EnvironmentStore, RemoveForgetsTheEnvironment) {
  EnvironmentStore store({1, noon});
  {
    auto database = store.open("laptop").value();
    must(database.execute("CREATE TABLE t (a)"));
    EXPECT_EQ(store.remove("laptop").error().code, "store.busy");
  }
  must(store.remove("laptop"));
  EXPECT_FALSE(store.exists("laptop"));
  EXPECT_EQ(store.bytes_used(), 0U);
}

// The loop SQLite's own tests use: let the n-th operation fail, n = 1, 2, 3, ... until nothing fails any
// more; after each, the database opens, is whole, and holds all of the transaction or nothing of it.
class FaultAt : public testing::TestWithParam<FileOperation> {};

TEST_P(FaultAt, ATransactionHappensWhollyOrNotAtAll) {
  int faults = 0;
  for (int n = 1;; ++n) {
    EnvironmentStore store({1, noon});
    bool committed = false;
    bool fired = false;
    {
      auto database = store.open("laptop").value();
      must(database.execute("CREATE TABLE t (a); INSERT INTO t VALUES (0)"));
      int left = n;
      store.set_fault([&](const FaultPoint& point) {
        if (point.operation != GetParam() || --left != 0) return SQLITE_OK;
        fired = true;
        return point.operation == FileOperation::read ? SQLITE_IOERR_READ : SQLITE_IOERR_WRITE;
      });
      committed = database
                      .execute(
                          "PRAGMA cache_size = 2; BEGIN; CREATE TABLE u (b); "
                          "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 300) "
                          "INSERT INTO u SELECT hex(zeroblob(30)) FROM n; "
                          "UPDATE t SET a = 1; COMMIT")
                      .has_value();
    }
    store.set_fault({});
    auto again = store.open("laptop").value();
    ASSERT_EQ(text_of(again, "PRAGMA integrity_check"), "ok") << "fault " << n;
    const bool there = text_of(again, "SELECT a FROM t") == "1";
    EXPECT_EQ(there, text_of(again, "SELECT count(*) FROM u") == "300") << "fault " << n;
    if (committed) {
      EXPECT_TRUE(there) << "fault " << n;
    }
    if (!fired) break;
    ++faults;
  }
  RecordProperty("faults", faults);
  EXPECT_GT(faults, 0);
}

// As when the power goes: from the n-th change on nothing arrives any more. What the files hold then is
// opened by a file system that knows nothing of it, once with a log and once with a rollback journal.
class CrashAt : public testing::TestWithParam<const char*> {};

TEST_P(CrashAt, WhatIsLeftOpensWholeWithAllOfTheTransactionOrNothing) {
  for (int n = 1;; ++n) {
    MemoryVfs before({1, noon});
    MemoryVfs after({2, noon});
    bool crashed = false;
    {
      auto database = Database::open({"x", before.name(), false, true}).value();
      must(database.execute(std::string("PRAGMA journal_mode = ") + GetParam() +
                            "; PRAGMA cache_size = 2; CREATE TABLE t (a); INSERT INTO t VALUES (0)"));
      int left = n;
      before.set_fault([&](const FaultPoint& point) {
        const bool changes = point.operation != FileOperation::read && point.operation != FileOperation::open;
        if (changes && --left <= 0) crashed = true;
        return crashed && changes ? SQLITE_IOERR : SQLITE_OK;
      });
      (void)database.execute(
          "BEGIN; CREATE TABLE u (b); WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE "
          "i < 300) INSERT INTO u SELECT hex(zeroblob(30)) FROM n; UPDATE t SET a = 1; COMMIT");
      for (const std::string& file : before.files()) after.set_content(file, before.content(file));
    }
    auto again = Database::open({"x", after.name(), false, true}).value();
    ASSERT_EQ(text_of(again, "PRAGMA integrity_check"), "ok") << "crash " << n;
    const bool there = text_of(again, "SELECT a FROM t") == "1";
    EXPECT_EQ(there, text_of(again, "SELECT count(*) FROM u") == "300") << "crash " << n;
    if (!crashed) break;
  }
}

INSTANTIATE_TEST_SUITE_P(Journals, CrashAt, testing::Values("WAL", "DELETE"));

INSTANTIATE_TEST_SUITE_P(Operations, FaultAt,
                         testing::Values(FileOperation::write, FileOperation::sync, FileOperation::read));

}  // namespace
}  // namespace simulator::sql

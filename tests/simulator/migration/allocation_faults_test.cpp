// SQLite's n-th allocation fails, once or for good, n = 1, 2, 3, ... until the verb comes to its end, under
// every tool's rules. A program of its own, because SQLite takes another allocator only before it begins.
//
// A verb makes about a thousand allocations, and nearly all of them in code that all tools share. So every n
// is tried under our own rules, and every few under the others', beginning elsewhere for each;
// DRIFTWOOD_EVERY_FAULT=1 tries them all, which takes a quarter of an hour.
#include <gtest/gtest.h>
#include <sqlite3.h>

#include <cstdio>
#include <cstdlib>

#include "tests/simulator/migration/broken_off.h"

namespace simulator::migration {
namespace {

using namespace testing_support;

/// SQLite's own allocator with a counter in front of it. SQLite asks without any context, so there is one.
struct Allocator {
  sqlite3_mem_methods real{};
  int count = 0;
  int nth = 0;  ///< 0: none fails
  bool lasting = false;

  bool refuses() {
    if (nth == 0) return false;
    ++count;
    return count == nth || (lasting && count > nth);
  }
};
Allocator& allocator() {
  static Allocator one;
  return one;
}

void install() {
  Allocator& own = allocator();
  if (sqlite3_config(SQLITE_CONFIG_GETMALLOC, &own.real) != SQLITE_OK) std::abort();
  sqlite3_mem_methods shim = own.real;
  shim.xMalloc = [](int size) { return allocator().refuses() ? nullptr : allocator().real.xMalloc(size); };
  shim.xRealloc = [](void* memory, int size) {
    return allocator().refuses() ? nullptr : allocator().real.xRealloc(memory, size);
  };
  if (sqlite3_config(SQLITE_CONFIG_MALLOC, &shim) != SQLITE_OK) std::abort();
}

class AllocationBreaker final : public Breaker {
 public:
  void arm(int n, bool lasting) override {
    allocator().count = 0;
    allocator().nth = n;
    allocator().lasting = lasting;
  }
  bool came() const override { return allocator().count >= allocator().nth; }
  void disarm() override { allocator().nth = 0; }
};

class AllocationFaults : public testing::TestWithParam<std::size_t> {};

TEST_P(AllocationFaults, SchemaAndHistoryAgreeWhereverMemoryRunsOut) {
  const Story& story = stories().at(GetParam());
  const auto medium = memory_medium();
  AllocationBreaker breaker;
  const bool every_one = std::getenv("DRIFTWOOD_EVERY_FAULT") != nullptr;
  for (const Verb verb : verbs_of(story)) {
    const Broken what{story, verb, "DELETE"};
    Stride stride;
    if (!every_one && story.tool != Tool::driftwood) stride = {1 + static_cast<int>(GetParam()), 17, 17};
    if (!every_one && story.tool == Tool::driftwood)
      stride = {1, verb == Verb::down || verb == Verb::redo ? 4 : 1, 13};
    const int faults = break_everywhere(*medium, what, breaker, stride);
    print_faults("allocations", what, faults);
    EXPECT_GT(faults, 0);
    if (HasFailure()) return;
  }
}

INSTANTIATE_TEST_SUITE_P(Everywhere, AllocationFaults, testing::Range<std::size_t>(0, 11),
                         [](const auto& story) { return "story_" + std::to_string(story.param); });

/// Rebuilding `users` with keys on would fire ON DELETE CASCADE and empty `orders`.
MigrationSet rebuild_of_a_parent() {
  return files({{"001_rebuild",
                 "CREATE TABLE users_new (id INTEGER PRIMARY KEY, name TEXT NOT NULL);\n"
                 "INSERT INTO users_new SELECT id, name FROM users;\n"
                 "DROP TABLE users;\n"
                 "ALTER TABLE users_new RENAME TO users;\n"}});
}

TEST(AllocationFaults, NoRunWithKeysOnAndNoConnectionLeftWithKeysOff) {
  const auto set = rebuild_of_a_parent();
  const base::ManualClock clock{1'778'750'000'123};
  AllocationBreaker breaker;
  for (const bool lasting : {false, true}) {
    int n = 1;
    for (bool came = true; came; ++n) {
      SCOPED_TRACE("allocation " + std::to_string(n) + (lasting ? " and all after it" : ""));
      auto database = open();
      execute(database, "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT)");
      execute(database, "INSERT INTO users VALUES (1, 'ada'), (2, 'joan')");
      execute(database,
              "CREATE TABLE orders (id INTEGER PRIMARY KEY, "
              "owner INTEGER REFERENCES users (id) ON DELETE CASCADE)");
      execute(database, "INSERT INTO orders VALUES (10, 1), (11, 2)");
      breaker.arm(n, lasting);
      const auto report = Runner(database, set, clock).up({});
      came = breaker.came();
      breaker.disarm();
      ASSERT_EQ(rows(database, "PRAGMA foreign_keys"), "1") << "keys must come back on";
      ASSERT_EQ(rows(database, "SELECT count(*) FROM orders"), "2") << "no row may cascade away";
      ASSERT_TRUE(came || !report.failure) << base::to_string(*report.failure);
    }
    EXPECT_GT(n, 100) << "the run was not broken anywhere";
  }
}

TEST(AllocationFaults, EveryStoryIsTold) { EXPECT_EQ(stories().size(), 11U); }

}  // namespace
}  // namespace simulator::migration

int main(int count, char** arguments) {
  simulator::migration::install();
  testing::InitGoogleTest(&count, arguments);
  return RUN_ALL_TESTS();
}

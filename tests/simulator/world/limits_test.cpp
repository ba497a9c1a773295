// What SQL from strangers may cost, and that what was stopped never happened.
#include <gtest/gtest.h>

#include "tests/simulator/world/small_world.h"

namespace simulator::world {
namespace {

const std::string endless =
    "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) INSERT INTO n SELECT x FROM c";

TEST(Limits, TheBudgetStopsAtTheSamePlaceEverywhere) {
  const auto run = [] {
    World world = small_world();
    EXPECT_TRUE(world.apply(RunSql{"laptop", "CREATE TABLE n (x)"}).has_value());
    EXPECT_TRUE(world
                    .apply(RunSql{"laptop", "INSERT INTO n VALUES (1); " + endless}, {},
                           {100'000, std::chrono::hours(1)})
                    .has_value());
    const Event& last = world.last_events().back();
    EXPECT_TRUE(last.error && last.error->code == "sandbox.budget");
    EXPECT_EQ(world.query("laptop", "SELECT * FROM n")->rows.size(), 1U) << "the statement before it stays";
    return world.image_hash();
  };
  EXPECT_EQ(run(), run());
}

TEST(Limits, ADeadlineMeansItNeverHappened) {
  World world = small_world();
  ASSERT_TRUE(world.apply(RunSql{"laptop", "CREATE TABLE n (x)"}).has_value());
  const std::string before = world.image_hash();
  const auto late = world.apply(RunSql{"laptop", "DELETE FROM users; " + endless}, {},
                                {1'000'000'000'000, std::chrono::milliseconds(1)});
  ASSERT_FALSE(late.has_value());
  EXPECT_EQ(late.error().code, "world.deadline");
  EXPECT_EQ(world.image_hash(), before);
  EXPECT_EQ(world.tree().size(), 2U);
}

TEST(Limits, CancelLeavesNoTrace) {
  World world = small_world();
  World other = small_world();
  std::stop_source source;
  source.request_stop();
  for (const Command& command :
       std::vector<Command>{RunSql{"laptop", "DELETE FROM users"}, migrate_up("laptop"), Traffic{}}) {
    const auto applied = world.apply(command, source.get_token());
    ASSERT_FALSE(applied.has_value());
    EXPECT_EQ(applied.error().code, "world.cancelled");
  }
  EXPECT_EQ(world.save_json(), other.save_json());
  for (World* each : {&world, &other})
    ASSERT_TRUE(each->apply(RunSql{"laptop", "INSERT INTO users (email) VALUES (random())"}).has_value());
  EXPECT_EQ(world.image_hash(), other.image_hash());
}

TEST(Limits, AMigrationBeyondItsBudgetIsRolledBackWhole) {
  World world = small_world();
  ASSERT_TRUE(
      world.apply(WriteFile{"20260601_big.sql", "CREATE TABLE n (x);\n" + endless + ";\n"}).has_value());
  ASSERT_TRUE(world.apply(migrate_up("laptop"), {}, {200'000, std::chrono::hours(1)}).has_value());
  EXPECT_EQ(world.last_events().back().kind, EventKind::migration_failed);
  const WorldView view = world.view();
  EXPECT_EQ(view.environments[0].pending(), 1U) << "the file before it stays applied";
  EXPECT_TRUE(view.environments[0].drift.empty());
}

TEST(Limits, HostileTextIsBounded) {
  World world = small_world();
  const std::string before = world.image_hash();
  std::string many;
  for (int count = 0; count < 3000; ++count) many += "SELECT 1;";
  EXPECT_EQ(world.apply(RunSql{"laptop", many}).error().code, "world.too-large");
  for (const char* text :
       {"ATTACH 'x' AS y", "VACUUM INTO '/tmp/x'", "PRAGMA journal_mode = DELETE",
        "PRAGMA writable_schema = 1", "SELECT load_extension('x')", "SELECT printf('%.*c', 2000000000, 'x')",
        "SELECT zeroblob(1000000000)", "CREATE VIRTUAL TABLE f USING fts5(a)", "SELECT \xff\xfe", "'", "/*",
        "CREATE TRIGGER", "COMMIT",
        "INSERT INTO users (email) SELECT zeroblob(199999) FROM users a, users b, users c"}) {
    const auto applied = world.apply(RunSql{"laptop", text});
    ASSERT_TRUE(applied.has_value()) << text << ": " << applied.error().message;
    world.undo();
  }
  EXPECT_EQ(world.image_hash(), before);
}

TEST(Limits, RowsKeptInAnEventAreBounded) {
  World world = small_world();
  ASSERT_TRUE(world
                  .apply(RunSql{"laptop",
                                "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c WHERE x < "
                                "5000) SELECT x FROM c"})
                  .has_value());
  const auto& result = world.last_events()[0].result;
  ASSERT_TRUE(result.has_value());
  EXPECT_EQ(result->rows.size(), event_row_limit);
  EXPECT_TRUE(result->truncated);
}

}  // namespace
}  // namespace simulator::world

// A run that is spared by a snapshot must not be told from one that happened.
#include "simulator/world/prefix_snapshots.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <stdexcept>
#include <thread>

#include "simulator/base/random.h"
#include "simulator/migration/atlas_sum.h"
#include "tests/simulator/world/small_world.h"

namespace simulator::world {
namespace {

constexpr migration::Tool all_tools[] = {migration::Tool::driftwood,      migration::Tool::dbmate,
                                         migration::Tool::golang_migrate, migration::Tool::goose,
                                         migration::Tool::flyway,         migration::Tool::prisma,
                                         migration::Tool::atlas};

/// `up` as the tool wants its file, under the tool's name for it.
migration::SourceFile file_for(migration::Tool tool, int number, const std::string& up) {
  using migration::Tool;
  const std::string version = fmt::format("2026010100{:04}", number);
  switch (tool) {
    case Tool::golang_migrate:
      return {fmt::format("{}_step.up.sql", version), up};
    case Tool::goose:
      return {fmt::format("{}_step.sql", version), "-- +goose Up\n" + up};
    case Tool::flyway:
      return {fmt::format("V{}__step.sql", version), up};
    case Tool::prisma:
      return {fmt::format("{}_step/migration.sql", version), up};
    case Tool::atlas:
      return {fmt::format("{}_step.sql", version), up};
    default:
      return {fmt::format("{}_step.sql", version), "-- migrate:up\n" + up + "-- migrate:down\n"};
  }
}

/// A folder of valid files: tables, columns, indexes and rows.
std::vector<migration::SourceFile> random_folder(migration::Tool tool, base::Random& random, int files) {
  std::vector<migration::SourceFile> folder;
  std::vector<int> columns;
  for (int i = 0; i < files; ++i) {
    std::string up;
    const auto table = columns.empty() ? 0 : random.below(columns.size());
    if (columns.empty() || random.below(3) == 0) {
      up = fmt::format("CREATE TABLE t{} (id INTEGER PRIMARY KEY, c0 TEXT);\n", columns.size());
      columns.push_back(1);
    } else if (random.below(2) == 0) {
      up = fmt::format("ALTER TABLE t{} ADD COLUMN c{} INTEGER DEFAULT {};\n", table, columns[table],
                       random.below(9));
      ++columns[table];
    } else {
      up = fmt::format("CREATE INDEX i{} ON t{} (c0);\n", i, table);
    }
    up += fmt::format("INSERT INTO t{} (c0) VALUES ('{}');\n", table, random.below(1000));
    folder.push_back(file_for(tool, i + 1, up));
  }
  if (tool == migration::Tool::atlas) {
    std::vector<migration::SummedFile> summed;
    for (const auto& file : folder) summed.push_back({file.name, file.text});
    folder.push_back({"atlas.sum", to_text(migration::atlas_sum(summed))});
  }
  return folder;
}

World world_of(const WorldStart& start, std::shared_ptr<PrefixSnapshots> snapshots) {
  auto world = World::create(start, std::move(snapshots));
  if (!world) throw std::runtime_error(to_string(world.error()));
  return std::move(*world);
}

/// Keeps nothing: every file runs, every time.
std::shared_ptr<PrefixSnapshots> none() { return std::make_shared<PrefixSnapshots>(0); }

void do_all(World& world, const std::vector<Command>& commands) {
  for (const Command& command : commands) {
    const auto done = world.apply(command);
    ASSERT_TRUE(done) << to_string(done.error());
  }
}

std::string lived(const World& world) {
  std::string hashes = world.image_hash();
  for (const NodeId id : world.tree().line()) {
    if (world.tree().node(id).record != nullptr) hashes += " " + world.tree().node(id).record->hash;
  }
  return hashes;
}

TEST(PrefixSnapshots, ANewLaptopIsRestoredAndNotToldFromOneThatRanEveryFile) {
  for (const auto tool : all_tools) {
    for (std::uint64_t seed = 1; seed <= 12; ++seed) {
      base::Random random(seed);
      const auto folder = random_folder(tool, random, 6);
      auto start = start_of(tool, folder);
      const std::string second = tool == migration::Tool::prisma ? "20260101000002_step" : "20260101000002";
      start.environments = {{"production", second, {}}, {"staging", "", {}}};
      std::vector<Command> commands = {migrate_up("staging")};
      for (int i = 0; i < 3; ++i) {
        const std::string name = fmt::format("laptop-{}", i);
        commands.emplace_back(CloneEnvironment{name, ""});
        Migrate up{name, migration::Direction::up, {}, {}, false};
        if (random.below(2) == 0) up.steps = static_cast<int>(1 + random.below(5));
        commands.emplace_back(up);
        commands.emplace_back(migrate_up(name));
      }
      const auto snapshots = std::make_shared<PrefixSnapshots>();
      World spared = world_of(start, snapshots);
      World again = world_of(start, snapshots);
      World ran = world_of(start, none());
      for (World* world : {&spared, &again, &ran}) do_all(*world, commands);
      EXPECT_EQ(lived(spared), lived(ran)) << to_string(tool) << " seed " << seed;
      EXPECT_EQ(lived(again), lived(ran)) << to_string(tool) << " seed " << seed;
      EXPECT_GT(snapshots->found(), 0U) << to_string(tool);
    }
  }
}

TEST(PrefixSnapshots, TheLongestPrefixIsTaken) {
  base::Random random(3);
  const auto folder = random_folder(migration::Tool::driftwood, random, 5);
  const auto snapshots = std::make_shared<PrefixSnapshots>();
  auto start = start_of(migration::Tool::driftwood, {folder.begin(), folder.begin() + 3});
  World first = world_of(start, snapshots);
  ASSERT_TRUE(first.apply(migrate_up("laptop")));
  EXPECT_EQ(snapshots->size(), 3U) << "one for each file";
  start.files = folder;
  World second = world_of(start, snapshots);
  ASSERT_TRUE(second.apply(migrate_up("laptop")));
  EXPECT_EQ(second.last_events().size(), 5U) << "what was spared is told like what ran";
  EXPECT_EQ(snapshots->size(), 5U);
  EXPECT_EQ(snapshots->found(), 1U);
  World plain = world_of(start, none());
  ASSERT_TRUE(plain.apply(migrate_up("laptop")));
  EXPECT_EQ(lived(second), lived(plain));
}

TEST(PrefixSnapshots, AnEditedFileEndsThePrefix) {
  const auto snapshots = std::make_shared<PrefixSnapshots>();
  const auto folder_with = [](const std::string& second) {
    return start_of(migration::Tool::driftwood,
                    {file_for(migration::Tool::driftwood, 1, "CREATE TABLE a (x);\n"),
                     file_for(migration::Tool::driftwood, 2, second)});
  };
  World before = world_of(folder_with("CREATE TABLE b (x);\n"), snapshots);
  ASSERT_TRUE(before.apply(migrate_up("laptop")));
  World after = world_of(folder_with("CREATE TABLE b (x, y);\n"), snapshots);
  ASSERT_TRUE(after.apply(migrate_up("laptop")));
  EXPECT_TRUE(after.query("laptop", "SELECT y FROM b"));
}

TEST(PrefixSnapshots, WhatLooksAtTheClockOrAtChanceRunsEveryTime) {
  for (const std::string sql :
       {"INSERT INTO a VALUES (random());", "INSERT INTO a VALUES (CURRENT_TIMESTAMP);",
        "INSERT INTO a VALUES (datetime('now'));", "INSERT INTO a VALUES (\"randomblob\" (4));",
        "CREATE TABLE b (x DEFAULT current_time);", "CREATE TEMP TABLE c (x);",
        "INSERT INTO a VALUES (last_insert_rowid());", "PRAGMA recursive_triggers = ON;",
        "UPDATE schema_migrations SET execution_ms = 4;"}) {
    const auto snapshots = std::make_shared<PrefixSnapshots>();
    auto start = start_of(migration::Tool::driftwood,
                          {file_for(migration::Tool::driftwood, 1, "CREATE TABLE a (x);\n"),
                           file_for(migration::Tool::driftwood, 2, sql + "\n")});
    World spared = world_of(start, snapshots);
    World ran = world_of(start, none());
    for (World* world : {&spared, &ran})
      do_all(*world, {migrate_up("laptop"), CloneEnvironment{"new", ""}, migrate_up("new")});
    EXPECT_LE(snapshots->size(), 1U) << sql;
    EXPECT_EQ(lived(spared), lived(ran)) << sql;
  }
}

TEST(PrefixSnapshots, ABudgetThatRunsOutDoesSoInTheSameFile) {
  std::string rows = "CREATE TABLE a (x);\n";
  for (int i = 0; i < 40; ++i) rows += "INSERT INTO a VALUES (1);\n";
  const auto start = start_of(migration::Tool::driftwood,
                              {file_for(migration::Tool::driftwood, 1, rows),
                               file_for(migration::Tool::driftwood, 2,
                                        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n "
                                        "WHERE i < 3000) INSERT INTO a SELECT i FROM n;\n")});
  const auto snapshots = std::make_shared<PrefixSnapshots>();
  World teacher = world_of(start, snapshots);
  ASSERT_TRUE(teacher.apply(migrate_up("laptop")));
  EXPECT_EQ(snapshots->size(), 2U);
  for (const std::int64_t budget : {100, 1'000, 5'000, 20'000, 40'000, 80'000, 1'000'000}) {
    World spared = world_of(start, snapshots);
    World ran = world_of(start, none());
    for (World* world : {&spared, &ran})
      ASSERT_TRUE(world->apply(migrate_up("laptop"), {}, {budget, std::chrono::seconds(20)}));
    EXPECT_EQ(lived(spared), lived(ran)) << budget;
  }
}

TEST(PrefixSnapshots, ADatabaseWithTablesOfItsOwnIsNotReplaced) {
  const auto snapshots = std::make_shared<PrefixSnapshots>();
  const auto start = start_of(migration::Tool::driftwood,
                              {file_for(migration::Tool::driftwood, 1, "CREATE TABLE a (x);\n")});
  World world = world_of(start, snapshots);
  ASSERT_TRUE(world.apply(migrate_up("laptop")));
  do_all(world, {CloneEnvironment{"old", ""}, RunSql{"old", "CREATE TABLE mine (x)"}, migrate_up("old")});
  EXPECT_TRUE(world.query("old", "SELECT * FROM mine, a"));
  EXPECT_EQ(snapshots->found(), 0U);
}

TEST(PrefixSnapshots, MemoryStaysBelowTheBudgetAndTheOldestGoesFirst) {
  const auto big = [](int number) {
    return start_of(migration::Tool::driftwood,
                    {file_for(migration::Tool::driftwood, number,
                              "CREATE TABLE a (x);\nINSERT INTO a VALUES (zeroblob(100000));\n")});
  };
  const auto snapshots = std::make_shared<PrefixSnapshots>(250'000);
  for (const int number : {1, 2, 3}) {
    World world = world_of(big(number), snapshots);
    ASSERT_TRUE(world.apply(migrate_up("laptop")));
    EXPECT_LE(snapshots->bytes(), 250'000U);
  }
  EXPECT_EQ(snapshots->size(), 2U);
  World again = world_of(big(1), snapshots);
  ASSERT_TRUE(again.apply(migrate_up("laptop")));
  EXPECT_EQ(snapshots->found(), 0U) << "the first one had to go";
}

TEST(PrefixSnapshots, WorldsOnSeveralThreadsShareThem) {
  base::Random random(9);
  const auto start =
      start_of(migration::Tool::driftwood, random_folder(migration::Tool::driftwood, random, 5));
  World plain = world_of(start, none());
  ASSERT_TRUE(plain.apply(migrate_up("laptop")));
  const auto snapshots = std::make_shared<PrefixSnapshots>();
  std::vector<std::string> hashes(4);
  {
    std::vector<std::jthread> threads;
    for (std::string& hash : hashes) {
      threads.emplace_back([&hash, &start, snapshots] {
        for (int i = 0; i < 5; ++i) {
          World world = world_of(start, snapshots);
          if (world.apply(migrate_up("laptop"))) hash = world.image_hash();
        }
      });
    }
  }
  EXPECT_THAT(hashes, testing::Each(plain.image_hash()));
}

TEST(PrefixSnapshots, AShadowDatabaseUsesThemToo) {
  base::Random random(5);
  const auto snapshots = std::make_shared<PrefixSnapshots>();
  World world = world_of(
      start_of(migration::Tool::driftwood, random_folder(migration::Tool::driftwood, random, 4)), snapshots);
  ASSERT_TRUE(world.apply(migrate_up("laptop")));
  EXPECT_EQ(snapshots->found(), 0U);
  EXPECT_TRUE(world.view().environments[0].drift.empty());
  EXPECT_EQ(snapshots->found(), 1U);
}

}  // namespace
}  // namespace simulator::world

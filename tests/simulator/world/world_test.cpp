#include "simulator/world/world.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/simulator/world/small_world.h"

namespace simulator::world {
namespace {

using testing::HasSubstr;

std::string one_value(World& world, const std::string& environment, const std::string& sql) {
  const auto result = world.query(environment, sql);
  if (!result) return "error: " + result.error().message;
  return result->rows.empty() ? "no row" : sql::to_display(result->rows[0][0]);
}

const Event& apply(World& world, const Command& command) {
  const auto applied = world.apply(command);
  EXPECT_TRUE(applied.has_value()) << (applied ? "" : applied.error().message);
  return world.last_events().back();
}

TEST(World, BeginsAsItsStartSays) {
  World world = small_world();
  const WorldView view = world.view();
  ASSERT_EQ(view.environments.size(), 2U);
  const EnvironmentView& laptop = view.environments[0];
  EXPECT_EQ(laptop.name, "laptop");
  EXPECT_EQ(laptop.pending(), 1U);
  EXPECT_TRUE(laptop.drift.empty());
  ASSERT_EQ(laptop.database->row_counts.size(), 1U);
  EXPECT_EQ(laptop.database->row_counts[0].rows, 2);
  ASSERT_NE(view.file("20260514_add_user_phone.sql"), nullptr);
  EXPECT_EQ(view.file("20260514_add_user_phone.sql")->on[0].state, migration::MigrationState::pending);
}

TEST(World, AStartThatCannotBeMadeSaysWhy) {
  WorldStart start = small_start();
  start.environments[1].setup.push_back("INSERT INTO nowhere VALUES (1)");
  const auto world = World::create(start);
  ASSERT_FALSE(world.has_value());
  EXPECT_EQ(world.error().code, "world.bad-start");
  EXPECT_THAT(world.error().message, HasSubstr("production"));
  EXPECT_THAT(world.error().message, HasSubstr("no such table: nowhere"));
}

TEST(World, HandMadeColumnIsDriftUntilAMigrationSaysSo) {
  World world = small_world();
  apply(world, RunSql{"laptop", "ALTER TABLE users ADD COLUMN phone TEXT"});
  WorldView view = world.view();
  ASSERT_EQ(view.environment("laptop")->drift.size(), 1U);
  EXPECT_EQ(view.environment("laptop")->drift[0].object, "users.phone");
  EXPECT_EQ(view.environment("laptop")->drift[0].kind, schema::DifferenceKind::extra);

  const Event& twice = apply(world, migrate_up("laptop"));
  ASSERT_TRUE(twice.error.has_value());
  EXPECT_THAT(twice.error->message, HasSubstr("duplicate column name: phone"));
  EXPECT_EQ(twice.error->at.line, 2);
  EXPECT_FALSE(world.tree().node(world.tree().cursor()).record->ok);

  EXPECT_TRUE(apply(world, MarkApplied{"laptop", "20260514"}).ok());
  EXPECT_TRUE(apply(world, migrate_up("production")).ok());
  view = world.view();
  EXPECT_TRUE(view.environment("laptop")->as_history_says());
  EXPECT_TRUE(view.environment("production")->as_history_says());
}

TEST(World, AnEditedOrDeletedFileIsAProblemAndNotDrift) {
  World world = small_world();
  apply(world, WriteFile{"20260401_create_users.sql", "-- migrate:up\nCREATE TABLE users (id INTEGER);\n"});
  EXPECT_EQ(world.view().environments[0].problems.size(), 1U);
  EXPECT_TRUE(world.view().environments[0].drift.empty()) << "the shadow is made from what really ran";
  apply(world, DeleteFile{"20260401_create_users.sql"});
  const WorldView view = world.view();
  EXPECT_EQ(view.environments[0].status[0].state, migration::MigrationState::missing);
  EXPECT_TRUE(view.environments[0].drift.empty());
  EXPECT_FALSE(view.environments[0].shadow_failure.has_value());
}

TEST(World, BlankEnvironmentHasNothingAndCanBeMigrated) {
  World world = small_world();
  apply(world, CloneEnvironment{"new-engineer", ""});
  EXPECT_EQ(world.view().environment("new-engineer")->pending(), 2U);
  apply(world, migrate_up("new-engineer"));
  EXPECT_TRUE(world.view().environment("new-engineer")->as_history_says());
  apply(world, CloneEnvironment{"copy", "laptop"});
  EXPECT_EQ(one_value(world, "copy", "SELECT count(*) FROM users"), "2");
}

TEST(World, ABackupBringsItsHistoryBack) {
  World world = small_world();
  apply(world, TakeBackup{"production", "monday"});
  apply(world, migrate_up("production"));
  apply(world, RunSql{"production", "DELETE FROM users"});
  apply(world, RestoreBackup{"production", "monday"});
  EXPECT_EQ(one_value(world, "production", "SELECT count(*) FROM users"), "1");
  EXPECT_EQ(world.view().environment("production")->pending(), 1U);
}

TEST(World, MigratesDownAndByTarget) {
  World world = small_world();
  apply(world, migrate_up("laptop"));
  Migrate down = migrate_up("laptop");
  down.direction = migration::Direction::down;
  EXPECT_EQ(apply(world, down).kind, EventKind::migration_taken_back);
  EXPECT_EQ(world.view().environment("laptop")->pending(), 1U);
  Migrate to = migrate_up("laptop");
  to.to = "20260401";
  EXPECT_EQ(apply(world, to).kind, EventKind::nothing_to_migrate);
}

TEST(World, OneTextIsOneCommandWithAnEventPerStatement) {
  World world = small_world();
  apply(world,
        RunSql{"laptop",
               "INSERT INTO users (email) VALUES ('a');\nSELECT email FROM users;\nDELETE FROM users"});
  const std::vector<Event>& events = world.last_events();
  ASSERT_EQ(events.size(), 3U);
  EXPECT_EQ(events[0].rows, 1);
  ASSERT_TRUE(events[1].result.has_value());
  EXPECT_EQ(events[1].result->rows.size(), 3U);
  EXPECT_EQ(events[1].at, (base::Position{2, 1}));
  EXPECT_EQ(events[2].rows, 3);
  EXPECT_EQ(world.tree().size(), 2U);
}

TEST(World, AFailureKeepsWhatRanBeforeItAndSaysWhere) {
  World world = small_world();
  apply(world, RunSql{"laptop",
                      "DELETE FROM users WHERE id = 1;\nSELECT\n  nothing FROM users;\nSELECT 1; SELECT 2"});
  const std::vector<Event>& events = world.last_events();
  ASSERT_EQ(events.size(), 3U);
  ASSERT_TRUE(events[1].error.has_value());
  EXPECT_EQ(events[1].error->at, (base::Position{3, 3}));
  EXPECT_EQ(events[2].kind, EventKind::statements_skipped);
  EXPECT_EQ(events[2].rows, 2);
  EXPECT_EQ(one_value(world, "laptop", "SELECT count(*) FROM users"), "1");
}

TEST(World, ATransactionLeftOpenIsRolledBackAndExplained) {
  World world = small_world();
  const Event& last = apply(world, RunSql{"laptop", "BEGIN; DELETE FROM users;"});
  EXPECT_EQ(last.kind, EventKind::rolled_back);
  EXPECT_THAT(last.text, HasSubstr("COMMIT"));
  EXPECT_EQ(one_value(world, "laptop", "SELECT count(*) FROM users"), "2");
  apply(world, RunSql{"laptop", "BEGIN; DELETE FROM users; COMMIT;"});
  EXPECT_EQ(one_value(world, "laptop", "SELECT count(*) FROM users"), "0");
}

TEST(World, LookingIsNotDoing) {
  World world = small_world();
  const std::string before = world.image_hash();
  for (const char* text : {"SELECT random(), * FROM users", "PRAGMA table_info(users); SELECT 1",
                           "WITH a AS (SELECT 1) SELECT * FROM a", "EXPLAIN QUERY PLAN SELECT * FROM users",
                           "SELECT nothing FROM users", "-- only a comment"}) {
    EXPECT_TRUE(world.only_reads("laptop", text)) << text;
    EXPECT_TRUE(world.look("laptop", text).has_value()) << text;
  }
  for (const char* text : {"DELETE FROM users", "WITH a AS (SELECT 1) DELETE FROM users", "BEGIN",
                           "SELECT 1; DROP TABLE users", "PRAGMA user_version = 5"}) {
    EXPECT_FALSE(world.only_reads("laptop", text)) << text;
    const auto looked = world.look("laptop", text);
    ASSERT_TRUE(looked.has_value());
    EXPECT_FALSE(looked->back().ok() && looked->size() == 1 && std::string(text) != "BEGIN") << text;
  }
  EXPECT_EQ(world.image_hash(), before);
  EXPECT_EQ(world.tree().size(), 1U);
}

TEST(World, WhatMakesNoSenseDidNotHappen) {
  World world = small_world();
  const auto code = [&world](const Command& command) {
    const auto applied = world.apply(command);
    return applied ? std::string("applied") : applied.error().code;
  };
  EXPECT_EQ(code(RunSql{"labtop", "SELECT 1"}), "world.unknown-environment");
  EXPECT_EQ(code(CloneEnvironment{"laptop", ""}), "world.name-taken");
  EXPECT_EQ(code(CloneEnvironment{"../x", ""}), "world.bad-name");
  EXPECT_EQ(code(CloneEnvironment{"x", "nowhere"}), "world.unknown-environment");
  EXPECT_EQ(code(WriteFile{"../x.sql", ""}), "world.bad-name");
  EXPECT_EQ(code(DeleteFile{"none.sql"}), "world.unknown-file");
  EXPECT_EQ(code(RestoreBackup{"laptop", "none"}), "world.unknown-backup");
  EXPECT_EQ(code(StartNode{"n", "laptop", "v9"}), "world.unknown-version");
  EXPECT_EQ(code(DrainNode{"n"}), "world.unknown-node");
  EXPECT_EQ(code(WriteFile{"1_a.sql", std::string(command_text_limit + 1, 'x')}), "world.too-large");
  EXPECT_EQ(world.tree().size(), 1U);
}

TEST(World, NodesServeDrainAndStop) {
  World world = small_world();
  apply(world, StartNode{"node 1", "production", "v1"});
  apply(world, StartNode{"node 2", "production", "v2"});
  apply(world, Traffic{});
  std::size_t failed = 0;
  for (const Event& event : world.last_events()) {
    EXPECT_EQ(event.kind, EventKind::request);
    if (event.ok()) continue;
    ++failed;
    EXPECT_EQ(event.node, "node 2");
    EXPECT_EQ(event.error->message, "no such column: phone");
    EXPECT_EQ(event.error->at, (base::Position{1, 19}));
  }
  EXPECT_EQ(world.last_events().size(), 3U);
  EXPECT_EQ(failed, 1U);
  EXPECT_THAT(one_value(world, "production", "SELECT email FROM users ORDER BY id DESC"), HasSubstr("@x"));

  apply(world, DrainNode{"node 1"});
  apply(world, StopNode{"node 2"});
  apply(world, Traffic{});
  EXPECT_EQ(world.last_events().size(), 3U) << "two requests in flight, and one that nobody served";
  EXPECT_EQ(world.last_events().back().kind, EventKind::no_node);
  apply(world, Traffic{});
  EXPECT_EQ(world.last_events().size(), 1U);
}

}  // namespace
}  // namespace simulator::world

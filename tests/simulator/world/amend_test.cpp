// What a tool lets a person tell its history by hand, as a command of the World.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/simulator/world/small_world.h"

namespace simulator::world {
namespace {

using migration::MigrationState;
using migration::Tool;
using testing::HasSubstr;

World broken_under(Tool tool, std::vector<migration::SourceFile> files) {
  WorldStart start;
  start.tool = tool;
  start.migrations_folder = "m";
  start.files = std::move(files);
  start.environments = {{"laptop", "", {}}};
  World world = std::move(World::create(start).value());
  EXPECT_TRUE(world.apply(migrate_up("laptop")));
  EXPECT_EQ(world.last_events().back().kind, EventKind::migration_failed);
  return world;
}

MigrationState state_of_last(World& world) { return world.view().environments[0].status.back().state; }

AmendHistory amendment(AmendHistory::How how, std::string version = {}) {
  return {"laptop", how, std::move(version)};
}

TEST(AmendHistory, ForceGetsGolangMigratePastADirtyVersion) {
  World world = broken_under(Tool::golang_migrate, {{"1_a.up.sql", "CREATE TABLE a (x);\n"},
                                                    {"2_b.up.sql", "INSERT INTO nope VALUES (1);\n"}});
  EXPECT_EQ(state_of_last(world), MigrationState::failed);
  ASSERT_TRUE(world.apply(amendment(AmendHistory::How::force, "1")));
  const Event& event = world.last_events().back();
  EXPECT_EQ(event.kind, EventKind::history_amended);
  ASSERT_TRUE(event.ok()) << to_string(*event.error);
  EXPECT_THAT(event.text, HasSubstr("Nothing was compared"));
  EXPECT_EQ(state_of_last(world), MigrationState::pending);
  ASSERT_TRUE(world.undo());
  EXPECT_EQ(state_of_last(world), MigrationState::failed);
}

TEST(AmendHistory, RepairIsPrismasRolledBack) {
  World world = broken_under(Tool::prisma, {{"1_a/migration.sql", "INSERT INTO nope VALUES (1);\n"}});
  ASSERT_TRUE(world.apply(amendment(AmendHistory::How::repair)));
  EXPECT_TRUE(world.last_events().back().ok());
  EXPECT_EQ(state_of_last(world), MigrationState::pending);
}

TEST(AmendHistory, WhatTheToolRefusesIsAnEventWithItsReason) {
  World world = broken_under(Tool::golang_migrate, {{"1_a.up.sql", "INSERT INTO nope VALUES (1);\n"}});
  const std::string before = world.image_hash();
  ASSERT_TRUE(world.apply(amendment(AmendHistory::How::repair)));
  const Event& event = world.last_events().back();
  ASSERT_FALSE(event.ok());
  EXPECT_EQ(event.error->code, "migration.no-repair");
  EXPECT_EQ(world.image_hash(), before);
}

TEST(AmendHistory, AnUnknownEnvironmentMeansNothingHappened) {
  World world = small_world();
  const auto done = world.apply(AmendHistory{"lapto", AmendHistory::How::repair, ""});
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().code, "world.unknown-environment");
}

TEST(AmendHistory, GoesToJsonAndBack) {
  for (const auto how : {AmendHistory::How::force, AmendHistory::How::repair, AmendHistory::How::baseline}) {
    const Command command = amendment(how, how == AmendHistory::How::repair ? "" : "7");
    const auto again = command_from_json(to_json(command));
    ASSERT_TRUE(again) << to_string(again.error());
    EXPECT_EQ(*again, command);
  }
  const auto missing = command_from_json(R"({"do": "amend_history", "environment": "a", "how": "force"})");
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().code, "json.missing-key");
}

}  // namespace
}  // namespace simulator::world

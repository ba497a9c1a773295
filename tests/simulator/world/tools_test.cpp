// Environments that follow another tool's rules: the same commands, that tool's board and failures.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/simulator/world/small_world.h"

namespace simulator::world {
namespace {

using testing::HasSubstr;

std::string states(World& world) {
  std::string out;
  const WorldView view = world.view();
  for (const auto& row : view.environments[0].status)
    out += (out.empty() ? "" : ", ") + row.version + " " + std::string(to_string(row.state));
  return out;
}

TEST(WorldTools, GolangMigrateIsDirtyOnTheBoard) {
  auto world =
      World::create(start_of(migration::Tool::golang_migrate,
                             {{"1_a.up.sql", "CREATE TABLE a (x);\n"},
                              {"2_b.up.sql", "CREATE TABLE b (x);\nINSERT INTO nope VALUES (1);\n"}}));
  ASSERT_TRUE(world) << to_string(world.error());
  EXPECT_EQ(states(*world), "1 pending, 2 pending");
  ASSERT_TRUE(world->apply(migrate_up("laptop")));
  const Event& failed = world->last_events().back();
  EXPECT_EQ(failed.kind, EventKind::migration_failed);
  EXPECT_THAT(failed.explain.state, HasSubstr("the history says version 2, dirty"));
  EXPECT_EQ(states(*world), "1 applied, 2 failed");
  EXPECT_FALSE(world->view().environments[0].shadow_failure) << "the shadow leaves the failed file out";
  EXPECT_TRUE(world->view().environments[0].drift.empty());
  ASSERT_TRUE(world->apply(migrate_up("laptop")));
  EXPECT_EQ(world->last_events().back().explain.said, "Dirty database version 2. Fix and force version.");
}

TEST(WorldTools, ALostRowIsAFactOfTheEvent) {
  const std::string rebuilding =
      "-- migrate:up\nCREATE TABLE n (id INTEGER PRIMARY KEY);\nINSERT INTO n SELECT id FROM users;\nDROP "
      "TABLE "
      "users;\nALTER TABLE n RENAME TO users;\n-- migrate:down\n";
  const std::string made =
      "-- migrate:up\nCREATE TABLE users (id INTEGER PRIMARY KEY);\nCREATE TABLE posts (id INTEGER PRIMARY "
      "KEY, u "
      "REFERENCES users ON DELETE CASCADE);\n-- migrate:down\n";
  for (const auto tool : {migration::Tool::dbmate, migration::Tool::driftwood}) {
    auto start = start_of(tool, {{"1_users.sql", made}, {"2_rebuild.sql", rebuilding}});
    start.environments = {
        {"laptop", "1", {"INSERT INTO users VALUES (1)", "INSERT INTO posts VALUES (1, 1), (2, 1)"}}};
    auto world = World::create(start);
    ASSERT_TRUE(world) << to_string(world.error());
    ASSERT_TRUE(world->apply(migrate_up("laptop")));
    const Event& event = world->last_events().back();
    ASSERT_TRUE(event.ok()) << event.text;
    const bool lost = tool == migration::Tool::dbmate;
    EXPECT_EQ(describe(event.changes).find("posts: 2 rows deleted by ON DELETE") != std::string::npos, lost);
    const auto left = world->query("laptop", "SELECT count(*) FROM posts");
    ASSERT_TRUE(left);
    EXPECT_EQ(sql::to_display(left->rows[0][0]), lost ? "0" : "2");
    EXPECT_TRUE(world->view().environments[0].drift.empty());
  }
}

TEST(WorldTools, ACommitInAFilePassesWhereTheToolLetsItPass) {
  auto world = World::create(
      start_of(migration::Tool::dbmate,
               {{"1_a.sql", "-- migrate:up\nCREATE TABLE a (x);\nCOMMIT;\n-- migrate:down\n"}}));
  ASSERT_TRUE(world) << to_string(world.error());
  ASSERT_TRUE(world->apply(migrate_up("laptop")));
  EXPECT_THAT(world->last_events().back().error->message,
              HasSubstr("cannot commit - no transaction is active"));
  EXPECT_EQ(states(*world), "1 applied");
}

TEST(WorldTools, EveryToolRunsInTheSandboxAndHasNoDriftThen) {
  using enum migration::Tool;
  const std::vector<std::pair<migration::Tool, std::vector<migration::SourceFile>>> starts{
      {goose, {{"1_a.sql", "-- +goose Up\nCREATE TABLE a (x);\n"}}},
      {flyway, {{"V1__a.sql", "CREATE TABLE a (x);\n"}}},
      {prisma, {{"1_a/migration.sql", "CREATE TABLE a (x);\n"}}}};
  for (const auto& [tool, files] : starts) {
    auto world = World::create(start_of(tool, files));
    ASSERT_TRUE(world) << to_string(world.error());
    ASSERT_TRUE(world->apply(migrate_up("laptop")));
    EXPECT_TRUE(world->last_events().back().ok()) << to_string(tool) << world->last_events().back().text;
    const auto view = world->view();
    EXPECT_TRUE(view.environments[0].as_history_says()) << to_string(tool);
    EXPECT_EQ(view.environments[0].database->schema.tables.size(), 1U) << to_string(tool);
  }
}

TEST(WorldTools, FoldersAreWrittenOnlyWhereTheLayoutHasThem) {
  auto prisma = World::create(start_of(migration::Tool::prisma, {}));
  ASSERT_TRUE(prisma);
  EXPECT_TRUE(prisma->apply(WriteFile{"1_a/migration.sql", "SELECT 1;\n"}));
  for (const auto* path : {"../a.sql", "a/../b.sql", "/a.sql", "a//b.sql", "a/", "a/.b"})
    EXPECT_FALSE(prisma->apply(WriteFile{path, ""})) << path;
  auto dbmate = World::create(start_of(migration::Tool::dbmate, {}));
  ASSERT_TRUE(dbmate);
  EXPECT_FALSE(dbmate->apply(WriteFile{"a/b.sql", ""}));
}

}  // namespace
}  // namespace simulator::world

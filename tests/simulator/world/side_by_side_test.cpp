#include "simulator/world/side_by_side.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/simulator/world/small_world.h"

namespace simulator::world {
namespace {

using migration::Tool;
using testing::HasSubstr;

constexpr const char* users =
    "-- migrate:up\nCREATE TABLE users (id INTEGER PRIMARY KEY);\nCREATE TABLE posts (id INTEGER PRIMARY "
    "KEY, u REFERENCES users ON DELETE CASCADE);\n\n-- migrate:down\nDROP TABLE posts;\nDROP TABLE users;\n";
constexpr const char* rebuild =
    "-- migrate:up\nCREATE TABLE n (id INTEGER PRIMARY KEY, name TEXT);\nINSERT INTO n (id) SELECT id FROM "
    "users;\nDROP TABLE users;\nALTER TABLE n RENAME TO users;\n\n-- migrate:down\n";

WorldStart a_start() {
  WorldStart start;
  start.migrations_folder = "m";
  start.files = {{"20260101_users.sql", users}};
  start.environments = {
      {"laptop", "20260101", {"INSERT INTO users VALUES (1)", "INSERT INTO posts VALUES (1, 1), (2, 1)"}}};
  return start;
}

SideBySide told(const WorldStart& start, const std::vector<Command>& story) {
  auto result = side_by_side(start, story);
  if (!result) throw std::runtime_error(to_string(result.error()));
  return std::move(*result);
}

const ToolMoment& of(const SideBySide& told, std::size_t step, Tool tool) {
  const auto at = std::find(told.tools.begin(), told.tools.end(), tool) - told.tools.begin();
  return told.steps.at(step).by_tool.at(static_cast<std::size_t>(at));
}

TEST(SideBySide, ToolsAreOfOneMindWhileNothingIsWrong) {
  const SideBySide story = told(a_start(), {WriteFile{"20260102_tags.sql",
                                                      "-- migrate:up\nCREATE TABLE tags (x);\n\n-- "
                                                      "migrate:down\nDROP TABLE tags;\n"},
                                            migrate_up("laptop")});
  ASSERT_EQ(story.steps.size(), 3U);
  EXPECT_EQ(story.tools.size(), 7U);
  for (std::size_t i = 0; i < story.tools.size(); ++i)
    EXPECT_TRUE(story.steps[2].by_tool[i].ok)
        << to_string(story.tools[i]) << ": " << story.steps[2].by_tool[i].said;
  EXPECT_EQ(story.steps[2].groups, 1U);
  EXPECT_FALSE(story.first_parting());
  EXPECT_EQ(of(story, 2, Tool::prisma).states, std::vector<std::string>{"2 applied"});
}

TEST(SideBySide, ARebuildPartsThoseWhoseKeysAreOnFromThoseThatSwitchThemOff) {
  const SideBySide story =
      told(a_start(), {WriteFile{"20260102_rebuild.sql", rebuild}, migrate_up("laptop")});
  ASSERT_EQ(story.first_parting(), 2U);
  EXPECT_TRUE(of(story, 2, Tool::dbmate).ok) << "that is what makes it dangerous";
  EXPECT_NE(of(story, 2, Tool::dbmate).group, of(story, 2, Tool::driftwood).group);
  EXPECT_THAT(migration::describe(of(story, 2, Tool::dbmate).changes), HasSubstr("posts: 2 rows deleted"));
}

TEST(SideBySide, AFailureLeavesGolangMigrateDirty) {
  const SideBySide story =
      told(a_start(), {WriteFile{"20260102_broken.sql",
                                 "-- migrate:up\nCREATE TABLE a (x);\nINSERT INTO nope VALUES (1);\n\n-- "
                                 "migrate:down\n"},
                       migrate_up("laptop"), migrate_up("laptop")});
  EXPECT_EQ(story.first_parting(), 2U);
  EXPECT_EQ(of(story, 2, Tool::driftwood).states, std::vector<std::string>{"1 applied, 1 pending"});
  EXPECT_EQ(of(story, 2, Tool::golang_migrate).states, std::vector<std::string>{"1 applied, 1 failed"});
  EXPECT_THAT(of(story, 3, Tool::golang_migrate).explain.said, HasSubstr("Dirty database version 20260102"));
  EXPECT_THAT(of(story, 3, Tool::prisma).said, testing::Not(testing::IsEmpty()));
  EXPECT_FALSE(of(story, 3, Tool::prisma).ok);
}

TEST(SideBySide, AnEditedFileStopsOnlySome) {
  std::string edited = users;
  edited.replace(edited.find("TABLE users (id"), 15, "TABLE users ( id");
  const SideBySide story =
      told(a_start(),
           {WriteFile{"20260101_users.sql", edited},
            WriteFile{"20260102_tags.sql", "-- migrate:up\nCREATE TABLE tags (x);\n\n-- migrate:down\n"},
            migrate_up("laptop")});
  EXPECT_FALSE(of(story, 3, Tool::driftwood).ok);
  EXPECT_TRUE(of(story, 3, Tool::dbmate).ok);
  EXPECT_TRUE(of(story, 3, Tool::golang_migrate).ok);
  EXPECT_FALSE(of(story, 3, Tool::flyway).ok);
}

TEST(SideBySide, VersionsOfCommandsAreTheTools) {
  auto start = a_start();
  start.files.push_back({"20260102_tags.sql", "-- migrate:up\nCREATE TABLE tags (x);\n\n-- migrate:down\n"});
  Migrate to = migrate_up("new");
  to.to = "20260101";
  const SideBySide story =
      told(start, {CloneEnvironment{"new", ""}, to, MarkApplied{"new", "20260102"}, migrate_up("new")});
  for (std::size_t i = 0; i < story.tools.size(); ++i)
    EXPECT_TRUE(story.steps[2].by_tool[i].ok)
        << to_string(story.tools[i]) << ": " << story.steps[2].by_tool[i].said;
  EXPECT_EQ(of(story, 2, Tool::prisma).states.at(1), "1 applied, 1 pending");
}

TEST(SideBySide, ATaleCanBeStopped) {
  std::stop_source source;
  source.request_stop();
  const std::vector<Command> story{migrate_up("laptop")};
  const auto result = side_by_side(a_start(), story, source.get_token());
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, "world.cancelled");
}

}  // namespace
}  // namespace simulator::world

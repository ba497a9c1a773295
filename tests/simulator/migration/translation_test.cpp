#include "simulator/migration/translation.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "simulator/base/clock.h"
#include "simulator/migration/layout.h"
#include "simulator/migration/runner.h"
#include "tests/simulator/migration/world_of_files.h"

namespace simulator::migration {
namespace {

using testing_support::open;
using testing_support::rows;

constexpr Tool all_tools[] = {Tool::driftwood, Tool::dbmate, Tool::golang_migrate, Tool::goose,
                              Tool::flyway,    Tool::prisma, Tool::atlas};

MigrationSet read(Tool tool, const std::vector<SourceFile>& files) {
  auto result = read_layout(tool, files, "m");
  for (const auto& diagnostic : result.diagnostics) ADD_FAILURE() << to_string(diagnostic.what);
  return std::move(result.set);
}

MigrationSet a_folder() {
  return read(Tool::driftwood,
              {{"20260101_users.sql",
                "-- migrate:up\nCREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT);\n\n"
                "-- migrate:down\nDROP TABLE users;\n"},
               {"20260102_audit.sql",
                "-- migrate:up\nCREATE TABLE audit (what TEXT);\nCREATE TRIGGER noted AFTER INSERT ON users\n"
                "BEGIN\n  INSERT INTO audit VALUES ('new');\n  INSERT INTO audit VALUES ('user');\nEND;\n"
                "INSERT INTO users (email) VALUES ('a;\nb');\n\n"
                "-- migrate:down\nDROP TRIGGER noted;\nDROP TABLE audit;\n"}});
}

/// Without the tool's own tables.
std::string objects_of(sql::Database& database) {
  return rows(database,
              "SELECT type, name FROM sqlite_master WHERE tbl_name IN ('users', 'audit') ORDER BY name");
}

TEST(Translation, TheSameStoryInEveryLayout) {
  const MigrationSet set = a_folder();
  const base::ManualClock clock(1'778'749'200'000);
  std::string expected;
  for (const Tool tool : all_tools) {
    SCOPED_TRACE(to_string(tool));
    const Translation translation = translated(set, tool);
    const MigrationSet there = read(tool, translation.files);
    ASSERT_EQ(there.files.size(), 2U);
    EXPECT_NE(there.find(translation.versions.at("20260102")), nullptr);
    sql::Database database = open();
    const RunReport report = Runner(database, there, clock).up({});
    ASSERT_FALSE(report.failure) << to_string(*report.failure);
    if (expected.empty()) expected = objects_of(database);
    EXPECT_EQ(objects_of(database), expected);
    EXPECT_EQ(rows(database, "SELECT count(*) FROM audit"), "2");
    const bool way_back = tool != Tool::flyway && tool != Tool::prisma && tool != Tool::atlas;
    EXPECT_EQ(translation.left_out.empty(), way_back);
    if (!way_back) continue;
    const RunReport back = Runner(database, there, clock).down({.to = "0"});
    ASSERT_FALSE(back.failure) << to_string(*back.failure);
    EXPECT_EQ(objects_of(database), "");
  }
}

TEST(Translation, ThereAndBackIsTheSameFolder) {
  const MigrationSet set = a_folder();
  for (const Tool tool : {Tool::dbmate, Tool::golang_migrate}) {
    const MigrationSet there = read(tool, translated(set, tool).files);
    const Translation back = translated(there, Tool::driftwood);
    const MigrationSet again = read(Tool::driftwood, back.files);
    ASSERT_EQ(again.files.size(), set.files.size());
    for (std::size_t i = 0; i < set.files.size(); ++i) {
      EXPECT_EQ(again.files[i].file_name, set.files[i].file_name);
      EXPECT_THAT(std::string(again.files[i].script(Direction::up)),
                  testing::HasSubstr(std::string(set.files[i].script(Direction::up).substr(0, 40))));
    }
  }
}

TEST(Translation, TheOwnLayoutKeepsItsFiles) {
  const MigrationSet set = a_folder();
  const Translation same = translated(set, Tool::driftwood);
  ASSERT_EQ(same.files.size(), 2U);
  EXPECT_EQ(same.files[0].text, set.files[0].text);
  EXPECT_TRUE(same.left_out.empty());
}

TEST(Translation, DottedVersionsStayApart) {
  const MigrationSet set =
      read(Tool::flyway, {{"V1.10__a.sql", "CREATE TABLE a (x);\n"},
                          {"V1.9__b.sql", "CREATE TABLE b (x);\n"},
                          {"R__views.sql", "CREATE VIEW IF NOT EXISTS v AS SELECT 1;\n"}});
  const Translation there = translated(set, Tool::dbmate);
  ASSERT_EQ(there.files.size(), 2U);
  EXPECT_EQ(there.files[0].name, "0001_b.sql") << "1.9 runs before 1.10";
  EXPECT_EQ(there.files[1].name, "0002_a.sql");
  EXPECT_THAT(there.left_out, testing::ElementsAre(testing::HasSubstr("R__views.sql")));
}

}  // namespace
}  // namespace simulator::migration

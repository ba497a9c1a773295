#include "simulator/migration/new_file.h"

#include <gtest/gtest.h>

#include "tests/simulator/migration/world_of_files.h"

namespace simulator::migration {
namespace {

using testing_support::files;

std::string next(const std::vector<std::string>& versions) {
  std::vector<std::pair<std::string, std::string>> texts;
  for (const auto& version : versions) texts.emplace_back(version + "_a", "SELECT 1;");
  const base::ManualClock clock(1'778'750'000'123);  // 2026-05-14 09:13:20
  const auto version = next_version(files(texts), clock);
  return version ? *version : version.error().code;
}

TEST(NextVersion, FollowsTheWidthAndKindOfTheFolder) {
  EXPECT_EQ(next({}), "20260514091320");
  EXPECT_EQ(next({"20250101000000"}), "20260514091320");
  EXPECT_EQ(next({"202501010000"}), "202605140913");
  EXPECT_EQ(next({"20250101"}), "20260514");
  EXPECT_EQ(next({"20260514"}), "20260515");
  EXPECT_EQ(next({"20270101"}), "20270102");
  EXPECT_EQ(next({"001", "009"}), "010");
  EXPECT_EQ(next({"00000007"}), "00000008");
  EXPECT_EQ(next({"99"}), "migration.version-overflow");
}

TEST(NameForFile, TakesWordsAndRefusesPaths) {
  EXPECT_EQ(*name_for_file("add user phone"), "add_user_phone");
  EXPECT_EQ(*name_for_file("v1.2-fix"), "v1.2-fix");
  for (const auto* words : {"", "../a", "a\\b", "n\xc3\xa9", "a\nb"})
    EXPECT_FALSE(name_for_file(words)) << words;
}

TEST(NewFile, IsAMigrationThatIsNotDoneYet) {
  base::Diagnostics diagnostics;
  const auto file = read_migration_file({"1_a.sql", new_file_text()}, "1_a.sql", diagnostics);
  ASSERT_EQ(diagnostics.size(), 1U);
  EXPECT_EQ(diagnostics[0].what.code, "migration.empty-up");
  EXPECT_TRUE(file.down);
  EXPECT_FALSE(file.reversible());
}

}  // namespace
}  // namespace simulator::migration

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

/// The name of the file, or the code of what is wrong.
std::string made(const std::vector<std::string>& there, std::string_view words) {
  std::vector<std::pair<std::string, std::string>> texts;
  for (const auto& name : there) texts.emplace_back(name, "SELECT 1;");
  const base::ManualClock clock(1'778'750'000'123);  // 2026-05-14 09:13:20
  const auto files_made = new_migration(files(texts), clock, words);
  return files_made ? files_made->front().name : files_made.error().code;
}

TEST(NewMigration, KeepsAVersionThatStandsInFront) {
  EXPECT_EQ(made({"20260401_a", "20260512_b"}, "20260410_late"), "20260410_late.sql");
  EXPECT_EQ(made({"20260401_a", "20260512_b"}, "20260410 add town"), "20260410_add_town.sql");
  EXPECT_EQ(made({"0001_a", "0003_b"}, "0002_late"), "0002_late.sql");
  EXPECT_EQ(made({}, "20260410091500_first"), "20260410091500_first.sql");
}

TEST(NewMigration, TakesOtherNumbersForAPartOfTheName) {
  EXPECT_EQ(made({"20260401_a"}, "2fa_login"), "20260514_2fa_login.sql");
  EXPECT_EQ(made({"20260401_a"}, "202604100915_other_width"), "20260514_202604100915_other_width.sql");
  EXPECT_EQ(made({"0001_a"}, "2024_report"), "0002_2024_report.sql");
  EXPECT_EQ(made({"20260401_a"}, "20260410"), "20260514_20260410.sql") << "there has to be a name";
  EXPECT_EQ(made({"20260401_a"}, "20260410_"), "20260514_20260410_.sql");
}

TEST(NewMigration, DoesNotTakeAFilesPlace) {
  EXPECT_EQ(made({"20260401_a", "20260512_b"}, "20260401_a"), "migration.file-exists");
  EXPECT_EQ(made({"20260401_a", "20260512_b"}, "20260401_c"), "migration.duplicate-version");
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

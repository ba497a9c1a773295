#include "simulator/migration/migration_file.h"

#include <gtest/gtest.h>

#include "simulator/base/random.h"

namespace simulator::migration {
namespace {

MigrationFile read(const std::string& text, base::Diagnostics* out = nullptr) {
  base::Diagnostics diagnostics;
  auto file = read_migration_file({"001_a.sql", text}, "m/001_a.sql", diagnostics);
  if (out != nullptr) *out = diagnostics;
  return file;
}

TEST(MigrationName, IsDigitsUnderscoreNameSql) {
  for (const auto* name : {"1_a.sql", "20260514_add_user_phone.sql", "001_a.up.sql", "1__x.sql"})
    EXPECT_TRUE(is_migration_name(name)) << name;
  for (const auto* name :
       {"", "a.sql", "1.sql", "1_.sql", "V1__x.sql", "1_a.SQL", "1-a.sql", "_a.sql", "1_a.sql~"})
    EXPECT_FALSE(is_migration_name(name)) << name;
}

TEST(MigrationFile, PartsAreCutAtTheDirectives) {
  const auto file = read("-- hello\n-- migrate:up\nA;\nB;\n--\tmigrate:down\nC;");
  EXPECT_EQ(file.script(Direction::up), "A;\nB;\n");
  EXPECT_EQ(file.script(Direction::down), "C;");
  EXPECT_EQ(file.up.start, (base::Position{3, 1}));
  ASSERT_TRUE(file.down);
  EXPECT_EQ(file.down->start, (base::Position{6, 1}));
  EXPECT_TRUE(file.reversible());
  EXPECT_EQ(file.title(), "001_a");
}

TEST(MigrationFile, WithoutDirectivesItIsAllUp) {
  const auto file = read("CREATE TABLE a (x);\n");
  EXPECT_EQ(file.script(Direction::up), "CREATE TABLE a (x);\n");
  EXPECT_FALSE(file.down);
  EXPECT_FALSE(file.reversible());
}

TEST(MigrationFile, AnEmptyDownPartIsNoWayBackButAStatementIs) {
  EXPECT_FALSE(read("-- migrate:up\nA;\n-- migrate:down\n").reversible());
  EXPECT_FALSE(read("-- migrate:up\nA;\n-- migrate:down\n /* no */ ; -- way\n").reversible());
  EXPECT_TRUE(read("-- migrate:up\nA;\n-- migrate:down\nSELECT 1;").reversible());
}

TEST(MigrationFile, LineEndsAndByteOrderMarkDoNotChangeChecksumOrPlaces) {
  const std::string unix_text =
      "-- migrate:up\nCREATE TABLE a (\n  x TEXT);\n-- migrate:down\nDROP TABLE a;\n";
  std::string windows_text = "\xEF\xBB\xBF";
  for (const char c : unix_text) windows_text += c == '\n' ? std::string("\r\n") : std::string(1, c);
  const auto a = read(unix_text);
  const auto b = read(windows_text);
  EXPECT_EQ(a.checksum, b.checksum);
  EXPECT_EQ(a.text, b.text);
  EXPECT_EQ(a.up.start, b.up.start);
  EXPECT_EQ(a.script(Direction::down), b.script(Direction::down));
}

TEST(MigrationFile, EveryOtherChangeChangesTheChecksum) {
  const auto checksum = read("CREATE TABLE a (x);\n").checksum;
  for (const auto* text : {"CREATE TABLE a (x);", "CREATE TABLE a (x); \n", "CREATE TABLE A (x);\n",
                           "CREATE TABLE a\n(x);\n", "CREATE TABLE a (x);\n\n", "CREATE TABLE a (x);\r\r\n"})
    EXPECT_NE(read(text).checksum, checksum) << text;
}

TEST(MigrationFile, ADirectiveThatIsNotOneIsAnErrorNotAComment) {
  for (const auto* line : {" -- migrate:down", "-- Migrate:down", "-- migrate:DOWN", "-- migrate: down",
                           "-- migrate :down", "-- migrate:downwards", "--MIGRATE:up"}) {
    base::Diagnostics diagnostics;
    read(std::string("-- migrate:up\nA;\n") + line + "\nB;\n", &diagnostics);
    ASSERT_EQ(diagnostics.size(), 1U) << line;
    EXPECT_EQ(diagnostics[0].what.code, "migration.unknown-directive") << line;
    EXPECT_EQ(diagnostics[0].what.at.line, 3) << line;
  }
  base::Diagnostics diagnostics;
  read("-- migrate the users\n-- we migrate: up and away\nA;\n", &diagnostics);
  EXPECT_TRUE(diagnostics.empty());
}

TEST(VersionLess, CountsAsNumbersOfAnyLength) {
  EXPECT_TRUE(version_less("9", "10"));
  EXPECT_FALSE(version_less("10", "9"));
  EXPECT_TRUE(version_less("99999999999999999999998", "99999999999999999999999"));
  EXPECT_TRUE(version_less("002", "3"));
  EXPECT_FALSE(version_less("7", "7"));
  EXPECT_NE(version_less("7", "07"), version_less("07", "7"));  // a total order
}

// Model: a file is made of blocks whose parts are known; reading it finds exactly those.
TEST(MigrationFile, RandomFilesAreCutAsTheyWereMade) {
  base::Random random(20260514);
  const std::vector<std::string> lines = {"CREATE TABLE t (x);",    "-- a comment",           "",
                                          "  SELECT 'migrate:up';", "/* -- */ DROP TABLE t;", "--migrate up"};
  for (int round = 0; round < 300; ++round) {
    const auto body = [&] {
      std::string out;
      for (auto n = random.below(5); n > 0; --n) out += lines[random.below(lines.size())] + "\n";
      return out;
    };
    const bool marked = random.below(4) != 0;
    const bool with_down = marked && random.below(2) == 0;
    const std::string up = body();
    const std::string down = with_down ? body() : "";
    std::string text = marked ? "-- a comment\n-- migrate:up\n" + up : up;
    if (with_down) text += "--migrate:down \n" + down;
    base::Diagnostics diagnostics;
    const auto file = read(text, &diagnostics);
    EXPECT_FALSE(base::has_errors(diagnostics)) << text;
    EXPECT_EQ(file.script(Direction::up), up) << text;
    EXPECT_EQ(file.script(Direction::down), down) << text;
    EXPECT_EQ(file.down.has_value(), with_down) << text;
  }
}

}  // namespace
}  // namespace simulator::migration

// Prisma's schema engine (the version in package.json) and `driftwoodctl migrate --tool prisma` on one
// database. prisma.mjs stands for Prisma's command line: it reads the folder and asks the engine.
//
// Columns of _prisma_migrations that are not compared as they are, and why:
// - id is a random UUID; started_at, finished_at and rolled_back_at are times (compared: whether they are
//   there; Prisma's adapters write them as text or as milliseconds, ours as milliseconds).
// - logs of a failed attempt: Prisma's has the adapter's prefix and a back trace of the engine; compared is
//   what SQLite said.
#include <fmt/format.h>
#include <gmock/gmock.h>

#include <filesystem>

#include "tests/interop/sides.h"

namespace interop {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::StartsWith;
using Json = nlohmann::json;

class prisma : public Stage {
 protected:
  void SetUp() override { clear(); }

  void migration(const std::string& name, const std::string& sql) const {
    folder.write("m/migration_lock.toml", "provider = \"sqlite\"\n");
    write(name + "/migration.sql", sql);
  }
  /// The engine's answer; "message" in it when it refused or failed.
  [[nodiscard]] Json theirs(std::vector<std::string> words) const {
    words.insert(words.begin(), {"node", DRIFTWOOD_PRISMA_SCRIPT, folder.path("app.db"), folder.path("m")});
    const auto ran = programs::run(words, npm_folder());
    return Json::parse(ran.out, nullptr, false);
  }
  [[nodiscard]] programs::Ran ours(std::vector<std::string> words) const {
    return Stage::ours(std::move(words), "prisma");
  }
  /// Runs what is pending; true when nothing went wrong.
  [[nodiscard]] bool deploy(Teller teller) const {
    if (teller == Teller::ours) return ours({"up"}).exit == 0;
    return theirs({"deploy"}).contains("appliedMigrationNames");
  }
  [[nodiscard]] std::string database() const {
    return everything([](const std::string& table, const std::string& column) -> std::string {
      if (table != "_prisma_migrations") return fmt::format("quote(\"{}\")", column);
      if (column == "id") return "length(id)";
      if (column.ends_with("_at")) return fmt::format("iif({0} IS NULL, 'never', '{0}')", column);
      if (column == "logs")
        return "quote(replace(iif(instr(logs, char(10)), substr(logs, 1, instr(logs, char(10)) - 1), logs), "
               "'SQLITE_ERROR: ', ''))";
      return column;
    });
  }
};

TEST_F(prisma, AnyMixtureOfBothTellsTheSameStory) {
  const std::vector<std::pair<std::string, std::string>> story{
      {"20260101_users",
       "-- CreateTable\nCREATE TABLE \"users\" (\n    \"id\" INTEGER NOT NULL PRIMARY KEY "
       "AUTOINCREMENT,\n    \"name\" TEXT NOT NULL\n);\n"},
      {"20260103_posts",
       "CREATE TABLE posts (id INTEGER PRIMARY KEY, user_id INTEGER REFERENCES users(id) ON DELETE "
       "CASCADE);\n"
       "INSERT INTO users (name) VALUES ('Ann');\nINSERT INTO posts (user_id) VALUES (1);\n"},
      {"20260102_late", "CREATE INDEX users_name ON users(name);\n"},
      {"20260104_rebuild",
       "PRAGMA defer_foreign_keys=ON;\nPRAGMA foreign_keys=OFF;\nCREATE TABLE new_users (id INTEGER PRIMARY "
       "KEY "
       "AUTOINCREMENT, name TEXT);\nINSERT INTO new_users SELECT id, name FROM users;\nDROP TABLE users;\n"
       "ALTER TABLE new_users RENAME TO users;\nPRAGMA foreign_keys=ON;\n"}};
  std::vector<std::string> expected;
  for (unsigned mixture = 0; mixture < 1U << story.size(); ++mixture) {
    clear();
    for (std::size_t step = 0; step < story.size(); ++step) {
      migration(story[step].first, story[step].second);
      ASSERT_TRUE(deploy((mixture >> step & 1U) == 0 ? Teller::theirs : Teller::ours));
      const std::string now = database();
      if (mixture == 0) expected.push_back(now);
      ASSERT_EQ(now, expected[step]) << "step " << step << " of mixture " << mixture;
    }
  }
  EXPECT_EQ(rows("SELECT count(*) FROM posts"), "1");
}

TEST_F(prisma, WhatOneAppliedTheOtherCountsAsApplied) {
  migration("20260101_a", "CREATE TABLE a (x);\n");
  migration("20260102_b", "CREATE TABLE b (x);\n");
  ASSERT_TRUE(deploy(Teller::theirs));
  const auto told = driftwoodctl({"migrate", "status", "--dir", "m", "--db", "app.db"}, folder.root());
  EXPECT_THAT(
      told.err,
      StartsWith("tool: prisma (the database has the table _prisma_migrations with prisma's columns)"));
  EXPECT_THAT(told.out, HasSubstr("2 applied"));
  EXPECT_THAT(ours({"up"}).out, HasSubstr("Nothing to do"));
  fs::remove(folder.path("app.db"));
  ASSERT_TRUE(deploy(Teller::ours));
  EXPECT_EQ(theirs({"deploy"})["appliedMigrationNames"], Json::array());
  const Json found = theirs({"diagnose"});
  EXPECT_EQ(found["editedMigrationNames"], Json::array());
  EXPECT_EQ(found["failedMigrationNames"], Json::array());
  EXPECT_EQ(found["history"], nullptr);
}

TEST_F(prisma, AnEditedAndAMissingFileAreFoundByBothAndStopNeither) {
  migration("20260101_a", "CREATE TABLE a (x);\n");
  migration("20260102_b", "CREATE TABLE b (x);\n");
  ASSERT_TRUE(deploy(Teller::ours));
  migration("20260101_a", "CREATE TABLE a (x);\r\n");  // the same to both
  EXPECT_EQ(theirs({"diagnose"})["editedMigrationNames"], Json::array());
  EXPECT_EQ(ours({"verify"}).exit, 0);
  migration("20260101_a", "CREATE TABLE a (x, y);\n");
  remove("20260102_b");
  migration("20260103_c", "CREATE TABLE c (x);\n");
  const Json found = theirs({"diagnose"});
  EXPECT_EQ(found["editedMigrationNames"], Json::array({"20260101_a"}));
  EXPECT_EQ(found["history"]["unpersistedMigrationNames"], Json::array({"20260102_b"}));
  const auto verified = ours({"verify"});
  EXPECT_THAT(verified.err, HasSubstr("migration.edited"));
  EXPECT_THAT(verified.err, HasSubstr("migration.missing"));
  EXPECT_TRUE(deploy(Teller::ours));
  EXPECT_EQ(theirs({"deploy"})["appliedMigrationNames"], Json::array());
}

TEST_F(prisma, HalfAFileStaysAndBlocksBothUntilItIsResolvedByEither) {
  for (const Teller fails : {Teller::theirs, Teller::ours})
    for (const Teller resolves : {Teller::theirs, Teller::ours}) {
      clear();
      migration("20260101_a", "CREATE TABLE a (x);\n");
      migration("20260102_b", "CREATE TABLE b (x);\nINSERT INTO nope VALUES (1);\n");
      EXPECT_FALSE(deploy(fails));
      EXPECT_EQ(
          rows("SELECT logs FROM _prisma_migrations WHERE finished_at IS NULL").find("no such table: nope") !=
              std::string::npos,
          true);
      const Json real = theirs({"deploy"});
      EXPECT_EQ(real["code"], "P3009");
      const Json mine = ours_json({"up"}, "prisma");
      EXPECT_EQ(mine["explain"]["tool_says"].get<std::string>() + "\n",
                "P3009\n" + real["message"].get<std::string>());
      EXPECT_EQ(theirs({"diagnose"})["failedMigrationNames"], Json::array({"20260102_b"}));
      // Marked as rolled back, the file runs again from its top, and meets what it left.
      if (resolves == Teller::theirs) {
        EXPECT_EQ(theirs({"rolled-back", "20260102_b"}), Json::object());
      } else {
        EXPECT_EQ(ours({"repair"}).exit, 0);
      }
      EXPECT_THAT(theirs({"deploy"})["message"].get<std::string>(), HasSubstr("table b already exists"));
      // Finished by hand and marked as applied, both go on.
      if (resolves == Teller::theirs) {
        EXPECT_EQ(theirs({"applied", "20260102_b"}), Json::object());
      } else {
        EXPECT_EQ(ours({"mark-applied", "20260102_b"}).exit, 0);
      }
      EXPECT_EQ(theirs({"deploy"})["appliedMigrationNames"], Json::array());
      EXPECT_THAT(ours({"up"}).out, HasSubstr("Nothing to do"));
      const std::string now = database();
      static const std::string first = now;
      EXPECT_EQ(now, first);
    }
}

TEST_F(prisma, RefusalsCarryPrismasWords) {
  by_hand("CREATE TABLE older (x)");
  migration("20260101_a", "CREATE TABLE a (x);\n");
  const Json real = theirs({"deploy"});
  EXPECT_EQ(real["code"], "P3005");
  const Json mine = ours_json({"up"}, "prisma");
  EXPECT_THAT("P3005\n" + real["message"].get<std::string>(),
              StartsWith(mine["explain"]["tool_says"].get<std::string>()));
  fs::remove(folder.path("app.db"));
  ASSERT_TRUE(deploy(Teller::theirs));
  EXPECT_EQ(theirs({"applied", "20260101_a"})["code"], "P3008");
  EXPECT_THAT(ours({"mark-applied", "20260101_a"}).err, HasSubstr("migration.already-applied"));
  EXPECT_EQ(theirs({"applied", "nope"})["code"], "P3017");
  EXPECT_THAT(ours({"mark-applied", "nope"}).err, HasSubstr("migration.unknown-version"));
  fs::create_directories(folder.path("m/empty"));
  EXPECT_EQ(theirs({"deploy"})["code"], "P3015");
  EXPECT_THAT(ours({"up"}).err, HasSubstr("migration.no-script"));
}

TEST_F(prisma, ABaselineMadeByOursIsAHistoryForPrisma) {
  migration("20260101_a", "CREATE TABLE a (x);\n");
  migration("20260102_b", "CREATE TABLE b (x);\n");
  by_hand("CREATE TABLE a (x);");
  ASSERT_EQ(ours({"baseline", "20260101_a"}).exit, 0);
  EXPECT_EQ(theirs({"deploy"})["appliedMigrationNames"], Json::array({"20260102_b"}));
}

TEST_F(prisma, DriftIsReadTheSameWhoeverMigrated) {
  migration("20260101_a", "CREATE TABLE a (id INTEGER PRIMARY KEY, name TEXT NOT NULL);\n");
  ASSERT_TRUE(deploy(Teller::theirs));
  fs::rename(folder.path("app.db"), folder.path("theirs.db"));
  ASSERT_TRUE(deploy(Teller::ours));
  EXPECT_EQ(driftwoodctl({"drift", "theirs.db", "app.db"}, folder.root()).out, "No difference.\n");
  EXPECT_EQ(driftwoodctl({"drift", "m", "theirs.db"}, folder.root()).out, "No difference.\n");
}

TEST_F(prisma, RandomFoldersComeToTheSameOnBothSides) {
  constexpr unsigned rounds = 5;
  for (unsigned round = 0; round < rounds; ++round) {
    std::vector<std::string> databases[2];
    std::vector<bool> ended_well[2];
    std::string told;
    for (const Teller teller : {Teller::theirs, Teller::ours}) {
      clear();
      Author author(round);
      const auto side = static_cast<std::size_t>(teller);
      for (int command = 0; command < 3; ++command) {
        for (int files = author.below(3); files >= 0; --files) {
          const std::string name = fmt::format("2026{}_f", author.below(9));
          migration(name, author.statements());
          told += "== " + name + "\n";
        }
        ended_well[side].push_back(deploy(teller));
        databases[side].push_back(database());
        if (ended_well[side].back()) continue;
        if (teller == Teller::ours) {
          EXPECT_EQ(ours({"repair"}).exit, 0);
          continue;
        }
        const Json found = theirs({"diagnose"});
        for (const std::string failed : found["failedMigrationNames"])
          EXPECT_EQ(theirs({"rolled-back", failed}), Json::object());
      }
    }
    ASSERT_EQ(ended_well[0], ended_well[1]) << "round " << round << "\n" << told;
    ASSERT_EQ(databases[0], databases[1]) << "round " << round << "\n" << told;
  }
}

}  // namespace
}  // namespace interop

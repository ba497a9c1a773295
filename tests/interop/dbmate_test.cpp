// dbmate itself (the version in package.json) and `driftwoodctl migrate --tool dbmate` on one database.
//
// Its history is one column without a time, so everything in the database is compared: no column is left out.
// Known to be different, and why:
// - Times in what is printed ("in 1.5ms"); ours has them in a table of its own.
// - `rollback` with nothing applied is an error for dbmate and nothing to do for us (exit 0).
// - A folder without any migration is an error for dbmate; we warn (exit 0).
#include <fmt/format.h>
#include <gmock/gmock.h>

#include <filesystem>
#include <regex>

#include "tests/interop/sides.h"

namespace interop {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::StartsWith;

/// The program behind the npm package: one package a processor, one binary in it.
std::string dbmate_program() {
  for (const auto& package : fs::directory_iterator(npm_folder() / "node_modules/@dbmate"))
    if (fs::exists(package.path() / "bin/dbmate")) return (package.path() / "bin/dbmate").string();
  return "dbmate";
}

std::string file(const std::string& up, const std::string& down = "") {
  return "-- migrate:up\n" + up + "\n-- migrate:down\n" + down + "\n";
}

class dbmate : public Stage {
 protected:
  void SetUp() override { clear(); }

  [[nodiscard]] programs::Ran theirs(std::vector<std::string> words,
                                     const std::string& url = "sqlite:app.db") const {
    words.insert(words.begin(), {program_, "--url", url, "--migrations-dir", "m", "--no-dump-schema"});
    return programs::run(words, folder.root());
  }
  [[nodiscard]] programs::Ran ours(std::vector<std::string> words) const {
    return Stage::ours(std::move(words), "dbmate");
  }
  [[nodiscard]] programs::Ran tell(Teller teller, Verb verb) const {
    if (teller == Teller::theirs) return theirs({verb == Verb::up ? "migrate" : "rollback"});
    return ours({verb == Verb::up ? "up" : "down"});
  }
  [[nodiscard]] std::string versions() const {
    return rows(
        "SELECT group_concat(version, ' ') FROM (SELECT version FROM schema_migrations ORDER BY rowid)");
  }
  /// What dbmate printed, both streams, times taken out.
  [[nodiscard]] static std::string words_of(const programs::Ran& ran) {
    return std::regex_replace(ran.out, std::regex(" in [^ \n]*s\n"), "\n") + ran.err;
  }
  /// Runs what is pending by both, each on a database of its own, and expects: both fail, with the same
  /// database afterwards, and dbmate's words in ours. Returns what ours prints to people.
  std::string both_fail() const {
    const auto real = theirs({"migrate"});
    const std::string database = everything();
    fs::remove(folder.path("app.db"));
    const auto mine = ours({"up"});
    EXPECT_NE(real.exit, 0);
    EXPECT_EQ(mine.exit, 1);
    EXPECT_EQ(everything(), database);
    fs::remove(folder.path("app.db"));
    const auto json = ours_json({"up"}, "dbmate");
    if (const auto said = json.value("/explain/tool_says"_json_pointer, std::string()); !said.empty()) {
      EXPECT_THAT(words_of(real), HasSubstr(said)) << json.dump(2);
    } else {  // it never began with the file
      EXPECT_THAT(real.err, StartsWith("Error: "));
      EXPECT_THAT(mine.err, HasSubstr("dbmate stops with: " + real.err.substr(7, real.err.size() - 8)));
    }
    return mine.err;
  }

  std::string program_ = dbmate_program();
};

TEST_F(dbmate, AnyMixtureOfBothTellsTheSameStory) {
  struct Step {
    std::vector<std::pair<std::string, std::string>> files;
    Verb verb;
  };
  const std::vector<Step> story{
      {{{"9_users.sql",
         file("CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT NOT NULL);", "DROP TABLE users;")},
        {"91_posts.sql", file("CREATE TABLE posts (id INTEGER PRIMARY KEY, user_id REFERENCES "
                              "users);\nCREATE INDEX posts_user "
                              "ON posts (user_id);",
                              "DROP TABLE posts;")}},
       Verb::up},
      {{{"92_touch.sql", file("ALTER TABLE posts ADD COLUMN touched INTEGER DEFAULT 0;\nCREATE TRIGGER touch "
                              "AFTER UPDATE ON posts "
                              "BEGIN\n  UPDATE posts SET touched = touched + 1 WHERE id = "
                              "new.id;\nEND;\nINSERT INTO users (name) "
                              "VALUES ('Ann; -- Bo');",
                              "DROP TRIGGER touch;\nALTER TABLE posts DROP COLUMN touched;")}},
       Verb::up},
      {{}, Verb::down},
      {{{"10_earlier_as_text.sql", file("CREATE TABLE early (x);", "DROP TABLE early;")}}, Verb::up},
      {{}, Verb::down},
      {{}, Verb::up}};
  std::vector<std::string> expected;
  for (unsigned mixture = 0; mixture < 1U << story.size(); ++mixture) {
    clear();
    for (std::size_t step = 0; step < story.size(); ++step) {
      for (const auto& [name, text] : story[step].files) write(name, text);
      const Teller teller = (mixture >> step & 1U) == 0 ? Teller::theirs : Teller::ours;
      const auto ran = tell(teller, story[step].verb);
      ASSERT_EQ(ran.exit, 0) << ran.err;
      const std::string now = everything();
      if (mixture == 0) expected.push_back(now);
      ASSERT_EQ(now, expected[step]) << "step " << step << " of mixture " << mixture;
    }
  }
  EXPECT_EQ(versions(), "91 92 10 9");
}

TEST_F(dbmate, WhatOneAppliedTheOtherCountsAsApplied) {
  write("1_a.sql", file("CREATE TABLE a (x);", "DROP TABLE a;"));
  write("2_b.sql", file("CREATE TABLE b (x);", "DROP TABLE b;"));
  ASSERT_EQ(theirs({"up"}).exit, 0);
  const auto auto_told = driftwoodctl({"migrate", "status", "--dir", "m", "--db", "app.db"}, folder.root());
  EXPECT_THAT(
      auto_told.err,
      StartsWith("tool: dbmate (the database has the table schema_migrations with dbmate's columns)"));
  EXPECT_THAT(auto_told.out, HasSubstr("2 applied"));
  EXPECT_THAT(ours({"up"}).out, HasSubstr("Nothing to do"));
  EXPECT_EQ(ours({"down"}).exit, 0);
  EXPECT_EQ(theirs({"status"}).out, "[X] 1_a.sql\n[ ] 2_b.sql\n\nApplied: 1\nPending: 1\n");
  EXPECT_EQ(ours({"up"}).exit, 0);
  EXPECT_EQ(theirs({"status"}).out, "[X] 1_a.sql\n[X] 2_b.sql\n\nApplied: 2\nPending: 0\n");
  EXPECT_EQ(theirs({"migrate"}).out, "");
}

TEST_F(dbmate, AnEditedAndAMissingFileAreNoticedByOursOnlyAndStopNeither) {
  write("1_a.sql", file("CREATE TABLE a (x);"));
  write("2_b.sql", file("CREATE TABLE b (x);"));
  ASSERT_EQ(theirs({"up"}).exit, 0);
  write("1_a.sql", file("CREATE TABLE a (x, y);"));
  remove("2_b.sql");
  write("3_c.sql", file("CREATE TABLE c (x);"));
  EXPECT_EQ(theirs({"status"}).out, "[X] 1_a.sql\n[ ] 3_c.sql\n\nApplied: 1\nPending: 1\n");
  EXPECT_THAT(ours({"verify"}).err, HasSubstr("migration.missing"));
  EXPECT_EQ(ours({"up"}).exit, 0);
  EXPECT_EQ(versions(), "1 2 3");
}

TEST_F(dbmate, StrictRefusesALateFileInTheSameWords) {
  write("001_a.sql", file("CREATE TABLE a (x);"));
  write("003_c.sql", file("CREATE TABLE c (x);"));
  ASSERT_EQ(ours({"up"}).exit, 0);
  write("002_b.sql", file("CREATE TABLE b (x);"));
  const auto real = theirs({"migrate", "--strict"});
  EXPECT_NE(real.exit, 0);
  const auto mine = ours_json({"up", "--strict"}, "dbmate");
  EXPECT_EQ(real.err, "Error: " + mine["explain"]["tool_says"].get<std::string>() + "\n");
  EXPECT_EQ(versions(), "001 003");
}

TEST_F(dbmate, FailuresLeaveTheSameAndAreToldInTheSameWords) {
  write("1_a.sql", file("CREATE TABLE a (x);"));
  struct Case {
    const char* text;
    const char* state;  ///< a part of what ours says beyond dbmate's words
  };
  const std::vector<Case> cases{
      {"-- migrate:up\nCREATE TABLE b (x);\nINSERT INTO nope VALUES (1);\n-- migrate:down\n",
       "Nothing of 2_b is in the database"},
      {"-- migrate:up transaction:false\nCREATE TABLE b (x);\nINSERT INTO nope VALUES (1);\n-- "
       "migrate:down\n",
       "The first statement of 2_b took effect and stays"},
      {"-- migrate:up\nCREATE TABLE b (x);\nCOMMIT;\n-- migrate:down\n",
       "All 2 statements of 2_b took effect and stay"},
      {"-- migrate:up\nCREATE TABLE b (x);\nCOMMIT;\nINSERT INTO nope VALUES (1);\n-- migrate:down\n",
       "The first 2 statements of 2_b took effect and stay"},
      {"-- migrate:up\nBEGIN;\nCREATE TABLE b (x);\n-- migrate:down\n", "Nothing of 2_b is in the database"},
      {"-- migrate:up\nPRAGMA journal_mode = WAL;\n-- migrate:down\n", "Nothing of 2_b is in the database"},
      {"-- migrate:up\nVACUUM;\n-- migrate:down\n", "Nothing of 2_b is in the database"},
      {"-- migrate:up\nCREATE TABLE b (x)\n", "migration.missing-down"},
      {"CREATE TABLE b (x);\n-- migrate:up\n-- migrate:down\n", "migration.sql-before-up"},
      {"\xEF\xBB\xBF-- migrate:up\nCREATE TABLE b (x);\n-- migrate:down\n", "migration.missing-up"},
      {"-- migrate:down\nDROP TABLE b;\n-- migrate:up\nCREATE TABLE b (x);\n", "migration.sql-before-up"},
      {"-- migrate:down\n-- migrate:up\nCREATE TABLE b (x);\n", "migration.missing-down"},
      {"/* a */\n-- migrate:up\nCREATE TABLE b (x);\n-- migrate:down\n", "migration.sql-before-up"},
      {"-- migrate:up\nCREATE TABLE b (x);\n-- migrate:down\n-- migrate:down\n", "migration.directive"},
      {"-- migrate:up\nCREATE TABLE b (x);\n-- migrate:up\n-- migrate:down\n", "migration.missing-down"},
      {"-- migrate:up notransaction:false\nCREATE TABLE b (x);\nCREATE TABLE b (x);\n-- migrate:down\n",
       "Nothing of 2_b is in the database"}};
  for (const auto& each : cases) {
    SCOPED_TRACE(each.text);
    fs::remove(folder.path("app.db"));
    write("2_b.sql", each.text);
    EXPECT_THAT(both_fail(), HasSubstr(each.state));
  }
}

TEST_F(dbmate, TheSecondFileOfAVersionIsMarkedAndNeverRunByBoth) {
  for (const Teller first : {Teller::theirs, Teller::ours})
    for (const Teller second : {Teller::theirs, Teller::ours}) {
      clear();
      write("1_a.sql", file("CREATE TABLE a (x);"));
      write("1_b.sql", file("CREATE TABLE b (x);"));
      const auto failed = tell(first, Verb::up);
      EXPECT_NE(failed.exit, 0);
      EXPECT_THAT(failed.err, HasSubstr("UNIQUE constraint failed: schema_migrations.version"));
      EXPECT_EQ(tell(second, Verb::up).exit, 0);
      EXPECT_EQ(rows("SELECT name FROM sqlite_schema WHERE type = 'table'"), "schema_migrations;a");
      EXPECT_EQ(theirs({"status"}).out, "[X] 1_a.sql\n[X] 1_b.sql\n\nApplied: 2\nPending: 0\n");
    }
}

TEST_F(dbmate, ARebuildLosesTheSameRowsAndOursSaysSo) {
  const std::string data =
      "CREATE TABLE users (id INTEGER PRIMARY KEY); CREATE TABLE posts (id INTEGER PRIMARY KEY, user_id "
      "REFERENCES users ON DELETE CASCADE); INSERT INTO users VALUES (1); INSERT INTO posts VALUES (1, 1), "
      "(2, 1);";
  write("1_rebuild.sql",
        file("PRAGMA foreign_keys = OFF;\nCREATE TABLE new_users (id INTEGER PRIMARY KEY);\nINSERT INTO "
             "new_users "
             "SELECT id FROM users;\nDROP TABLE users;\nALTER TABLE new_users RENAME TO users;"));
  by_hand(data);
  const auto real = theirs({"migrate"}, "sqlite:app.db?_foreign_keys=on");
  EXPECT_EQ(real.exit, 0) << real.err;
  EXPECT_EQ(rows("SELECT count(*) FROM posts"), "0");
  const std::string database = everything();
  fs::remove(folder.path("app.db"));
  by_hand(data);
  const auto mine = ours({"up", "--foreign-keys"});
  EXPECT_EQ(mine.exit, 0);
  EXPECT_EQ(everything(), database);
  EXPECT_THAT(mine.err, HasSubstr("1_rebuild deleted 2 rows of posts"));
  EXPECT_THAT(real.out, testing::Not(HasSubstr("posts")));
}

TEST_F(dbmate, ADumpThatDbmateLoadedIsAHistoryForOurs) {
  write("1_a.sql", file("CREATE TABLE a (x);", "DROP TABLE a;"));
  write("2_b.sql", file("CREATE TABLE b (x);", "DROP TABLE b;"));
  ASSERT_EQ(ours({"up"}).exit, 0);
  ASSERT_EQ(theirs({"--schema-file", "schema.sql", "dump"}).exit, 0);
  fs::remove(folder.path("app.db"));
  ASSERT_EQ(theirs({"--schema-file", "schema.sql", "load"}).exit, 0);
  EXPECT_THAT(ours({"up"}).out, HasSubstr("Nothing to do"));
  EXPECT_THAT(ours({"diff"}).out, HasSubstr("The database is what its applied migrations make"));
  EXPECT_EQ(ours({"down"}).exit, 0);
  EXPECT_EQ(versions(), "1");
}

TEST_F(dbmate, HistoriesAmendedByOursAreReadByDbmate) {
  write("1_a.sql", file("CREATE TABLE a (x);", "DROP TABLE a;"));
  write("2_b.sql", file("CREATE TABLE b (x);", "DROP TABLE b;"));
  write("3_c.sql", file("CREATE TABLE c (x);", "DROP TABLE c;"));
  by_hand("CREATE TABLE a (x); CREATE TABLE b (x);");
  ASSERT_EQ(ours({"baseline", "2"}).exit, 0);
  EXPECT_EQ(theirs({"status"}).out, "[X] 1_a.sql\n[X] 2_b.sql\n[ ] 3_c.sql\n\nApplied: 2\nPending: 1\n");
  EXPECT_EQ(theirs({"migrate"}).exit, 0);
  ASSERT_EQ(ours({"force", "1"}).exit, 0);
  EXPECT_EQ(theirs({"status"}).out, "[X] 1_a.sql\n[ ] 2_b.sql\n[ ] 3_c.sql\n\nApplied: 1\nPending: 2\n");
  ASSERT_EQ(ours({"mark-applied", "3"}).exit, 0);
  EXPECT_EQ(versions(), "1 3");
}

/// A file in dbmate's layout, mostly well-formed.
std::string random_file(Author& author) {
  std::string text = author.once_in(12) ? "-- a comment before\n" : "";
  const std::string options = author.once_in(5) ? " transaction:false" : "";
  text += "-- migrate:up" + options + "\n" + author.statements();
  if (author.once_in(15)) text += "COMMIT;\n";
  if (author.once_in(12)) text += "-- migrate:down\n-- migrate:up\n" + author.statements();
  if (author.once_in(20)) text = "-- migrate:down\n" + text;
  if (!author.once_in(15)) text += "-- migrate:down\n" + (author.once_in(2) ? author.statements() : "");
  if (author.once_in(8)) {
    std::string windows;
    for (const char c : text) windows += c == '\n' ? "\r\n" : std::string(1, c);
    return windows;
  }
  return text;
}

TEST_F(dbmate, RandomFoldersComeToTheSameOnBothSides) {
  constexpr unsigned rounds = 100;
  for (unsigned round = 0; round < rounds; ++round) {
    std::vector<std::string> databases[2];
    std::vector<bool> ended_well[2];
    std::string told;
    for (const Teller teller : {Teller::theirs, Teller::ours}) {
      clear();
      Author author(round);
      const auto side = static_cast<std::size_t>(teller);
      for (int command = 0; command < 5; ++command) {
        for (int files = author.below(3) + (command == 0 ? 1 : 0); files > 0; --files) {
          const std::string name = fmt::format("{}_f.sql", author.below(12));
          const std::string text = random_file(author);
          if (command > 0 && author.once_in(4)) remove(name);
          write(name, text);
          if (teller == Teller::theirs) told += "== " + name + "\n" + text;
        }
        const bool any = rows("SELECT count(*) > 0 FROM schema_migrations") == "1";
        const Verb verb = any && author.once_in(3) ? Verb::down : Verb::up;
        const auto ran = tell(teller, verb);
        told += fmt::format("== {} {}\n{}{}", teller == Teller::theirs ? "dbmate" : "ours",
                            verb == Verb::up ? "up" : "down", ran.out, ran.err);
        ended_well[side].push_back(ran.exit == 0);
        databases[side].push_back(everything());
      }
    }
    ASSERT_EQ(ended_well[0], ended_well[1]) << "round " << round << "\n" << told;
    ASSERT_EQ(databases[0], databases[1]) << "round " << round << "\n" << told;
  }
}

}  // namespace
}  // namespace interop

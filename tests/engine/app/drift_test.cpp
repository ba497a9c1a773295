// driftwoodctl schema and driftwoodctl drift, as a person runs them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sqlite3.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "tests/engine/app/program.h"

namespace engine::app {
namespace {

using ::testing::HasSubstr;
using testing::Ran;
using testing::run;
using testing::TemporaryFolder;

constexpr const char* users = "CREATE TABLE users (id INTEGER PRIMARY KEY, name VARCHAR(255) NOT NULL);";

TEST(Schema, PrintsADatabase) {
  const TemporaryFolder folder;
  const Ran ran = run({"schema", folder.database("a.db", users)});
  EXPECT_EQ(ran.exit, 0) << ran.err;
  EXPECT_EQ(ran.out, "CREATE TABLE users (\n  id INTEGER PRIMARY KEY,\n  name VARCHAR(255) NOT NULL\n);\n");
  EXPECT_EQ(ran.err, "");
}

TEST(Schema, PrintsWhatAFolderOfMigrationsMakes) {
  const TemporaryFolder folder;
  folder.write("m/1_users.sql",
               std::string("-- migrate:up\n") + users + "\n-- migrate:down\nDROP TABLE users;\n");
  folder.write("m/2_phone.sql", "ALTER TABLE users ADD COLUMN phone TEXT;\n");
  const Ran ran = run({"schema", folder.path("m"), "--json"});
  EXPECT_EQ(ran.exit, 0) << ran.err;
  const auto json = nlohmann::json::parse(ran.out);
  ASSERT_EQ(json["tables"].size(), 1U) << "the history table is left out";
  EXPECT_EQ(json["tables"][0]["columns"][2]["name"], "phone");
  EXPECT_EQ(json["tables"][0]["columns"][1]["affinity"], "TEXT");
  EXPECT_EQ(json["tables"][0]["primary_key"]["rowid"], true);
  EXPECT_TRUE(json["views"].is_array());
}

TEST(Drift, OfALookAlikeIsFine) {
  const TemporaryFolder folder;
  const std::string left = folder.database("a.db", users);
  const std::string right =
      folder.database("b.db", "create table \"USERS\" ([name] text not null, id integer, primary key(id))");
  const Ran ran = run({"drift", left, right});
  EXPECT_EQ(ran.exit, 0) << ran.out;
  EXPECT_THAT(ran.out, HasSubstr("1 order-only difference ("));
  EXPECT_THAT(ran.out, HasSubstr("2 cosmetic differences ("));
  EXPECT_THAT(ran.out, HasSubstr("  users.name: type should be VARCHAR(255), is TEXT\n"));
}

TEST(Drift, BetweenAFolderAndADatabase) {
  const TemporaryFolder folder;
  folder.write("m/1_users.sql", users);
  const std::string db = folder.database(
      "b.db",
      std::string(users) + "ALTER TABLE users ADD phone TEXT; CREATE TABLE schema_migrations (version)");
  const Ran people = run({"drift", folder.path("m"), db});
  EXPECT_EQ(people.exit, 1);
  EXPECT_EQ(
      people.out,
      "1 behavioural difference (a statement can behave otherwise)\n  users.phone is extra: phone TEXT\n");
  const Ran machine = run({"drift", folder.path("m"), db, "--json"});
  EXPECT_EQ(machine.exit, 1);
  const nlohmann::json expected = {{"kind", "extra"},         {"class", "behavioural"},
                                   {"object", "users.phone"}, {"attribute", nullptr},
                                   {"left", nullptr},         {"right", "phone TEXT"}};
  const auto json = nlohmann::json::parse(machine.out);
  ASSERT_EQ(json["differences"].size(), 1U);
  EXPECT_EQ(json["differences"][0], expected);
}

TEST(Drift, OfOneWithItself) {
  const TemporaryFolder folder;
  const std::string db = folder.database("a.db", users);
  EXPECT_EQ(run({"drift", db, db}).out, "No difference.\n");
  EXPECT_EQ(nlohmann::json::parse(run({"drift", db, db, "--json"}).out)["differences"].size(), 0U);
}

TEST(Drift, SaysWhyItCouldNotRun) {
  const TemporaryFolder folder;
  const std::string db = folder.database("a.db", users);
  const auto fails = [&](const std::string& source, const std::string& message) {
    const Ran ran = run({"drift", source, db});
    EXPECT_EQ(ran.exit, 2);
    EXPECT_EQ(ran.out, "");
    EXPECT_THAT(ran.err, HasSubstr(message));
    EXPECT_THAT(ran.err, HasSubstr(source));
  };
  fails(folder.path("nowhere"), "error[files.missing]");
  fails(folder.write("notes.txt", std::string(4096, 'x')), "This file is not an SQLite database.");
  folder.write("bad/1_a.sql", "-- migrate:up\nCREATE TABLE t (;\n");
  fails(folder.path("bad"), "1_a.sql:2:17: error[migration.failed]");
  folder.write("wrong/1_a.sql", "SELECT 1;");
  folder.write("wrong/1_b.sql", "SELECT 1;");
  fails(folder.path("wrong"), "error[source.folder]");
}

TEST(Drift, ALockedDatabaseIsToldFromABrokenOne) {
  const TemporaryFolder folder;
  const std::string db = folder.database("a.db", users);
  sqlite3* other = nullptr;
  ASSERT_EQ(sqlite3_open(db.c_str(), &other), SQLITE_OK);
  ASSERT_EQ(sqlite3_exec(other, "BEGIN EXCLUSIVE", nullptr, nullptr, nullptr), SQLITE_OK);
  const Ran ran = run({"schema", db});
  sqlite3_close(other);
  EXPECT_EQ(ran.exit, 2);
  EXPECT_THAT(ran.err, HasSubstr("error[source.locked]"));
}

TEST(Drift, ChangesNothing) {
  const TemporaryFolder folder;
  const std::string db = folder.database("a.db", users);
  const auto before = std::filesystem::last_write_time(db);
  EXPECT_EQ(run({"schema", db}).exit, 0);
  EXPECT_EQ(std::filesystem::last_write_time(db), before);
  EXPECT_EQ(run({"schema", folder.path("new.db")}).exit, 2);
  EXPECT_FALSE(std::filesystem::exists(folder.path("new.db")));
}

TEST(Ctl, EveryVerbHasHelpAndJson) {
  for (const std::string verb : {"schema", "drift"}) {
    const Ran ran = run({verb, "--help"});
    EXPECT_EQ(ran.exit, 0);
    EXPECT_THAT(ran.out, HasSubstr("--json"));
    EXPECT_THAT(ran.out, HasSubstr("Exit code:"));
  }
}

}  // namespace
}  // namespace engine::app

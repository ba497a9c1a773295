#include "lessons/lab/goal.h"

#include <gtest/gtest.h>

namespace lessons::lab {
namespace {

namespace world = simulator::world;

/// laptop and staging have `users`, made by the first of two migrations; blank has nothing.
world::World some_world(const std::string& on_laptop = {}) {
  world::WorldStart start;
  start.migrations_folder = "migrations";
  start.files = {
      {"1_create_users.sql", "CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT NOT NULL);\n"},
      {"2_add_phone.sql", "ALTER TABLE users ADD COLUMN phone TEXT;\n"}};
  start.environments = {{"laptop", "1", {}}, {"staging", "1", {}}, {"blank", "", {}}};
  if (!on_laptop.empty()) start.environments[0].setup = {on_laptop};
  return world::World::create(start).value();
}

void run(world::World& world, const std::string& environment, const std::string& sql) {
  ASSERT_TRUE(world.apply(world::RunSql{environment, sql}));
}

/// Why it is not reached; empty when it is.
std::string why_not(world::World& world, Criterion criterion) {
  const auto results = evaluate({{"goal", "Goal", std::move(criterion), {}}}, world);
  EXPECT_EQ(results.size(), 1U);
  EXPECT_EQ(results[0].id, "goal");
  EXPECT_EQ(results[0].reached, results[0].why_not.empty());
  EXPECT_EQ(all_reached(results), results[0].reached);
  return results[0].why_not;
}

QueryGives emails(std::vector<std::vector<simulator::sql::Value>> rows, bool ordered = false) {
  return {"laptop", "SELECT email FROM users ORDER BY id", std::move(rows), ordered};
}

TEST(SeenDrift, IsReachedByAHandAndStaysReached) {
  world::World world = some_world();
  const SeenDrift goal{"laptop", "users.phone"};
  EXPECT_EQ(why_not(world, goal), "laptop matches its history: no hand has touched users.phone there.");
  run(world, "staging", "ALTER TABLE users ADD COLUMN phone TEXT");
  EXPECT_NE(why_not(world, goal), "") << "that was staging";
  run(world, "laptop", "ALTER TABLE users ADD COLUMN phone TEXT");
  EXPECT_EQ(why_not(world, goal), "");
  run(world, "laptop", "ALTER TABLE users DROP COLUMN phone");
  EXPECT_EQ(why_not(world, goal), "") << "it was seen";
  world.undo();
  world.undo();
  EXPECT_NE(why_not(world, goal), "") << "undone, it never happened";
}

TEST(SeenDrift, KnowsATableByItsBareNameAndWhatIsGone) {
  world::World world = some_world();
  run(world, "laptop", "CREATE TABLE notes (id INTEGER); CREATE INDEX by_email ON users (email)");
  run(world, "staging", "DROP TABLE users");
  EXPECT_EQ(why_not(world, SeenDrift{"laptop", "notes"}), "");
  EXPECT_EQ(why_not(world, SeenDrift{"laptop", "index by_email"}), "");
  EXPECT_EQ(why_not(world, SeenDrift{"staging", "users"}), "");
  EXPECT_EQ(why_not(world, SeenDrift{"laptop", "users"}),
            "laptop matches its history: no hand has touched users there.");
}

TEST(EnvironmentExists, AfterItWasMade) {
  world::World world = some_world();
  EXPECT_EQ(why_not(world, EnvironmentExists{"new-engineer"}), "There is no new-engineer yet.");
  ASSERT_TRUE(world.apply(world::CloneEnvironment{"new-engineer", ""}));
  EXPECT_EQ(why_not(world, EnvironmentExists{"new-engineer"}), "");
}

TEST(ObjectExists, NamesTablesColumnsAndWhatHasAWordInFront) {
  world::World world = some_world(
      "CREATE INDEX by_email ON users (email); CREATE VIEW v AS SELECT 1 AS one; CREATE TRIGGER t AFTER "
      "INSERT ON users BEGIN SELECT 1; END");
  for (const char* object : {"users", "users.email", "Users.Email", "index by_email", "view v", "trigger t"})
    EXPECT_EQ(why_not(world, ObjectExists{"laptop", object}), "") << object;
  EXPECT_EQ(why_not(world, ObjectExists{"laptop", "users.phone"}), "laptop has no users.phone.");
  EXPECT_EQ(why_not(world, ObjectExists{"laptop", "by_email"}), "laptop has no by_email.");
  EXPECT_EQ(why_not(world, ObjectExists{"blank", "users"}), "blank has no users.");
  EXPECT_EQ(why_not(world, ObjectExists{"nowhere", "users"}), "There is no nowhere yet.");
}

TEST(QueryGives, ExactlyTheseRows) {
  world::World world = some_world("INSERT INTO users (email) VALUES ('ana'), ('li')");
  EXPECT_EQ(why_not(world, emails({{"ana"}, {"li"}})), "");
  EXPECT_EQ(why_not(world, emails({{"li"}, {"ana"}})), "");
  EXPECT_EQ(why_not(world, emails({{"li"}, {"ana"}}, true)),
            "laptop answers with ana; li, not with li; ana.");
  EXPECT_EQ(why_not(world, emails({{"ana"}})), "laptop answers with ana; li, not with ana.");
  EXPECT_EQ(why_not(world, emails({})), "laptop answers with ana; li, not with no row.");
  EXPECT_EQ(why_not(world, emails({{"1"}, {"2"}, {"3"}, {"4"}, {"5"}})),
            "laptop answers with ana; li, not with 1; 2; 3; 4; and 1 more.");
}

TEST(QueryGives, AQueryThatCannotRunSaysWhy) {
  world::World world = some_world();
  EXPECT_EQ(why_not(world, QueryGives{"laptop", "SELECT phone FROM users", {}, false}),
            "On laptop: no such column: phone.");
  EXPECT_EQ(why_not(world, QueryGives{"nowhere", "SELECT 1", {}, false}), "There is no nowhere yet.");
  EXPECT_NE(why_not(world, QueryGives{"laptop", "DROP TABLE users", {}, false}), "");
  EXPECT_EQ(why_not(world, ObjectExists{"laptop", "users"}), "") << "looking changes nothing";
}

TEST(SchemasAgree, OnWhatAStatementCouldNotice) {
  world::World world = some_world();
  const SchemasAgree goal{{"laptop", "staging"}};
  EXPECT_EQ(why_not(world, goal), "");
  run(world, "staging", "CREATE INDEX\n    by_email\nON users (email)");
  EXPECT_EQ(why_not(world, goal),
            "laptop and staging differ: index by_email is extra: CREATE INDEX by_email ON users (email).");
  run(world, "laptop", "CREATE INDEX by_email ON users (email)");
  EXPECT_EQ(why_not(world, goal), "") << "white space makes no difference";
  EXPECT_EQ(why_not(world, SchemasAgree{{"laptop", "nowhere"}}), "There is no nowhere yet.");
  EXPECT_NE(why_not(world, SchemasAgree{{"laptop", "staging", "blank"}}), "");
}

TEST(HistoryHolds, WhenNothingIsPendingOrDrifted) {
  world::World world = some_world();
  const HistoryHolds goal{{"laptop"}};
  EXPECT_EQ(why_not(world, goal), "1 migration is pending on laptop.");
  EXPECT_EQ(why_not(world, HistoryHolds{{"blank"}}), "2 migrations are pending on blank.");
  EXPECT_EQ(why_not(world, HistoryHolds{{"nowhere"}}), "There is no nowhere yet.");
  world::Migrate migrate;
  migrate.environment = "laptop";
  ASSERT_TRUE(world.apply(migrate));
  EXPECT_EQ(why_not(world, goal), "");
  run(world, "laptop", "ALTER TABLE users ADD COLUMN age INTEGER");
  EXPECT_EQ(why_not(world, goal), "laptop has drifted from its history: users.age is extra: age INTEGER.");
  world.undo();
  ASSERT_TRUE(world.apply(world::WriteFile{"2_add_phone.sql", "ALTER TABLE users ADD COLUMN fax TEXT;\n"}));
  EXPECT_EQ(why_not(world, goal), "laptop's history and the files disagree.");
  world.undo();
  ASSERT_TRUE(world.apply(world::DeleteFile{"2_add_phone.sql"}));
  EXPECT_EQ(why_not(world, goal), "laptop's history and the files disagree.");
}

TEST(HistoryHolds, NotWithAnotherToolsTableOrAHistoryThatDoesNotRun) {
  world::World world = some_world();
  run(world, "blank", "CREATE TABLE schema_migrations (version TEXT PRIMARY KEY)");
  EXPECT_EQ(why_not(world, HistoryHolds{{"blank"}}),
            "blank: this database has a table schema_migrations that another tool keeps; its columns are: "
            "version.");
  ASSERT_TRUE(world.apply(world::WriteFile{"2_add_phone.sql", "ALTER TABLE nobody ADD COLUMN fax TEXT;\n"}));
  ASSERT_TRUE(world.apply(world::MarkApplied{"laptop", "2"}));
  EXPECT_EQ(why_not(world, HistoryHolds{{"laptop"}}),
            "laptop: the history cannot be replayed on an empty database: 2_add_phone failed: no such table: "
            "nobody.");
}

TEST(Goals, AreAnsweredInTheirOrderAndStopWhenAsked) {
  world::World world = some_world();
  const std::vector<Goal> goals = {{"a", "A", EnvironmentExists{"laptop"}, {}},
                                   {"b", "B", SeenDrift{"laptop", "users.phone"}, {}}};
  std::stop_source stop;
  stop.request_stop();
  const auto results = evaluate(goals, world, stop.get_token());
  ASSERT_EQ(results.size(), 2U);
  EXPECT_TRUE(results[0].reached);
  EXPECT_EQ(results[1].id, "b");
  EXPECT_EQ(results[1].why_not, "Not looked at yet.");
  EXPECT_FALSE(all_reached(results));
}

}  // namespace
}  // namespace lessons::lab

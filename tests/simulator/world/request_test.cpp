#include "simulator/world/request.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/simulator/world/small_world.h"

namespace simulator::world {
namespace {

constexpr int busy_snapshot = 517;  // SQLITE_BUSY_SNAPSHOT

/// Production with one user (id 1) and nodes of an app whose queries the tests write.
World world_with(std::vector<AppQuery> queries, std::string refuses_when = "") {
  WorldStart start = small_start();
  start.versions = {{"v1", std::move(queries), std::move(refuses_when)}};
  return std::move(World::create(start).value());
}

const std::vector<Event>& applied(World& world, const Command& command) {
  const auto done = world.apply(command);
  EXPECT_TRUE(done) << done.error().message;
  return world.last_events();
}

World serving(std::vector<AppQuery> queries) {
  World world = world_with(std::move(queries));
  applied(world, StartNode{"node 1", "production", "v1"});
  return world;
}

std::string cell(World& world, const std::string& sql) {
  const auto rows = world.query("production", sql);
  if (!rows) return rows.error().message;
  return rows->rows.empty() ? "no row" : sql::to_display(rows->rows[0][0]);
}

AppQuery query(std::string name, std::string sql, Parameters parameters = {}) {
  AppQuery out;
  out.name = std::move(name);
  out.sql = std::move(sql);
  out.parameters = std::move(parameters);
  return out;
}

TEST(Request, FillsInWhatIsInBraces) {
  World world = serving({query("sign up", "INSERT INTO users (email) VALUES (:email)",
                               {{":email", std::string("{node}/{request}/{write}")}})});
  applied(world, Serve{{{"node 1", "sign up", {}}}});
  const Event& second = applied(world, Serve{{{"node 1", "sign up", {}}}}).front();
  ASSERT_TRUE(second.ok());
  EXPECT_EQ(second.rows, 1);
  EXPECT_EQ(second.changed, 1);
  EXPECT_EQ(second.request, 2);
  EXPECT_THAT(second.bindings, testing::ElementsAre(std::pair<std::string, sql::Value>{
                                   ":email", std::string("node 1/2/710002")}));
  EXPECT_EQ(cell(world, "SELECT group_concat(email) FROM users WHERE id > 1"),
            "node 1/1/710001,node 1/2/710002");
}

TEST(Request, ValuesTakeTheParametersPlace) {
  World world = serving({query("rename", "UPDATE users SET email = :email WHERE id = :id",
                               {{":id", std::int64_t{1}}, {":email", std::string("x")}})});
  const Event& nobody = applied(world, Serve{{{"node 1", "rename", {{":id", std::int64_t{99}}}}}}).front();
  EXPECT_TRUE(nobody.ok());
  EXPECT_EQ(nobody.changed, 0);
  applied(world, Serve{{{"node 1", "rename", {{":email", std::string("y{write}")}}}}});
  EXPECT_EQ(cell(world, "SELECT email FROM users WHERE id = 1"), "y710001");
}

TEST(Request, ALaterStatementUsesWhatAnEarlierOneReturned) {
  World world = serving({query("copy",
                               "SELECT email AS found, id AS nr FROM users WHERE id = :id;"
                               "INSERT INTO users (email) VALUES (:found || :nr || coalesce(:none, '!'))",
                               {{":id", std::int64_t{1}}})});
  const Event& event = applied(world, Serve{{{"node 1", "copy", {}}}}).front();
  ASSERT_TRUE(event.ok()) << event.error->message;
  EXPECT_EQ(cell(world, "SELECT email FROM users ORDER BY id DESC"), "ana@example.com1!");
  ASSERT_TRUE(event.result);
  EXPECT_THAT(event.result->columns, testing::ElementsAre("found", "nr"));
}

TEST(Request, AFailureInATransactionTakesItBack) {
  World world = serving({query("twice",
                               "BEGIN; UPDATE users SET email = 'gone' WHERE id = 1;\n"
                               "SELECT nope FROM users; COMMIT")});
  const Event& event = applied(world, Serve{{{"node 1", "twice", {}}}}).front();
  ASSERT_FALSE(event.ok());
  EXPECT_EQ(event.error->message, "no such column: nope");
  EXPECT_EQ(event.error->at.line, 2);
  EXPECT_EQ(cell(world, "SELECT email FROM users WHERE id = 1"), "ana@example.com");
}

TEST(Request, NobodyServesWhereNoNodeIs) {
  World world = world_with({query("list", "SELECT 1")});
  const Event& event = applied(world, Serve{{{"", "list", {}}}}).front();
  EXPECT_EQ(event.kind, EventKind::no_node);
  EXPECT_EQ(event.error->code, "world.no-node");
  EXPECT_EQ(world.apply(Serve{{{"node 9", "list", {}}}}).error().code, "world.unknown-node");
  applied(world, StartNode{"node 1", "production", "v1"});
  EXPECT_EQ(world.apply(Serve{{{"node 1", "lost", {}}}}).error().code, "world.unknown-query");
  applied(world, DrainNode{"node 1"});
  EXPECT_TRUE(applied(world, Serve{{{"node 1", "list", {}}}}).front().ok()) << "it finishes what it had";
  applied(world, StopNode{"node 1"});
  EXPECT_EQ(world.apply(Serve{{{"node 1", "list", {}}}}).error().code, "world.node-down");
}

TEST(Request, WhoCanBeInFlight) {
  EXPECT_FALSE(can_be_in_flight(query("q", "SELECT 1")));
  EXPECT_FALSE(can_be_in_flight(query("q", "BEGIN; SELECT 1; COMMIT")));
  EXPECT_TRUE(can_be_in_flight(query("q", "begin immediate; SELECT 1; SELECT 2; END")));
  EXPECT_TRUE(can_be_in_flight(query("q", "SELECT 1; SELECT 2")));
}

const char* const read_and_write =
    "SELECT email AS old FROM users WHERE id = 1; UPDATE users SET email = :old || '+' WHERE id = 1";

TEST(InFlight, InsideATransactionTheWriteIsTurnedAway) {
  World world = serving({query("edit", std::string("BEGIN; ") + read_and_write + "; COMMIT")});
  Migrate migrate = migrate_up("production");
  migrate.in_flight = Request{"node 1", "edit", {}};
  const std::vector<Event>& events = applied(world, migrate);
  ASSERT_EQ(events.size(), 2U);
  EXPECT_EQ(events[0].kind, EventKind::migration_applied);
  EXPECT_TRUE(events[1].in_flight);
  ASSERT_FALSE(events[1].ok());
  EXPECT_EQ(events[1].error->native, busy_snapshot);
  EXPECT_TRUE(turned_away(*events[1].error));
  EXPECT_EQ(cell(world, "SELECT email || coalesce(phone, '') FROM users"), "ana@example.com");
}

TEST(InFlight, InsideATransactionItKeepsTheOldSchema) {
  World world =
      serving({query("look", "BEGIN; SELECT count(*) FROM users; SELECT phone FROM users; COMMIT")});
  Migrate migrate = migrate_up("production");
  migrate.in_flight = Request{"node 1", "look", {}};
  const std::vector<Event>& events = applied(world, migrate);
  EXPECT_EQ(events[1].error->message, "no such column: phone");
  EXPECT_TRUE(applied(world, Serve{{{"node 1", "look", {}}}}).front().ok());
}

TEST(InFlight, WithoutATransactionItWritesOverTheChange) {
  World world = serving({query("edit", read_and_write)});
  const std::vector<Event>& events = applied(
      world, Backfill{"production", "UPDATE users SET email = 'filled'", Request{"node 1", "edit", {}}});
  ASSERT_EQ(events.size(), 2U);
  EXPECT_EQ(events[0].kind, EventKind::backfilled);
  EXPECT_EQ(events[0].rows, 1);
  EXPECT_TRUE(events[1].ok());
  EXPECT_EQ(cell(world, "SELECT email FROM users"), "ana@example.com+");
}

TEST(InFlight, ATransactionThatWritesKeepsTheMigratorOut) {
  World world =
      serving({query("hold", "BEGIN IMMEDIATE; SELECT 1; UPDATE users SET email = 'held'; COMMIT")});
  Migrate migrate = migrate_up("production");
  migrate.in_flight = Request{"node 1", "hold", {}};
  const std::vector<Event>& events = applied(world, migrate);
  EXPECT_EQ(events[0].kind, EventKind::migration_failed);
  EXPECT_TRUE(turned_away(*events[0].error)) << events[0].error->message << events[0].error->native;
  EXPECT_TRUE(events[1].ok());
  const std::vector<Event>& batch = applied(
      world, Backfill{"production", "UPDATE users SET email = 'filled'", Request{"node 1", "hold", {}}});
  EXPECT_TRUE(turned_away(*batch[0].error));
  EXPECT_EQ(cell(world, "SELECT email FROM users"), "held");
}

TEST(InFlight, ARestoreCutsTransactionsAndNothingElse) {
  World world = serving({query("edit", read_and_write),
                         query("edit in one", std::string("BEGIN; ") + read_and_write + "; COMMIT")});
  applied(world, TakeBackup{"production", "before"});
  applied(world, RunSql{"production", "UPDATE users SET email = 'after'"});
  const World fork = world.fork();
  const std::vector<Event>& written =
      applied(world, RestoreBackup{"production", "before", Request{"node 1", "edit", {}}});
  EXPECT_TRUE(written[1].ok());
  EXPECT_EQ(cell(world, "SELECT email FROM users"), "after+");
  ASSERT_TRUE(world.undo());
  const std::vector<Event>& cut =
      applied(world, RestoreBackup{"production", "before", Request{"node 1", "edit in one", {}}});
  EXPECT_EQ(cut[1].error->code, "world.connection-lost");
  EXPECT_EQ(cell(world, "SELECT email FROM users"), "ana@example.com");
}

TEST(Backfill, ABatchThatFailsChangesNothing) {
  World world = serving({});
  const std::vector<Event>& events =
      applied(world, Backfill{"production", "UPDATE users SET email = 'x'; UPDATE nowhere SET a = 1", {}});
  EXPECT_EQ(events[0].error->message, "no such table: nowhere");
  EXPECT_EQ(cell(world, "SELECT email FROM users"), "ana@example.com");
  EXPECT_EQ(applied(world, Backfill{"production", "DROP TABLE users", {}})[0].error->code, "sandbox.denied");
}

TEST(Refusal, ANodeThatRefusesStaysStopped) {
  World world = world_with({query("list", "SELECT 1")},
                           "SELECT 'schema is at ' || version FROM schema_migrations "
                           "WHERE version > '20260401'");
  EXPECT_EQ(applied(world, StartNode{"node 1", "production", "v1"}).front().kind, EventKind::node_started);
  applied(world, StopNode{"node 1"});
  applied(world, RunSql{"production", "DROP TABLE schema_migrations"});
  const Event& broken = applied(world, StartNode{"node 1", "production", "v1"}).front();
  EXPECT_EQ(broken.kind, EventKind::node_refused) << "an error is a refusal too";
  EXPECT_EQ(broken.error->message, "v1 refuses to start: no such table: schema_migrations");
  ASSERT_EQ(world.nodes().size(), 1U);
  EXPECT_EQ(world.nodes()[0].state, NodeState::stopped);
}

/// A folder for a tool that runs a file without a transaction.
World untransacted() {
  WorldStart start = small_start();
  start.tool = migration::Tool::goose;
  start.files = {{"20260401_create_users.sql",
                  "-- +goose Up\nCREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT);\n"},
                 {"20260514_three.sql",
                  "-- +goose NO TRANSACTION\n-- +goose Up\nCREATE TABLE a (x);\nCREATE TABLE b (x);\n"
                  "CREATE TABLE c (x);\n"}};
  start.environments.erase(start.environments.begin());
  return std::move(World::create(start).value());
}

TEST(Death, WhatWasCommittedStays) {
  const std::vector<std::string> tables = {"", "a", "a,b", "a,b,c"};
  for (int after = 0; after < 4; ++after) {
    SCOPED_TRACE(after);
    World world = untransacted();
    Migrate migrate = migrate_up("production");
    migrate.killed_after = after;
    const std::vector<Event>& events = applied(world, migrate);
    ASSERT_EQ(events.size(), 1U);
    EXPECT_EQ(events[0].kind, EventKind::migrator_killed);
    EXPECT_EQ(events[0].version, "20260514");
    EXPECT_EQ(cell(world,
                   "SELECT coalesce(group_concat(name), '') FROM (SELECT name FROM sqlite_master WHERE "
                   "name IN ('a', 'b', 'c') ORDER BY name)"),
              tables[static_cast<std::size_t>(after)]);
    EXPECT_EQ(world.view().environments[0].pending(), 1U) << "the history does not know of it";
  }
}

TEST(Death, AFileThatIsOneTransactionIsThereOrNot) {
  World world = small_world();
  Migrate migrate = migrate_up("production");
  migrate.killed_after = 1;
  EXPECT_EQ(applied(world, migrate)[0].kind, EventKind::migrator_killed);
  EXPECT_EQ(cell(world, "SELECT phone FROM users"), "no such column: phone");
  migrate.killed_after = 5;
  EXPECT_EQ(applied(world, migrate)[0].kind, EventKind::migration_applied) << "it was over before";
}

TEST(Request, TheSameCommandsGiveTheSameBytes) {
  const auto run = [](bool forked) {
    World world = serving({query("edit", std::string("BEGIN; ") + read_and_write + "; COMMIT"),
                           query("sign up", "INSERT INTO users (email) VALUES (:email || hex(randomblob(4)))",
                                 {{":email", std::string("{write}")}})});
    Migrate migrate = migrate_up("production");
    migrate.in_flight = Request{"node 1", "edit", {}};
    const std::vector<Command> commands = {
        Serve{{{"node 1", "sign up", {}}, {"node 1", "edit", {}}}}, migrate,
        Backfill{"production", "UPDATE users SET phone = 'p' WHERE phone IS NULL",
                 Request{"node 1", "edit", {}}},
        Serve{{{"node 1", "sign up", {}}}}};
    std::string hashes;
    for (const Command& command : commands) {
      if (forked) world = world.fork();
      applied(world, command);
      hashes += hash_of(world.last_events());
    }
    return hashes + world.image_hash();
  };
  EXPECT_EQ(run(false), run(false));
  EXPECT_EQ(run(false), run(true));
}

TEST(Request, ASavedWorldServesThemAgain) {
  World world = serving({query("edit", read_and_write)});
  applied(world, Serve{{{"node 1", "edit", {{":x", sql::Blob{std::byte{0}, std::byte{255}}}}}}});
  Migrate migrate = migrate_up("production");
  migrate.in_flight = Request{"node 1", "edit", {{":y", 1.5}}};
  migrate.killed_after = 7;
  applied(world, migrate);
  const auto loaded = World::load(world.start(), world.save_json());
  ASSERT_TRUE(loaded);
  EXPECT_TRUE(loaded->warnings.empty());
  EXPECT_EQ(loaded->world.image_hash(), world.image_hash());
}

}  // namespace
}  // namespace simulator::world

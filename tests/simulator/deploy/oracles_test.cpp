// Each oracle, on a rollout that it must find guilty and on one beside it that it must acquit.
#include <fmt/format.h>
#include <gmock/gmock.h>

#include "tests/simulator/deploy/small_scenario.h"

namespace simulator::deploy {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

const char* const set_email = "UPDATE users SET email = :email WHERE id = :id";
const char* const get_email = "SELECT email FROM users WHERE id = :id";

world::AppVersion version(std::string name, std::vector<world::AppQuery> queries, std::string refuses = "") {
  return {std::move(name), std::move(queries), std::move(refuses)};
}
world::AppVersion plain(std::string name) {
  return version(std::move(name), {writes_email("change", set_email), reads_email("show", get_email)});
}

TEST(Oracles, ARolloutThatTouchesNothingIsAcquitted) {
  const Scenario scenario =
      users_scenario({{"2_phone.sql", "ALTER TABLE users ADD COLUMN phone TEXT;\n"}},
                     {plain("v1"), plain("v2")}, {migrate_to("m", "2"), deploy_of("d", "v2")});
  for (std::uint64_t seed = 1; seed < 6; ++seed) {
    const Trace trace = run(scenario, seed);
    EXPECT_TRUE(trace.safe()) << trace.summary();
    EXPECT_EQ(trace.first_message(), "");
  }
}

TEST(Oracles, AnSqlErrorNamesVersionAndQuery) {
  const Trace trace = run(users_scenario({{"2_mail.sql", "ALTER TABLE users RENAME COLUMN email TO mail;\n"}},
                                         {plain("v1")}, {migrate_to("m", "2")}));
  ASSERT_FALSE(trace.findings.empty());
  const Failure& failure = trace.findings[0].failure;
  EXPECT_EQ(failure.kind, FailureKind::sql_error);
  EXPECT_EQ(failure.version, "v1");
  EXPECT_THAT(failure.message, HasSubstr("no such column: email"));
  EXPECT_EQ(trace.first_message(), failure.message);
  EXPECT_EQ(trace.failures.size(), 4U) << "every failed request";
  EXPECT_EQ(trace.findings.size(), 2U) << "each told once";
}

/// A column moves in steps; reads come more often than writes, so that a value may stay for a while.
Scenario rename_in_steps(const std::string& fill) {
  const auto dual = "UPDATE users SET email = :email, mail = :email WHERE id = :id";
  const auto get_new = "SELECT mail AS email FROM users WHERE id = :id";
  std::vector<world::AppVersion> versions = {
      plain("v1"), version("v2", {writes_email("change", dual), reads_email("show", get_email)}),
      version("v3", {writes_email("change", dual), reads_email("show", get_new)})};
  for (world::AppVersion& each : versions) each.queries[1].weight = 12;
  return users_scenario({{"2_mail.sql", "ALTER TABLE users ADD COLUMN mail TEXT;\n"},
                         {"3_spoil.sql", "UPDATE users SET mail = 'spoiled';\n"}},
                        std::move(versions),
                        {migrate_to("m", "2"), deploy_of("dual", "v2"), backfill_of("fill", fill),
                         deploy_of("read", "v3"), migrate_to("spoil", "3")});
}

/// SET new = old WHERE new IS NULL, while nodes that write only the old column are still there.
TEST(Oracles, TheTextbookBackfillBeforeTheOldNodesAreGoneLeavesAStaleRead) {
  Scenario textbook = rename_in_steps("UPDATE users SET mail = email WHERE mail IS NULL");
  Scenario reconciling = rename_in_steps("UPDATE users SET mail = email WHERE mail IS NOT email");
  for (Scenario* each : {&textbook, &reconciling}) each->steps.pop_back();
  int found = 0;
  for (std::uint64_t seed = 1; seed < 12; ++seed) {
    const Trace trace = run(textbook, {"m", "fill", "dual", "read"}, seed);
    EXPECT_TRUE(trace.failures.empty()) << "no SQL error is raised at all";
    if (!trace.safe()) {
      ++found;
      EXPECT_THAT(kinds(trace), ElementsAre("stale-read"));
    }
    const Trace mended = run(reconciling, {"m", "dual", "fill", "read"}, seed);
    EXPECT_TRUE(mended.safe()) << mended.summary();
  }
  EXPECT_GT(found, 0);
}

TEST(Oracles, AStaleReadSaysWhatWasReadAndWhatWasWritten) {
  Scenario scenario = rename_in_steps("UPDATE users SET mail = email WHERE mail IS NOT email");
  for (world::AppVersion& each : scenario.start.versions) each.queries[1].weight = 1;
  const Trace trace = run(scenario);
  ASSERT_THAT(kinds(trace), ElementsAre("stale-read"));
  const Finding& finding = trace.findings[0];
  EXPECT_THAT(finding.failure.message, HasSubstr("v3 reads spoiled for user.email of 1"));
  ASSERT_TRUE(finding.request);
  EXPECT_EQ(trace.requests[*finding.request].query, "show");
  EXPECT_THAT(trace.summary(), HasSubstr("requests were served, and still a stale read, at t = "));
}

TEST(Oracles, ARestoreLosesWhatWasWrittenSince) {
  const Scenario scenario =
      users_scenario({}, {plain("v1")},
                     {backup_of(StepKind::backup, "keep", "k"), backup_of(StepKind::restore, "back", "k")});
  const Trace trace = run(scenario, {"keep", "back"});
  ASSERT_THAT(kinds(trace), Contains("lost-write"));
  EXPECT_THAT(trace.findings[0].failure.message, HasSubstr("is nowhere any more"));
  Scenario quiet = scenario;
  quiet.start.versions[0].queries.erase(quiet.start.versions[0].queries.begin());
  EXPECT_TRUE(run(quiet, {"keep", "back"}).safe()) << "nobody wrote anything";
}

TEST(Oracles, ABackupThatNobodyHasMadeYetIsAFailedStep) {
  const Scenario scenario =
      users_scenario({}, {plain("v1")},
                     {backup_of(StepKind::backup, "keep", "k"), backup_of(StepKind::restore, "back", "k")});
  const Trace trace = run(scenario, {"back", "keep"});
  EXPECT_THAT(kinds(trace), ElementsAre("step-failed"));
  EXPECT_EQ(trace.failed_steps, 1U);
  EXPECT_FALSE(trace.steps[0].ok);
  EXPECT_TRUE(trace.steps[1].ok);
  Scenario start = users_scenario({}, {version("v1", {reads_email("show", get_email)})},
                                  {backup_of(StepKind::restore, "back", "start")});
  EXPECT_TRUE(run(start).safe()) << "start is there from the beginning";
}

TEST(Oracles, AWriteThatChangesNoRowIsLostAtOnce) {
  Scenario scenario = users_scenario({}, {plain("v1")}, {step_of(StepKind::nothing, "wait")});
  scenario.entities[0].keys = {std::int64_t{99}};
  const Trace trace = run(scenario);
  ASSERT_THAT(kinds(trace), ElementsAre("lost-write"));
  EXPECT_EQ(trace.findings[0].tick, 0U);
  EXPECT_THAT(trace.findings[0].failure.message, HasSubstr("no row was changed"));
}

/// Double quotes around a name that is no column any more are a text: no error, and nothing is right.
TEST(Oracles, AQuotedNameOfADroppedColumnIsAStaleRead) {
  const auto quoted = R"(SELECT "email" FROM users WHERE id = :id)";
  const Trace trace =
      run(users_scenario({{"2_drop.sql", "ALTER TABLE users DROP COLUMN email;\n"}},
                         {version("v1", {reads_email("show", quoted)})}, {migrate_to("m", "2")}));
  EXPECT_TRUE(trace.failures.empty());
  ASSERT_THAT(kinds(trace), ElementsAre("lost-write")) << "what was there is gone";
}

TEST(Oracles, AnInvariantIsToldWhenItBreaks) {
  Scenario scenario = users_scenario(
      {}, {plain("v1")},
      {backfill_of("fill", "DELETE FROM users WHERE id = 2"), step_of(StepKind::nothing, "wait")});
  scenario.invariants = {{"two users", "SELECT 1 FROM (SELECT count(*) AS n FROM users) WHERE n <> 2"},
                         {"no answer here", "SELECT nothing FROM nowhere"}};
  const Trace trace = run(scenario);
  ASSERT_THAT(kinds(trace), ElementsAre("broken-invariant"));
  EXPECT_EQ(trace.findings.size(), 1U) << "once, though it stays broken";
  EXPECT_EQ(trace.findings[0].failure.query, "two users");
  scenario.steps[0].sql = "UPDATE users SET email = email WHERE 0";
  EXPECT_TRUE(run(scenario).safe());
}

TEST(Oracles, AnInvariantThatTakesForEverIsGivenUp) {
  Scenario scenario = users_scenario({}, {plain("v1")}, {step_of(StepKind::nothing, "wait")});
  scenario.invariants = {{"endless",
                          "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) "
                          "SELECT 1 FROM n WHERE x < 0"}};
  const Trace trace = run(scenario);
  ASSERT_EQ(trace.findings.size(), 1U);
  EXPECT_THAT(trace.findings[0].failure.message, HasSubstr("cannot be checked"));
}

/// Rebuilding a parent under a tool that leaves foreign keys on takes the children along.
TEST(Oracles, ARebuildThatCascadesLosesData) {
  const std::string rebuild =
      "CREATE TABLE new_users (id INTEGER PRIMARY KEY, email TEXT NOT NULL);\n"
      "INSERT INTO new_users SELECT id, email FROM users;\nDROP TABLE users;\n"
      "ALTER TABLE new_users RENAME TO users;\n";
  Scenario scenario =
      users_scenario({}, {version("v1", {query_of("list", "SELECT * FROM users")})}, {migrate_to("m", "3")});
  scenario.start.environments[0].migrated_to = "2";
  const auto files = [&](const std::string& up, const std::string& down) {
    scenario.start.files = {
        {"1_users.sql", up + "CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT NOT NULL);\n" + down},
        {"2_posts.sql", up +
                            "CREATE TABLE posts (id INTEGER PRIMARY KEY, user_id INTEGER REFERENCES users "
                            "ON DELETE CASCADE);\n" +
                            down},
        {"3_rebuild.sql", up + rebuild + down}};
  };
  scenario.start.environments[0].setup.push_back("INSERT INTO posts (user_id) VALUES (1), (1), (2)");
  files("", "");
  EXPECT_TRUE(run(scenario).safe()) << "our own runner switches the keys off around a rebuild";
  scenario.start.tool = migration::Tool::dbmate;
  files("-- migrate:up\n", "-- migrate:down\n");
  const Trace trace = run(scenario);
  ASSERT_THAT(kinds(trace), ElementsAre("data-lost"));
  EXPECT_EQ(trace.findings[0].failure.message,
            "rows went that no statement names: posts: 3 rows deleted by ON DELETE actions or triggers")
      << "and not a word of what the migration did by itself";
  ASSERT_EQ(trace.schemas.size(), 2U);
  EXPECT_EQ(trace.schemas[1].label, "3 rebuild") << "dbmate keeps versions alone; the name is the file's";
  EXPECT_EQ(trace.findings[0].failure.step, "m");
  EXPECT_THAT(trace.findings[0].failure.message, HasSubstr("posts: 3 rows deleted"));
  EXPECT_EQ(trace.failed_steps, 0U) << "the tool says that all went well";
}

const char* const read_then_write =
    "SELECT email AS old FROM users WHERE id = 1; UPDATE users SET email = :old || '+' WHERE id = 1";

TEST(Oracles, InATransactionAcrossAMigrationAWriteIsTurnedAway) {
  Scenario scenario =
      users_scenario({{"2_phone.sql", "ALTER TABLE users ADD COLUMN phone TEXT;\n"}},
                     {version("v1", {query_of("edit", fmt::format("BEGIN; {}; COMMIT", read_then_write))})},
                     {migrate_to("m", "2")});
  const Trace trace = run(scenario);
  ASSERT_THAT(kinds(trace), ElementsAre("waited"));
  ASSERT_TRUE(trace.findings[0].request);
  const Request& request = trace.requests[*trace.findings[0].request];
  EXPECT_TRUE(request.in_flight);
  EXPECT_EQ(request.error->native, 517) << "SQLITE_BUSY_SNAPSHOT";
  scenario.tolerates = {FailureKind::waited};
  const Trace tolerated = run(scenario);
  EXPECT_TRUE(tolerated.safe()) << tolerated.summary();
  EXPECT_TRUE(tolerated.failures.empty());
}

TEST(Oracles, ATransactionThatHoldsTheLockKeepsTheMigrationOutOnce) {
  const Trace trace = run(users_scenario(
      {{"2_phone.sql", "ALTER TABLE users ADD COLUMN phone TEXT;\n"}},
      {version("v1", {query_of("edit", fmt::format("BEGIN IMMEDIATE; {}; COMMIT", read_then_write))})},
      {migrate_to("m", "2")}));
  EXPECT_THAT(kinds(trace), ElementsAre("waited"));
  EXPECT_EQ(trace.failed_steps, 0U);
  EXPECT_EQ(trace.schemas.back().version, "2") << "it came through in the end";
}

TEST(Oracles, ReadModifyWriteGoesOverABackfill) {
  // The request read before the batch and writes after it what it made of that.
  world::AppQuery edit = query_of("edit", read_then_write);
  Scenario scenario = users_scenario({}, {version("v1", {edit})},
                                     {backfill_of("fill",
                                                  "UPDATE users SET email = lower(email) || '!' "
                                                  "WHERE email NOT LIKE '%!%' AND id = 1")});
  scenario.invariants = {{"never unmarked again", "SELECT 1 FROM users WHERE 0"}};
  bool in_flight = false;
  for (std::uint64_t seed = 1; seed < 8; ++seed)
    for (const Request& request : run(scenario, seed).requests) in_flight = in_flight || request.in_flight;
  EXPECT_TRUE(in_flight);
}

TEST(Oracles, AVersionThatRefusesToStartEndsItsRollout) {
  Scenario scenario =
      users_scenario({{"2_phone.sql", "ALTER TABLE users ADD COLUMN phone TEXT;\n"}},
                     {plain("v1"), version("v2", {reads_email("show", get_email)},
                                           "SELECT 'phone is missing' WHERE NOT EXISTS (SELECT 1 FROM "
                                           "pragma_table_info('users') WHERE name = 'phone')")},
                     {migrate_to("m", "2"), deploy_of("d", "v2")});
  EXPECT_TRUE(run(scenario, {"m", "d"}).safe());
  const Trace trace = run(scenario, {"d", "m"});
  ASSERT_THAT(kinds(trace), ElementsAre("refused-start"));
  EXPECT_EQ(trace.findings[0].failure.message, "v2 refuses to start: phone is missing");
  EXPECT_FALSE(trace.steps[0].ok);
  EXPECT_EQ(trace.lanes[0].intervals.back().state, LaneState::down);
  EXPECT_EQ(trace.lanes[1].intervals.back().version, "v1") << "the others keep what they run";
}

TEST(Oracles, NobodyServesWhileEverythingIsRecreated) {
  Scenario scenario =
      users_scenario({}, {plain("v1"), plain("v2")}, {deploy_of("d", "v2", Strategy::recreate)});
  const Trace trace = run(scenario);
  EXPECT_THAT(kinds(trace), ElementsAre("no-node"));
  EXPECT_EQ(trace.requests[*trace.first_failure].node, "");
  EXPECT_EQ(trace.tolerated(), 0U);
  scenario.tolerates = {FailureKind::no_node};
  const Trace allowed = run(scenario);
  EXPECT_TRUE(allowed.safe());
  EXPECT_EQ(allowed.tolerated(), trace.failures.size());
  EXPECT_THAT(allowed.summary(),
              HasSubstr("requests were served, the others were not, as this rollout allows"));
  scenario.tolerates.clear();
  scenario.steps[0].strategy = Strategy::blue_green;
  EXPECT_TRUE(run(scenario).safe());
}

TEST(Oracles, TheNodeThatWasForgottenMeetsTheNewSchema) {
  Scenario scenario =
      users_scenario({{"2_mail.sql", "ALTER TABLE users RENAME COLUMN email TO mail;\n"}},
                     {plain("v1"), version("v2", {query_of("list", "SELECT id FROM users")})},
                     {deploy_of("d", "v2"), step_of(StepKind::drain, "w"), migrate_to("m", "2")});
  scenario.steps[1].version = "v1";
  EXPECT_TRUE(run(scenario).safe());
  scenario.groups.push_back({"old box", 1, "v1", Updates::never, {"show"}});
  const Trace trace = run(scenario);
  ASSERT_THAT(kinds(trace), ElementsAre("sql-error"));
  EXPECT_EQ(trace.requests[*trace.first_failure].node, "old box");
  scenario.groups.back().updates = Updates::late;
  const Trace late = run(scenario);
  EXPECT_TRUE(late.safe()) << "the drain waits for one that updates late: " << late.summary();
}

TEST(Oracles, ABackfillThatNeverEndsIsStopped) {
  Scenario scenario = users_scenario({}, {version("v1", {query_of("list", "SELECT 1")})},
                                     {backfill_of("fill", "UPDATE users SET email = email || '.'")});
  scenario.groups[0].count = 1;
  const Trace trace = run(scenario);
  ASSERT_THAT(kinds(trace), ElementsAre("step-failed"));
  EXPECT_THAT(trace.first_message(), HasSubstr("still changes rows after 100 batches"));
}

}  // namespace
}  // namespace simulator::deploy

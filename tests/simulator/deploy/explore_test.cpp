#include "simulator/deploy/explore.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <stop_token>

#include "tests/simulator/deploy/small_scenario.h"
#include "tests/simulator/deploy/textbook.h"

namespace simulator::deploy {
namespace {

using namespace testing_support;
using testing::HasSubstr;

Exploration explored(const Scenario& scenario, const ExploreOptions& options = {}) {
  auto exploration = explore(scenario, options);
  EXPECT_TRUE(exploration.has_value()) << (exploration ? "" : to_string(exploration.error()));
  return exploration ? std::move(*exploration) : Exploration{};
}

ExploreOptions with_rollback() {
  ExploreOptions options;
  options.mishaps.rollback = true;
  return options;
}

TEST(Explore, TheUsualBackfillLosesAWrite) {
  for (const int nodes : {2, 3, 5, 10}) {
    const Exploration found = explored(rename_by_expand_and_contract("address IS NULL", nodes));
    EXPECT_TRUE(found.complete) << found.stopped;
    EXPECT_EQ(found.orders_total, 1U);
    EXPECT_EQ(found.orders_safe, 0U);
    ASSERT_TRUE(found.shortest.has_value());
    const Story& story = found.stories[*found.shortest];
    EXPECT_EQ(story.failure->kind, FailureKind::stale_read);
    EXPECT_EQ(story.failure->version, "v2");
    const auto writes =
        std::count_if(story.acts.begin(), story.acts.end(), [](const Act& act) { return !act.move; });
    EXPECT_EQ(writes, 2) << "a node writes both, then an old one writes only the old column";
  }
}

TEST(Explore, TheBackfillThatComparesIsRightUntilTheCodeIsRolledBack) {
  for (const int nodes : {2, 3, 5, 10}) {
    const Scenario scenario = rename_by_expand_and_contract("address IS NOT email", nodes);
    const Exploration found = explored(scenario);
    EXPECT_TRUE(found.complete) << found.stopped;
    EXPECT_EQ(found.orders_safe, 1U) << (found.stories.empty() ? "" : found.stories[0].failure->message);
    EXPECT_TRUE(found.region.is_partial_order());
    EXPECT_FALSE(found.shortest.has_value());

    const Exploration back = explored(scenario, with_rollback());
    EXPECT_TRUE(back.complete) << back.stopped;
    ASSERT_EQ(back.orders.size(), 1U);
    EXPECT_FALSE(back.orders[0].safe);
    EXPECT_EQ(back.orders[0].no_way_back, "contract");
    ASSERT_TRUE(back.orders[0].rollback_story.has_value());
    EXPECT_THAT(back.stories[*back.orders[0].rollback_story].failure->message, HasSubstr("email"));
  }
}

TEST(Explore, StatesGrowLinearlyWithNodes) {
  const auto states = [](int nodes) {
    return explored(rename_by_expand_and_contract("address IS NOT email", nodes), with_rollback()).states;
  };
  const std::size_t at_two = states(2);
  const std::size_t at_four = states(4);
  const std::size_t at_six = states(6);
  EXPECT_GT(at_four, at_two);
  EXPECT_EQ(at_six - at_four, at_four - at_two);
}

TEST(Explore, ThreadsChangeNothingButTheTime) {
  const Scenario small = rename_by_expand_and_contract("address IS NULL", 3, true);
  Scenario large = small;  // its requests are spread over the threads one by one
  large.start.files.front().text +=
      "INSERT INTO users (id, email) WITH RECURSIVE n(i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE "
      "i < 700) SELECT i, 'user' || i || '@example.com' FROM n;\n";
  for (const Scenario& scenario : {small, large}) {
    ExploreOptions options = with_rollback();
    options.threads = 1;
    const Exploration one = explored(scenario, options);
    options.threads = 3;
    const Exploration three = explored(scenario, options);
    EXPECT_EQ(one.states, three.states);
    EXPECT_EQ(one.moves, three.moves);
    EXPECT_EQ(one.executed, three.executed);
    EXPECT_EQ(one.databases, three.databases);
    EXPECT_EQ(one.stories, three.stories);
    EXPECT_EQ(one.region.constraints, three.region.constraints);
  }
}

TEST(Explore, WhatAConnectionRemembersDoesNotGoFromOneRequestOfALargeDatabaseToTheNext) {
  const std::string fails_after_a_change =
      "SELECT CASE total_changes() WHEN 0 THEN 1 ELSE abs(-9223372036854775807 - 1) END";
  Scenario scenario = users_scenario(
      {{"2_more.sql",
        "INSERT INTO users (id, email) WITH RECURSIVE n(i) AS (SELECT 10 UNION ALL SELECT i + 1 FROM n WHERE "
        "i < 900) SELECT i, 'user' || i || '@example.com' FROM n;\n"},
       {"3_notes.sql", "CREATE TABLE notes (id INTEGER PRIMARY KEY);\n"}},
      {{"v1",
        {query_of("look", fails_after_a_change),
         query_of("change", "UPDATE users SET email = 'b' WHERE id = 10"),
         query_of("look again", fails_after_a_change)}}},
      {migrate_to("notes", "3")});
  scenario.start.environments[0].migrated_to = "2";
  ExploreOptions options;
  options.threads = 1;  // one laboratory runs them one after the other
  const Exploration found = explored(scenario, options);
  EXPECT_TRUE(found.stories.empty()) << found.stories.front().failure->message;
}

TEST(Explore, SaysWhyItStoppedAndClaimsNothingBeyond) {
  const Scenario scenario = rename_by_expand_and_contract("address IS NOT email", 3);
  ExploreOptions few;
  few.state_budget = 10;
  const Exploration stopped = explored(scenario, few);
  EXPECT_FALSE(stopped.complete);
  EXPECT_EQ(stopped.stopped, "after 10 states");
  EXPECT_EQ(stopped.orders_safe, 0U);
  EXPECT_FALSE(stopped.orders_listed);
  EXPECT_TRUE(stopped.region.partial_orders.empty());

  ExploreOptions small;
  small.byte_budget = 1;
  EXPECT_FALSE(explored(scenario, small).complete);

  std::stop_source source;
  source.request_stop();
  const auto cancelled = explore(scenario, {}, source.get_token());
  ASSERT_TRUE(cancelled.has_value());
  EXPECT_FALSE(cancelled->complete);
  EXPECT_EQ(cancelled->stopped, "cancelled");
}

TEST(Explore, EndlessSqlIsAFailureAndNoHang) {
  Scenario scenario = rename_by_expand_and_contract("address IS NOT email", 1);
  scenario.start.versions[0].queries.push_back(asks(
      "count", "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"));
  const Exploration found = explored(scenario);
  ASSERT_TRUE(found.shortest.has_value());
  EXPECT_TRUE(found.stories[*found.shortest].acts.empty());
  EXPECT_EQ(found.stories[*found.shortest].failing->query, 2);
  ASSERT_FALSE(found.matrix.rows.empty());
  EXPECT_EQ(found.matrix.rows[0].cells[2].answer, MatrixCell::Answer::fails);
  EXPECT_EQ(found.matrix.rows[0].cells[2].message, found.stories[*found.shortest].failure->message)
      << "the same budget";
}

TEST(Explore, ABackfillThatWouldNeverEndIsAFailedStep) {
  const Exploration found = explored(rename_by_expand_and_contract("1", 1));
  ASSERT_TRUE(found.shortest.has_value());
  EXPECT_EQ(found.stories[*found.shortest].failure->kind, FailureKind::step_failed);
  EXPECT_EQ(found.stories[*found.shortest].failure->step, "fill");
}

TEST(Explore, TheMatrixTellsWhatFailsAndWhatOnlySeemsToWork) {
  Scenario scenario = rename_by_expand_and_contract("address IS NOT email", 1);
  scenario.start.versions[0].queries.push_back(asks("quoted", "SELECT \"email\" FROM users"));
  const Exploration found = explored(scenario, with_rollback());
  const Matrix& matrix = found.matrix;
  ASSERT_EQ(matrix.columns.size(), 9U);
  ASSERT_EQ(matrix.rows.size(), 3U);
  EXPECT_EQ(matrix.rows[0].schema, "20260101 create_users");
  EXPECT_EQ(matrix.rows[2].schema, "20260103 drop_email");
  using Answer = MatrixCell::Answer;
  EXPECT_EQ(matrix.rows[0].cells[0].answer, Answer::works);
  EXPECT_EQ(matrix.rows[0].cells[2].answer, Answer::works);
  EXPECT_EQ(matrix.rows[2].cells[0].answer, Answer::fails);
  EXPECT_THAT(matrix.rows[2].cells[0].message, HasSubstr("no such column: email"));
  EXPECT_EQ(matrix.rows[2].cells[2].answer, Answer::changed) << "a quoted name that is no column is a text";
  EXPECT_EQ(matrix.rows[0].cells[8].answer, Answer::fails) << "v3 reads a column that is not there yet";
  EXPECT_EQ(matrix.rows[2].cells[8].answer, Answer::works);
}

TEST(Explore, WhatAForeignKeyReadsOnTheWayIsNotWhatAQueryLost) {
  const std::string table = "CREATE TABLE orders (id INTEGER PRIMARY KEY, user_id INTEGER";
  Scenario scenario = users_scenario(
      {{"2_orders.sql", table + ");\n"},
       {"3_key.sql", "DROP TABLE orders;\n" + table + " REFERENCES users);\n"}},
      {{"v1", {query_of("order", "INSERT INTO orders (user_id) VALUES (1)")}}}, {migrate_to("key", "3")});
  scenario.start.environments[0].migrated_to = "2";
  const Matrix matrix = explored(scenario).matrix;
  ASSERT_EQ(matrix.rows.size(), 2U);
  EXPECT_EQ(matrix.rows[1].schema, "3 key");
  EXPECT_EQ(matrix.rows[0].cells[0].answer, MatrixCell::Answer::works) << "it never asked for users";
  EXPECT_EQ(matrix.rows[1].cells[0].answer, MatrixCell::Answer::works);
}

TEST(Explore, WhatAnUpdateOfAViewReadsForItsTriggerIsNotWhatAQueryLost) {
  Scenario scenario =
      users_scenario({{"2_view.sql",
                       "CREATE VIEW people AS SELECT id, email FROM users;\n"
                       "CREATE TRIGGER people_change INSTEAD OF UPDATE ON people BEGIN\n"
                       "  UPDATE users SET email = new.email WHERE id = old.id;\nEND;\n"},
                      {"3_rename.sql", "DROP VIEW people;\nALTER TABLE users RENAME TO people;\n"}},
                     {{"v1", {query_of("change", "UPDATE people SET email = 'b' WHERE id = 1")}}},
                     {migrate_to("rename", "3")});
  scenario.start.environments[0].migrated_to = "2";
  const Matrix matrix = explored(scenario).matrix;
  ASSERT_EQ(matrix.rows.size(), 2U);
  EXPECT_EQ(matrix.rows[1].schema, "3 rename");
  EXPECT_EQ(matrix.rows[1].cells[0].answer, MatrixCell::Answer::works) << matrix.rows[1].cells[0].message;
}

TEST(Explore, FieldsThatShareNoTableAreExploredOneAfterTheOther) {
  Scenario one = rename_by_expand_and_contract("address IS NOT email", 3);
  one.start.files[0].text +=
      "CREATE TABLE notes (id INTEGER PRIMARY KEY, text TEXT);\nINSERT INTO notes VALUES (1, 'n');\n";
  Scenario two = one;
  for (world::AppVersion& version : two.start.versions) {
    version.queries.push_back(writes("note", "UPDATE notes SET text = :value WHERE id = :id"));
    version.queries.push_back(reads("note", "SELECT text AS value FROM notes WHERE id = :id"));
  }
  two.entities.push_back({"note", {std::int64_t{1}}});
  const Exploration alone = explored(one);
  const Exploration both = explored(two);
  EXPECT_EQ(both.orders_safe, 1U);
  EXPECT_LT(both.states, alone.states * 3 / 2) << "the product of both would be twice as many";
}

TEST(Explore, ACrashLeavesASchemaThatNoRowTellsOf) {
  Scenario scenario = scenario_of(
      {{"20260101_begin.sql",
        "-- migrate:up\nCREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT);\nINSERT INTO t VALUES (1, "
        "'one');\n-- migrate:down\n"},
       {"20260102_close.sql",
        "-- migrate:up transaction:false\nCREATE TRIGGER closed BEFORE UPDATE ON t BEGIN SELECT RAISE(ABORT, "
        "'closed'); END;\nDROP TRIGGER closed;\n-- migrate:down\n"}},
      {{"v0",
        {writes("f", "UPDATE t SET a = :value WHERE id = :id"),
         reads("f", "SELECT a AS value FROM t WHERE id = :id")},
        ""}},
      1);
  scenario.start.tool = migration::Tool::dbmate;
  scenario.entities = {{"f", {std::int64_t{1}}}};
  scenario.steps = {migrate("close", "20260102")};
  EXPECT_EQ(explored(scenario).orders_safe, 1U) << "nobody writes in the middle of a file";
  ExploreOptions crashing;
  crashing.mishaps.crash = true;
  const Exploration found = explored(scenario, crashing);
  EXPECT_EQ(found.orders_safe, 0U);
  ASSERT_TRUE(found.shortest);
  EXPECT_EQ(found.stories[*found.shortest].failure->message, "closed");
}

TEST(Explore, ARollbackMayComeAtAnyPointAndNotOnlyAtTheEnd) {
  // At the end the code goes back to v1, which needs x no more than v2 does; before, to v0.
  const std::string read_a = "SELECT a AS value FROM t WHERE id = :id";
  Scenario scenario = scenario_of(
      {{"20260101_begin.sql",
        "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, x TEXT);\nINSERT INTO t VALUES (1, 'one', NULL);\n"},
       {"20260102_drop_x.sql", "ALTER TABLE t DROP COLUMN x;\n"}},
      {{"v0", {reads("f", read_a), asks("list x", "SELECT x FROM t")}, ""},
       {"v1", {reads("f", read_a)}, ""},
       {"v2", {reads("f", read_a)}, ""}},
      2);
  scenario.entities = {{"f", {std::int64_t{1}}}};
  scenario.steps = {deploy("forget x", "v1"), migrate("drop x", "20260102", {"forget x"}),
                    deploy("next", "v2", {"drop x"})};
  EXPECT_EQ(explored(scenario).orders_safe, 1U);
  const Exploration found = explored(scenario, with_rollback());
  ASSERT_EQ(found.orders.size(), 1U);
  EXPECT_FALSE(found.orders[0].safe);
  EXPECT_TRUE(found.orders[0].rollback_story.has_value());
  EXPECT_EQ(found.orders[0].no_way_back, "drop x");
}

TEST(Explore, SaysWhatIsWrongWithTheScenario) {
  const Scenario scenario = rename_by_expand_and_contract("address IS NOT email", 1);
  ExploreOptions options;
  options.nodes = 0;
  EXPECT_EQ(explore(scenario, options).error().code, "deploy.bad-count");
  Scenario broken = scenario;
  broken.start.files[0].text = "CREATE TABLE";
  EXPECT_EQ(explore(broken).error().code, "world.bad-start");
}

}  // namespace
}  // namespace simulator::deploy

// Where writes of two fields meet: explored one after the other they would hide a failure that takes both.
#include "simulator/deploy/independence.h"

#include <gtest/gtest.h>

#include "simulator/deploy/explore.h"
#include "tests/simulator/deploy/textbook.h"

namespace simulator::deploy {
namespace {

using namespace testing_support;

/// Two fields in two tables, and one step.
Scenario two_fields(const std::string& schema, const std::string& write_f, const std::string& write_g,
                    const std::string& change) {
  Scenario scenario =
      scenario_of({{"20260101_begin.sql", schema}, {"20260102_change.sql", change}},
                  {{"v0",
                    {writes("f", write_f), reads("f", "SELECT a AS value FROM t WHERE id = :id"),
                     writes("g", write_g), reads("g", "SELECT x AS value FROM u WHERE id = :id")},
                    ""}},
                  1);
  scenario.entities = {{"f", {std::int64_t{1}}}, {"g", {std::int64_t{1}}}};
  scenario.steps = {migrate("change", "20260102")};
  return scenario;
}

const std::string tables =
    "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT);\nINSERT INTO t VALUES (1, 'one');\n"
    "CREATE TABLE u (id INTEGER PRIMARY KEY, x TEXT);\nINSERT INTO u VALUES (1, 'ex');\n";
const std::string write_t = "UPDATE t SET a = :value WHERE id = :id";
const std::string write_u = "UPDATE u SET x = :value WHERE id = :id";

std::size_t safe_orders(const Scenario& scenario) {
  const auto explored = explore(scenario);
  EXPECT_TRUE(explored.has_value()) << (explored ? "" : to_string(explored.error()));
  EXPECT_TRUE(explored && explored->complete);
  return explored ? explored->orders_safe : 0;
}

TEST(WritingGroups, AStepThatTouchesBothTablesJoinsTheirFields) {
  EXPECT_EQ(safe_orders(two_fields(tables, write_t, write_u, "UPDATE t SET a = a;\n")), 1U);
  EXPECT_EQ(
      safe_orders(two_fields(tables, write_t, write_u,
                             "UPDATE t SET a = 'lost' WHERE a <> 'one' AND EXISTS (SELECT 1 FROM u WHERE "
                             "x <> 'ex');\n")),
      0U)
      << "it takes a write of each";
}

TEST(WritingGroups, ATriggerJoinsThem) {
  const std::string trigger =
      "CREATE TRIGGER meet AFTER UPDATE ON u WHEN (SELECT a FROM t WHERE id = 1) <> 'one' BEGIN UPDATE t SET "
      "a = "
      "'lost'; END;\n";
  EXPECT_EQ(safe_orders(two_fields(tables + trigger, write_t, write_u, "UPDATE t SET a = a;\n")), 0U);
}

TEST(WritingGroups, AForeignKeyJoinsThem) {
  // f's write removes another row of t, which fails once g's has a row of u refer to it.
  const std::string referring =
      "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT);\nINSERT INTO t VALUES (1, 'one');\n"
      "CREATE TABLE u (id INTEGER PRIMARY KEY, x TEXT, other INTEGER REFERENCES t (id));\n"
      "INSERT INTO u VALUES (1, 'ex', 1);\n";
  EXPECT_EQ(
      safe_orders(two_fields(referring,
                             "DELETE FROM t WHERE id = 2; INSERT INTO t VALUES (2, 'two'); UPDATE t SET a "
                             "= :value WHERE id = :id",
                             "UPDATE u SET x = :value, other = (SELECT max(id) FROM t) WHERE id = :id",
                             "UPDATE u SET x = x;\n")),
      0U);
}

TEST(WritingGroups, AnInvariantOverBothTablesJoinsThem) {
  Scenario scenario = two_fields(tables, write_t, write_u, "UPDATE t SET a = a;\n");
  scenario.invariants = {{"never both", "SELECT 1 FROM t, u WHERE a <> 'one' AND x <> 'ex'"}};
  EXPECT_EQ(safe_orders(scenario), 0U);
}

}  // namespace
}  // namespace simulator::deploy

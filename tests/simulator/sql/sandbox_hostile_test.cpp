// Every script of hostile/ ends as it says. For how long one could not have been stopped, ./dev bench
// measures.
#include <gtest/gtest.h>

#include <chrono>
#include <string>

#include "simulator/base/clock.h"
#include "tests/simulator/sql/hostile_set.h"

namespace simulator::sql {
namespace {

using namespace testing_support;

class Hostile : public testing::TestWithParam<std::string> {};

TEST_P(Hostile, EndsAsItMust) {
  const HostileScript script = hostile_script(GetParam());
  const base::ManualClock clock(0);  // the deadline never comes: what ends it is the same on every machine
  Database database = Database::open({.path = ":memory:", .vfs = {}}).value();
  const auto sandbox = Sandbox::guard(database, script.mode, {.clock = &clock}).value();
  sandbox->begin({.vm_operations = script.steps, .wall = std::chrono::hours(1)});

  const auto ran = database.execute(script.text);
  const std::string ended = ran ? "ok" : sandbox->explain(ran.error()).code;
  EXPECT_EQ(ended, script.expect) << (ran ? "" : ran.error().message);
  if (!ran && ended.starts_with("sandbox.")) {
    EXPECT_FALSE(sandbox->explain(ran.error()).help.empty());
  }
  EXPECT_LE(sandbox->operations_used(), script.steps + 50);
}

INSTANTIATE_TEST_SUITE_P(Scripts, Hostile, testing::ValuesIn(hostile_names()),
                         [](const auto& one) { return one.param; });

TEST(HostileSet, IsLargeEnough) { EXPECT_GE(hostile_names().size(), 40U); }

}  // namespace
}  // namespace simulator::sql

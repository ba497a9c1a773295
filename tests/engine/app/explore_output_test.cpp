#include "engine/app/explore_output.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace engine::app {
namespace {

namespace deploy = simulator::deploy;
using ::testing::HasSubstr;
using ::testing::Not;

deploy::Step step(std::string id) {
  deploy::Step out;
  out.title = "Do " + id;
  out.id = std::move(id);
  return out;
}

deploy::Scenario scenario() {
  deploy::Scenario out;
  out.id = "drop-name";
  out.title = "Drop a column: name";
  deploy::NodeGroup nodes;
  nodes.name = "node";
  nodes.version = "v1";
  out.groups = {nodes};
  simulator::world::AppVersion v1;
  v1.name = "v1";
  out.start.versions = {v1};
  out.steps = {step("drop"), step("deploy"), step("drain")};
  return out;
}

deploy::Story story(deploy::FailureKind kind, std::string message) {
  deploy::Story out;
  out.nodes = 3;
  deploy::Act act;
  act.move = deploy::Move{};
  act.move->step = 0;
  act.move->begins = true;
  out.acts = {act, act};
  out.failure = deploy::Failure{kind, std::move(message), "v1", "list users", ""};
  return out;
}

deploy::Exploration exploration() {
  deploy::Exploration out;
  out.complete = true;
  out.nodes = 3;
  out.states = 181;
  out.moves = 412;
  out.databases = 2;
  out.executed = 1;
  out.bytes = 3 * 1024 * 1024;
  out.elapsed_ms = 12;
  out.orders_total = 3;
  out.orders_safe = 1;
  out.orders_listed = true;
  out.orders = {{{"deploy", "drain", "drop"}, true, {}, "", {}},
                {{"drop", "deploy", "drain"}, false, 0, "", {}},
                {{"deploy", "drop", "drain"}, false, 1, "drop", 1}};
  out.stories = {story(deploy::FailureKind::sql_error, "no such column: name"),
                 story(deploy::FailureKind::lost_write, "a write is gone")};
  out.shortest = 0;
  out.region.constraints = {{"deploy", "drain"}, {"drain", "drop"}};
  out.region.partial_orders = {out.region.constraints};
  return out;
}

TEST(ExploreOutput, SaysWhatWasFoundInFull) {
  const deploy::Scenario rollout = scenario();
  const std::string text = exploration_text(deploy::Plan(rollout), exploration());
  EXPECT_THAT(text, HasSubstr("Drop a column: name\n3 orders: 1 safe, 2 unsafe; 181 states, complete\n"));
  EXPECT_THAT(text,
              HasSubstr("These 2 constraints keep production up:\n  deploy -> drain\n  drain -> drop\n"));
  EXPECT_THAT(text, HasSubstr("Safe orders:\n  deploy, drain, drop\n"));
  EXPECT_THAT(text, HasSubstr("Unsafe orders:\n  drop, deploy, drain\n"
                              "      a request failed: v1 list users: no such column: name, after 2 acts\n"));
  EXPECT_THAT(text, HasSubstr("Orders that are safe only without a rollback:\n  deploy, drop, drain\n"
                              "      a write was lost: v1 list users: a write is gone, after 2 acts\n"
                              "      no way back once \"drop\" has begun\n"));
  EXPECT_THAT(text, HasSubstr("The shortest way into it, 2 acts:\n   1. "));
  EXPECT_THAT(text, HasSubstr("      x a request failed: v1 list users: no such column: name\n"));
  EXPECT_THAT(
      text, HasSubstr("181 states, 412 moves, 2 databases; SQL was run 1 time; 3.0 MiB at the most; 12 ms"));
}

TEST(ExploreOutput, LongListsAreCut) {
  const deploy::Scenario rollout = scenario();
  deploy::Exploration found = exploration();
  found.orders.assign(100, found.orders[1]);
  EXPECT_THAT(exploration_text(deploy::Plan(rollout), found), HasSubstr("and 60 more (--json lists them)"));
}

TEST(ExploreOutput, ACutOffSearchCallsNothingSafe) {
  const deploy::Scenario rollout = scenario();
  deploy::Exploration found = exploration();
  found.complete = false;
  found.stopped = "after 181 states";
  found.orders_safe = 0;
  found.orders[0].safe = false;
  const std::string text = exploration_text(deploy::Plan(rollout), found);
  EXPECT_THAT(text, HasSubstr("not complete: stopped after 181 states"));
  EXPECT_THAT(text, Not(HasSubstr("Safe orders")));
  EXPECT_EQ(exit_of(found), Exit::does_not_hold);
}

TEST(ExploreOutput, ManyScenariosAreOneTable) {
  ExploredFile good;
  good.file = "a/drop-name.deploy.json";
  good.id = "drop-name";
  good.steps = 3;
  good.exploration = exploration();
  ExploredFile cut = good;
  cut.id = "cut";
  cut.exploration.complete = false;
  cut.exploration.stopped = "after 181 states";
  cut.exploration.shortest.reset();
  ExploredFile unreadable;
  unreadable.file = "a/broken.deploy.json";
  unreadable.problem = "could not be read, see above";
  ExploredFile harmless = good;
  harmless.id = "harmless";
  harmless.exploration.shortest.reset();
  harmless.exploration.orders_safe = 3;
  EXPECT_EQ('\n' + exploration_table({good, cut, unreadable, harmless}), R"(
scenario              steps  nodes  states  executed  safe  shortest failure                                               complete              ms
drop-name                 3      3     181         1   1/3  2 acts, a request failed: v1 list users: no such column: name  yes                   12
cut                       3      3     181         1   ?/3  not known                                                      no, after 181 states  12
a/broken.deploy.json                                        could not be read, see above
harmless                  3      3     181         1   3/3  nothing fails                                                  yes                   12
4 scenarios                            543         3                                                                       2 complete            36
)");
}

TEST(ExploreOutput, ATableKeepsALongMessageInItsLine) {
  ExploredFile file;
  file.id = "long";
  file.exploration = exploration();
  file.exploration.stories[0].failure->message =
      "one\ntwo" + std::string(300, '\xC3') + std::string(300, 'x');
  const std::string table = exploration_table({file});
  EXPECT_EQ(std::count(table.begin(), table.end(), '\n'), 3);
  EXPECT_THAT(table, HasSubstr("one two"));
}

TEST(ExploreOutput, ExitCodesSayWhetherAnOrderIsSafe) {
  deploy::Exploration found = exploration();
  EXPECT_EQ(exit_of(found), Exit::fine);
  found.orders_safe = 0;
  EXPECT_EQ(exit_of(found), Exit::does_not_hold);
}

}  // namespace
}  // namespace engine::app

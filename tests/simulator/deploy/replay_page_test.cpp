// golden/replay_page.html is the page of a small replay, without its style and script. To accept a change:
// DRIFTWOOD_BLESS=1 simulator_deploy_test --gtest_filter='ReplayPage*', then look at the page in a browser.
#include "simulator/deploy/replay_page.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <nlohmann/json.hpp>

#include "simulator/base/files.h"
#include "simulator/base/hash.h"
#include "simulator/deploy/page_exploration.h"
#include "simulator/deploy/page_failures.h"
#include "simulator/deploy/page_style.h"

namespace simulator::deploy {
namespace {

using testing::HasSubstr;
using testing::Not;

Step step(std::string id, std::string title, StepKind kind) {
  Step out;
  out.id = std::move(id);
  out.title = std::move(title);
  out.kind = kind;
  return out;
}

Scenario small_scenario() {
  Scenario out;
  out.id = "drop-name";
  out.title = "Drop a column: name";
  out.task = "Version 1 reads `users.name`.";
  out.incident = "It happened [here](https://a.example/post).";
  out.plan = {"Deploy v2", "Drop the column"};
  out.environment = "production";
  NodeGroup nodes;
  nodes.name = "node";
  nodes.count = 1;
  nodes.version = "v1";
  out.groups = {nodes};
  world::AppVersion v1;
  v1.name = "v1";
  world::AppVersion v2;
  v2.name = "v2";
  out.start.versions = {v1, v2};
  out.flags = {{"read new", "off"}};
  out.steps = {step("drop", "Drop users.name", StepKind::migrate),
               step("deploy", "Deploy v2", StepKind::deploy)};
  return out;
}

Request request(std::size_t tick, std::int64_t number, std::string version) {
  Request out;
  out.tick = tick;
  out.number = number;
  out.node = "node 1";
  out.version = std::move(version);
  out.query = "list users";
  out.sql = "SELECT id, name FROM users WHERE id > :id";
  out.bindings = {{":id", std::int64_t{3}}};
  out.rows = 2;
  return out;
}

/// One node; the column goes in tick 1 while v1 serves, v2 starts in tick 2.
Trace small_trace() {
  Trace out;
  out.order = {"drop", "deploy"};
  out.seed = 7;
  for (std::size_t number = 0; number < 3; ++number) {
    Tick tick;
    tick.number = number;
    tick.step = number == 0 ? "" : number == 1 ? "drop" : "deploy";
    tick.title = number == 0   ? "1 node serves v1"
                 : number == 1 ? "20260601_drop_name ran"
                               : "node 1 starts v2";
    tick.requests = {number};
    tick.flags = {number < 2 ? "off" : "on"};
    out.ticks.push_back(std::move(tick));
    out.requests.push_back(request(number, static_cast<std::int64_t>(number) + 1, number < 2 ? "v1" : "v2"));
  }
  base::Error error;
  error.code = "sqlite.error";
  error.message = "no such column: name";
  out.requests[1].error = error;
  out.ticks[1].failed_requests = 1;
  out.failures = {1};
  out.first_failure = 1;
  out.lanes = {{"node 1", {{0, 1, LaneState::serving, "v1"}, {2, 2, LaneState::serving, "v2"}}}};
  out.schemas = {{0, 0, "20260401 create_users", "20260401", nullptr},
                 {1, 2, "20260601 drop_name", "20260601", nullptr}};
  out.steps = {{"drop", 1, 1, true}, {"deploy", 2, 2, true}};
  return out;
}

Exploration small_exploration() {
  Exploration out;
  out.complete = true;
  out.states = 12;
  out.orders_total = 2;
  out.orders_safe = 1;
  out.orders_listed = true;
  out.orders = {{{"deploy", "drop"}, true, {}, "", {}}, {{"drop", "deploy"}, false, 0, "", {}}};
  Story story;
  story.order = {"drop"};
  story.nodes = 1;
  Act act;
  act.move = Move{};
  act.move->step = 0;
  act.move->begins = true;
  story.acts = {act};
  story.failure = Failure{FailureKind::sql_error, "no such column: name", "v1", "list users", ""};
  out.stories = {story};
  out.shortest = 0;
  out.region.constraints = {{"deploy", "drop"}};
  out.region.partial_orders = {out.region.constraints};
  out.matrix.columns = {{"v1", "list users"}};
  out.matrix.rows = {{"20260401 create_users", {{MatrixCell::Answer::works, ""}}},
                     {"20260601 drop_name", {{MatrixCell::Answer::fails, "no such column: name"}}}};
  return out;
}

void replace(std::string& text, std::string_view what, std::string_view with) {
  if (const std::size_t at = text.find(what); at != std::string::npos) text.replace(at, what.size(), with);
}

std::string between(const std::string& text, std::string_view from, std::string_view to) {
  const std::size_t start = text.find(from);
  if (start == std::string::npos) return {};
  const std::size_t begin = start + from.size();
  return text.substr(begin, text.find(to, begin) - begin);
}

std::string sha256_base64(std::string_view text) {
  base::RunningSha256 sum;
  sum.add(text);
  return base::base64(sum.digest());
}

TEST(ReplayPage, IsAsItWasLookedAt) {
  const Trace trace = small_trace();
  const Exploration found = small_exploration();
  std::string page = to_html(small_scenario(), trace, &found);
  replace(page, page::style(), "");
  replace(page, page::script(), "");
  replace(page, sha256_base64(page::script()), "");
  replace(page, hash_of(trace).substr(0, 12), "");
  const std::string path = DRIFTWOOD_SOURCE_DIR "/tests/simulator/deploy/golden/replay_page.html";
  if (std::getenv("DRIFTWOOD_BLESS") != nullptr) {
    ASSERT_TRUE(base::write_file_atomically(path, page));
  }
  const auto expected = base::read_file(path);
  ASSERT_TRUE(expected) << base::to_string(expected.error());
  EXPECT_EQ(page, *expected);
}

TEST(ReplayPage, LoadsNothingAndRunsOnlyItsOwnScript) {
  const std::string page = to_html(small_scenario(), small_trace());
  EXPECT_THAT(page, Not(HasSubstr("src=")));
  EXPECT_THAT(page, Not(HasSubstr("url(http")));
  EXPECT_THAT(page, Not(HasSubstr("@import")));
  EXPECT_THAT(page, Not(HasSubstr("<link")));
  const std::string script = between(page, "<script>", "</script>");
  EXPECT_EQ(script, page::script());
  EXPECT_THAT(page, HasSubstr("script-src 'sha256-" + sha256_base64(script) + "'"));
}

TEST(ReplayPage, SaysWhatFailedAndInWhoseWords) {
  const std::string page = to_html(small_scenario(), small_trace());
  EXPECT_THAT(page, HasSubstr("Production breaks."));
  EXPECT_THAT(page, HasSubstr("no such column: name"));
  EXPECT_THAT(page, HasSubstr("column &quot;name&quot; does not exist"));
  EXPECT_THAT(page, HasSubstr("quoted from 15, not executed"));
  EXPECT_THAT(page, HasSubstr("<code>:id = 3</code>"));
  EXPECT_THAT(page, HasSubstr("<code>20260401 create_users</code>"));
  Trace safe = small_trace();
  safe.requests[1].error.reset();
  safe.ticks[1].failed_requests = 0;
  safe.failures.clear();
  safe.first_failure.reset();
  const std::string good = to_html(small_scenario(), safe);
  EXPECT_THAT(good, HasSubstr("Production stays up."));
  EXPECT_THAT(good, Not(HasSubstr("What failed")));
}

TEST(ReplayPage, NothingInAScenarioBecomesMarkup) {
  const std::string evil =
      "</script><script>alert(1)</script>\"'><img src=x onerror=alert(1)>]]>\xE2\x80\xA8";
  Scenario scenario = small_scenario();
  scenario.title = scenario.task = scenario.incident = scenario.environment = evil;
  scenario.plan = {evil};
  scenario.groups[0].version = scenario.start.versions[0].name = evil;
  scenario.flags = {{evil, evil}};
  for (Step& each : scenario.steps) each.id = each.title = evil;
  Trace trace = small_trace();
  trace.order = {evil, evil};
  for (Tick& tick : trace.ticks) {
    tick.step = tick.title = evil;
    tick.flags = {evil};
  }
  for (Request& each : trace.requests) {
    each.node = each.version = each.query = each.sql = evil;
    each.bindings = {{evil, evil}};
  }
  trace.requests[1].error->message = evil;
  base::Error failed;
  failed.message = failed.excerpt = failed.file = evil;
  trace.ticks[2].error = failed;
  for (Lane& lane : trace.lanes) lane.node = evil;
  for (SchemaInterval& schema : trace.schemas) schema.label = evil;
  for (StepInterval& each : trace.steps) each.id = evil;
  trace.findings = {{2, Failure{FailureKind::lost_write, evil, evil, evil, evil}, 2}};
  trace.ticks[2].findings = {0};
  Exploration found = small_exploration();
  for (OrderVerdict& each : found.orders) each.order = {evil};
  found.orders[0].no_way_back = evil;
  found.stories[0].failure->message = evil;
  found.region.constraints = {{evil, evil}};
  found.matrix.columns[0] = {evil, evil};
  for (MatrixRow& row : found.matrix.rows) {
    row.schema = evil;
    for (MatrixCell& cell : row.cells) cell.message = evil;
  }
  const std::string page = to_html(scenario, trace, &found);
  EXPECT_THAT(page, Not(HasSubstr("<script>alert")));
  EXPECT_THAT(page, Not(HasSubstr("<img")));
  EXPECT_THAT(page, Not(HasSubstr("</script><script>alert")));
  // Three scripts would be one too many: the data and the page's own.
  std::size_t scripts = 0;
  for (std::size_t at = page.find("<script"); at != std::string::npos; at = page.find("<script", at + 1))
    ++scripts;
  EXPECT_EQ(scripts, 2U);
  const std::string data = between(page, "id=\"data\">", "</script>");
  EXPECT_EQ(nlohmann::json::parse(data)[2]["what"], evil) << "the data says what it said";
}

TEST(ReplayPage, FailuresThatAreAlikeAreOne) {
  Trace trace = small_trace();
  trace.requests[2].version = "v1";
  trace.requests[2].error = trace.requests[1].error;
  trace.ticks[2].failed_requests = 1;
  const Scenario scenario = small_scenario();
  const auto groups = page::alike_failures(scenario, trace);
  ASSERT_EQ(groups.size(), 1U);
  EXPECT_EQ(groups[0].count, 2U);
  EXPECT_EQ(groups[0].ticks, (std::vector<std::size_t>{1, 2}));
  EXPECT_EQ(groups[0].nodes, (std::vector<std::string>{"node 1"}));
}

TEST(ReplayPage, WhatAnOracleSawOfARequestIsToldOnce) {
  Trace trace = small_trace();
  trace.findings = {{1, Failure{FailureKind::sql_error, "no such column: name", "v1", "list users", ""}, 1},
                    {2, Failure{FailureKind::stale_read, "reads 1 instead of 2", "v2", "list users", ""}, 2}};
  trace.ticks[1].findings = {0};
  trace.ticks[2].findings = {1};
  const Scenario scenario = small_scenario();
  const auto groups = page::alike_failures(scenario, trace);
  ASSERT_EQ(groups.size(), 2U);
  EXPECT_EQ(groups[0].kind, FailureKind::sql_error);
  EXPECT_EQ(groups[0].count, 1U);
  EXPECT_EQ(groups[1].kind, FailureKind::stale_read);
  EXPECT_THAT(to_html(scenario, trace), HasSubstr("A stale read"));
}

TEST(ReplayPage, AGraphOfACircleIsStillDrawn) {
  const Scenario scenario = small_scenario();
  EXPECT_THAT(page::precedence_graph(scenario, {{"drop", "deploy"}, {"deploy", "drop"}, {"drop", "none"}}),
              HasSubstr("<svg"));
}

}  // namespace
}  // namespace simulator::deploy

#include "lessons/authoring/run_deploy.h"

#include <gmock/gmock.h>

#include "simulator/base/files.h"
#include "simulator/deploy/explore.h"

namespace lessons::authoring {
namespace {

namespace base = simulator::base;
namespace deploy = simulator::deploy;
using testing::AllOf;
using testing::Contains;
using testing::HasSubstr;
using testing::Not;

deploy::Scenario lucky() {
  const auto folder = base::Folder::open(DRIFTWOOD_SOURCE_DIR
                                         "/tests/lessons/authoring/golden/explored/content/tiny/01-rollouts");
  auto read = deploy::read_scenario(*folder, "lucky.deploy.json");
  EXPECT_FALSE(has_errors(read.diagnostics));
  return std::move(read.scenario);
}

std::vector<std::string> said(const deploy::Scenario& scenario,
                              const base::Result<deploy::Exploration>& explored) {
  std::vector<std::string> out;
  for (const base::Diagnostic& each : run_deploy(scenario, explored))
    out.push_back(std::string(each.severity == base::Severity::warning ? "warning " : "error ") +
                  each.what.code + ": " + each.what.message + " | " + each.what.help);
  return out;
}

TEST(RunDeploy, WhatExploringDidNotReachIsNotClaimed) {
  const deploy::Scenario scenario = lucky();
  deploy::ExploreOptions options;
  options.state_budget = 1;
  auto explored = deploy::explore(scenario, options);
  ASSERT_TRUE(explored);
  ASSERT_FALSE(explored->complete);
  explored->orders.clear();
  const auto lines = said(scenario, explored);
  EXPECT_THAT(lines, Contains(AllOf(HasSubstr("warning check.not-explored"), HasSubstr("is not known"),
                                    HasSubstr("it stopped after 1 state"))));
  EXPECT_THAT(lines, Not(Contains(HasSubstr("check.safe-order-fails")))) << "replayed once, it passes";
  EXPECT_THAT(lines, Contains(AllOf(HasSubstr("check.unsafe-order-passes"), Not(HasSubstr("none fails")))));
}

TEST(RunDeploy, AFailureThatWasFoundStandsEvenSo) {
  const deploy::Scenario scenario = lucky();
  auto explored = deploy::explore(scenario);
  ASSERT_TRUE(explored);
  explored->complete = false;
  explored->stopped = "after 20 states";
  EXPECT_THAT(said(scenario, explored),
              Contains(AllOf(HasSubstr("check.safe-order-fails"), HasSubstr("no such column: nickname"))));
}

TEST(RunDeploy, AScenarioThatCannotBeginSaysSoOnce) {
  const deploy::Scenario scenario = lucky();
  const auto lines = said(
      scenario,
      tl::make_unexpected(base::failure("world.bad-start", "no such table: nowhere", "Mend it.").value()));
  ASSERT_EQ(lines.size(), 1U);
  EXPECT_EQ(lines[0], "error check.start-fails: \"lucky\" cannot begin: no such table: nowhere | Mend it.");
}

}  // namespace
}  // namespace lessons::authoring

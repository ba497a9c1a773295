// What only some rollouts have, in the whole window: flags, a standby, an outage that is allowed, an order
// that passes by luck, an incident, a rule of another tool.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>
#include <string>

#include "tests/engine/views/course_copy.h"
#include "tests/engine/views/window.h"

namespace engine::views {
namespace {

using testing::HasSubstr;

class DeployScenariosTest : public testing::Test {
 protected:
  void open(const std::string& scenario, const fs::path& course = source / "content/schema-migrations",
            const std::string& lesson = "03-deploy-order") {
    window_.emplace(kept_, course);
    window_->shell.open_lesson(lesson);
    window_->settle();
    window_->click("lesson.do.deploy." + scenario);
  }
  void click(const std::string& name) { window_->click(name); }
  platform::Driver& driver() { return window_->screen.driver; }

  Kept kept_;
  std::optional<Window> window_;
};

TEST_F(DeployScenariosTest, AFlagIsALaneWithAStretchForEachValue) {
  open("read-new-flag");
  click("deploy.run");
  ASSERT_TRUE(driver().has("deploy.flag.read new.0")) << driver().screen();
  EXPECT_THAT(driver().item("deploy.flag.read new.0").label, HasSubstr("read new is off, t = 0"));
  EXPECT_THAT(driver().item("deploy.flag.read new.1").label, HasSubstr("read new is on, t = 1 to"));
  EXPECT_FALSE(driver().has("deploy.flag.read new.2"));
}

TEST_F(DeployScenariosTest, BlueAndGreenStandBesideEachOtherUntilTheTrafficMoves) {
  const CourseCopy course;
  course.replace("01-what-a-migration-is/drop-column.deploy.json", R"("old_nodes": "keep")",
                 R"("strategy": "blue-green")");
  open("drop-column", course.path, "01-what-a-migration-is");
  click("deploy.step.deploy.up");
  click("deploy.run");
  ASSERT_TRUE(driver().has("deploy.lane.node 4.0")) << driver().screen();
  EXPECT_THAT(driver().item("deploy.lane.node 4.0").label,
              HasSubstr("node 4 runs v2 and gets no traffic yet, t = "));
  EXPECT_THAT(driver().item("deploy.lane.node 4.1").label, HasSubstr("node 4 serves with v2"));
}

TEST_F(DeployScenariosTest, AnOutageThatIsAllowedIsSaidAndIsNoFailure) {
  open("change-type");
  click("deploy.step.stop.up");
  click("deploy.step.stop.up");
  click("deploy.run");
  EXPECT_TRUE(driver().says("Nothing broke.")) << driver().screen();
  EXPECT_TRUE(driver().says("requests were served, the others were not, as this rollout allows"));
  EXPECT_FALSE(driver().says("Not one request failed"));
  EXPECT_FALSE(driver().has("deploy.first_failure.button"));
  EXPECT_EQ(kept_.store.attempts("schema-migrations", "deploy.change-type")->back().credit, 1.0);
}

TEST_F(DeployScenariosTest, WhatIsWrongInTheRowsAloneIsSaidBesideAMatrixWithoutAFailure) {
  open("change-type");
  click("deploy.run");
  window_->settle();  // the background has finished too
  EXPECT_TRUE(driver().says("Every query runs on every schema.")) << driver().screen();
  EXPECT_TRUE(driver().says("requests were served, and still 2 stale reads."));
}

TEST_F(DeployScenariosTest, AnOrderThatPassedByLuckIsDoubtedOnceEveryOrderIsKnown) {
  open("backfill-reconcile");
  click("deploy.step.read-new.up");  // backfill, write-both, read-new, drain
  click("deploy.run");
  EXPECT_TRUE(driver().says("Not one request failed")) << driver().screen();
  click("deploy.explore");
  EXPECT_TRUE(driver().says("Nothing failed this time.")) << driver().screen();
  EXPECT_FALSE(driver().says("Not one request failed"));
  click("deploy.run");
  EXPECT_EQ(kept_.store.attempts("schema-migrations", "deploy.backfill-reconcile")->back().credit, 0.0)
      << "who knows better is not done";
}

TEST_F(DeployScenariosTest, WhereItReallyHappenedIsToldAfterTheFirstReplay) {
  open("refused-rollback");
  EXPECT_FALSE(driver().has("deploy.incident"));
  click("deploy.run");
  ASSERT_TRUE(driver().has("deploy.incident"));
  EXPECT_FALSE(driver().has("deploy.incident.text"));
  click("deploy.incident");
  EXPECT_THAT(driver().item("deploy.incident.text").label, HasSubstr("newer")) << driver().screen();
  EXPECT_TRUE(driver().has("deploy.incident.text.link.0")) << "and where to read about it";
  click("deploy.incident");
  EXPECT_FALSE(driver().has("deploy.incident.text"));
}

TEST_F(DeployScenariosTest, SchemasHaveNamesThoughTheToolKeepsOnlyVersions) {
  open("rebuild-kept");
  click("deploy.run");
  window_->settle();
  EXPECT_THAT(driver().item("deploy.schema.0").label,
              HasSubstr("Schema: 20260401090000 create_authors, t = 0"));
  EXPECT_TRUE(driver().says("20260401090000 create_authors (now)")) << "the matrix knows it by the same name";
}

TEST_F(DeployScenariosTest, TheCodeCanBeReadBeforeAnythingIsRun) {
  open("refused-rollback");
  const std::string code = driver().item("deploy.code.text").label;
  for (const char* part : {"v1 asks", "v1.1 asks", "-- it refuses to start when this returns a row",
                           "The migrations", "-- 20260402_add_project_theme.sql"})
    EXPECT_THAT(code, HasSubstr(part));
  click("deploy.run");
  EXPECT_FALSE(driver().has("deploy.code.text"));
  click("deploy.tabs.1.code");
  EXPECT_TRUE(driver().has("deploy.code.text"));
}

}  // namespace
}  // namespace engine::views

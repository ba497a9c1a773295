// Every order of a deploy, explored in the whole window over the real course.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>

#include "engine/views/orders_pane.h"
#include "tests/engine/views/course_copy.h"
#include "tests/engine/views/window.h"

namespace engine::views {
namespace {

class DeployExploreTest : public testing::Test {
 protected:
  DeployExploreTest() { window_.open("lesson.do.deploy.drop-column"); }
  platform::Driver& driver() { return window_.screen.driver; }
  /// The first that is on the list.
  std::string shown_order() {
    for (const char* name : {"deploy.order.0", "deploy.order.1", "deploy.order.2"})
      if (driver().has(name)) return name;
    return "deploy.order";
  }

  Kept kept_;
  Window window_{kept_};
};

TEST_F(DeployExploreTest, TheButtonFindsTheOneSafeOrderAndDrawsWhatKeepsProductionUp) {
  window_.click("deploy.explore");
  EXPECT_EQ(driver().item("deploy.explored.safe").label, "1 safe") << driver().screen();
  EXPECT_EQ(driver().item("deploy.explored.unsafe").label, "2 unsafe");
  EXPECT_EQ(driver().item("deploy.steps.explored.safe").label, "1 safe") << "beside the steps too";
  EXPECT_TRUE(driver().has("deploy.graph.drop"));
  EXPECT_TRUE(driver().has("deploy.graph.drain.drop"));
  EXPECT_LT(driver().item("deploy.graph.drain").rect.x, driver().item("deploy.graph.drop").rect.x);
}

TEST_F(DeployExploreTest, AnUnsafeOrderIsReplayedAsItsStoryAndIsNoAttempt) {
  window_.click("deploy.explore");
  window_.click(shown_order());
  EXPECT_TRUE(driver().has("deploy.story")) << driver().screen();
  EXPECT_TRUE(driver().has("deploy.request.error"));
  EXPECT_TRUE(kept_.store.attempts("schema-migrations", "deploy.drop-column")->empty());
  window_.click("deploy.tabs.1.orders");
  window_.click("deploy.orders.safe");
  window_.click(shown_order());
  EXPECT_TRUE(driver().says("Not one request failed"));
  EXPECT_EQ(kept_.store.attempts("schema-migrations", "deploy.drop-column")->back().credit, 1.0);
}

TEST_F(DeployExploreTest, TheMatrixComesWithTheFirstReplayAndFollowsTheMoment) {
  EXPECT_FALSE(driver().has("deploy.matrix.0.0"));
  window_.click("deploy.run");
  window_.settle();  // the background has finished too
  ASSERT_TRUE(driver().has("deploy.matrix.0.0"));
  EXPECT_TRUE(driver().says("On the schema of this moment 2 of 4 queries fail."));
  EXPECT_TRUE(driver().says("20260601 drop_user_nickname (now)"));
  EXPECT_FALSE(driver().has("deploy.steps.explored.safe")) << "the answer is not given away";
  window_.click("deploy.back.button");
  EXPECT_FALSE(driver().says("On the schema of this moment"));
}

TEST_F(DeployExploreTest, NodesAndMishapsAreChosen) {
  window_.click("deploy.tabs.1.orders");
  EXPECT_TRUE(driver().says("3 nodes"));
  window_.click("deploy.explore.fewer");
  window_.click("deploy.explore.fewer");
  EXPECT_FALSE(driver().item("deploy.explore.fewer").enabled) << "one node at least";
  window_.click("deploy.explore.rollback");
  window_.click("deploy.explore.go");
  EXPECT_TRUE(driver().says("1 node, the code may be rolled back")) << driver().screen();
}

/// Orders that fail only when the code is rolled back, and from where on.
TEST_F(DeployExploreTest, SafeOnlyWithoutARollbackIsAListOfItsOwnWithThePointOfNoReturn) {
  window_.click("deploy.tabs.1.orders");
  window_.click("deploy.explore.rollback");
  window_.click("deploy.explore.go");
  EXPECT_EQ(driver().item("deploy.explored.without_rollback").label, "1 only without a rollback")
      << driver().screen();
  EXPECT_EQ(driver().item("deploy.explored.unsafe").label, "2 unsafe");
  EXPECT_EQ(driver().item("deploy.explored.safe").label, "0 safe");
  window_.click("deploy.orders.without_rollback");
  const std::string row = shown_order();
  EXPECT_EQ(driver().item(row).label, "deploy, drain, drop");
  EXPECT_THAT(
      driver().item(row).value,
      testing::HasSubstr("Once \"Run 20260601_drop_user_nickname on production\" has begun there is no "
                         "way back to the old code."));
  window_.click(row);
  EXPECT_TRUE(driver().has("deploy.story")) << driver().screen();
  EXPECT_TRUE(driver().has("deploy.request.error"));
}

TEST_F(DeployExploreTest, TheVerdictOfASafeReplaySaysWhereThereIsNoWayBack) {
  window_.click("deploy.step.drop.down");
  window_.click("deploy.step.drop.down");
  window_.click("deploy.run");
  EXPECT_FALSE(driver().has("deploy.verdict.no_way_back"));
  window_.click("deploy.tabs.1.orders");
  window_.click("deploy.explore.rollback");
  window_.click("deploy.explore.go");
  EXPECT_THAT(driver().item("deploy.verdict.no_way_back").label, testing::HasSubstr("there is no way back"));
  EXPECT_TRUE(driver().says("Not one request failed")) << "it is safe as long as the code goes forward";
}

/// A query that takes its time, so that there is something to wait for and to cancel.
TEST(DeployExplore, SaysHowFarItIsAndCanBeCancelled) {
  const CourseCopy course;
  course.replace("01-what-a-migration-is/drop-column.deploy.json",
                 "SELECT id, email FROM users ORDER BY id LIMIT 20",
                 "WITH RECURSIVE c(id, email) AS (SELECT 1, '' UNION ALL SELECT id + 1, '' FROM c WHERE id < "
                 "500000) SELECT count(*) AS id, email FROM c");
  Kept kept;
  Window window(kept, course.path);
  window.open("lesson.do.deploy.drop-column");
  platform::Driver& driver = window.screen.driver;
  driver.click("deploy.explore");
  const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(60);
  while (!driver.says("so far,") && std::chrono::steady_clock::now() < until) driver.frames(1);
  ASSERT_TRUE(driver.says("so far,")) << driver.screen();
  EXPECT_TRUE(driver.has("deploy.explore.cancel"));
  EXPECT_FALSE(driver.has("deploy.explore.go"));
  EXPECT_FALSE(driver.item("deploy.run").enabled) << "the worker is busy";
  driver.click("deploy.explore.cancel");
  window.settle();
  EXPECT_TRUE(driver.says("It stopped")) << driver.screen();
  EXPECT_TRUE(driver.has("deploy.explored.stopped"));
  EXPECT_TRUE(driver.says("What keeps production up is not known: the search is not complete."));
  EXPECT_FALSE(driver.has("deploy.explored.safe")) << "nothing is claimed that is not known";
  EXPECT_TRUE(driver.has("deploy.explore.go"));
}

}  // namespace
}  // namespace engine::views

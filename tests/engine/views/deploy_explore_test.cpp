// Every order of a deploy, explored in the whole window over the real course.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/views/orders_pane.h"
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

}  // namespace
}  // namespace engine::views

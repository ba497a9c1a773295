// A deploy in the whole window over the real course: the replay gone through moment by moment, its database
// opened, what failed told.
#include "engine/views/deploy_view.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/engine/views/window.h"

namespace engine::views {
namespace {

class DeployViewTest : public testing::Test {
 protected:
  DeployViewTest() {
    window_.open("lesson.do.deploy.drop-column");
    window_.click("deploy.run");  // the column goes first: v1 breaks at t = 1
  }
  std::string moment() { return window_.screen.driver.item("deploy.scrubber").value; }
  void press(ui::Key key, ui::Mods mods = {}) {
    window_.screen.driver.key(key, mods);
    window_.settle();
  }
  platform::Driver& driver() { return window_.screen.driver; }

  Kept kept_;
  Window window_{kept_};
};

TEST_F(DeployViewTest, KeysStepAndGoFromFailureToFailure) {
  EXPECT_EQ(moment(), "t = 1 of 10") << "the first failure is what one sees first";
  press(ui::Key::period);
  EXPECT_EQ(moment(), "t = 2 of 10");
  press(ui::Key::comma);
  press(ui::Key::comma);
  EXPECT_EQ(moment(), "t = 0 of 10");
  EXPECT_FALSE(driver().item("deploy.back.button").enabled);
  press(ui::Key::n);
  EXPECT_EQ(moment(), "t = 1 of 10");
  press(ui::Key::n);
  EXPECT_EQ(moment(), "t = 2 of 10");
  press(ui::Key::p);
  EXPECT_EQ(moment(), "t = 1 of 10");
  EXPECT_FALSE(driver().item("deploy.previous_failure.button").enabled) << "nothing failed before";
  window_.click("deploy.forward.button");
  window_.click("deploy.next_failure.button");
  EXPECT_EQ(moment(), "t = 3 of 10");
  press(ui::Key::f);
  EXPECT_EQ(moment(), "t = 1 of 10");
}

TEST_F(DeployViewTest, RequestsOfAMomentStandInColumnsAndNoneIsCovered) {
  std::vector<ui::Rect> places;
  for (int number = 0; number < 100; ++number) {
    const std::string name = "deploy.request." + std::to_string(number);
    if (driver().has(name)) places.push_back(driver().item(name).rect);
  }
  ASSERT_GT(places.size(), 2U);
  EXPECT_EQ(places[0].y, places[1].y) << "there is room for two beside each other";
  for (std::size_t i = 0; i < places.size(); ++i) {
    for (std::size_t j = i + 1; j < places.size(); ++j)
      EXPECT_TRUE(places[i].right() <= places[j].x || places[j].right() <= places[i].x ||
                  places[i].bottom() <= places[j].y || places[j].bottom() <= places[i].y)
          << i << " and " << j;
  }
}

TEST_F(DeployViewTest, PlayingGoesToTheEndAndAPauseHoldsIt) {
  window_.screen.ui.focus("deploy.scrubber");
  window_.settle();
  press(ui::Key::home);
  EXPECT_EQ(moment(), "t = 0 of 10");
  press(ui::Key::space);
  ASSERT_TRUE(driver().wait_until([&] { return moment() == "t = 2 of 10"; }));
  press(ui::Key::space);
  const std::string held = moment();
  driver().frames(200);
  EXPECT_EQ(moment(), held);
  press(ui::Key::space);
  EXPECT_TRUE(driver().wait_until([&] { return moment() == "t = 10 of 10"; }, 3000));
}

TEST_F(DeployViewTest, TheDatabaseOfAMomentIsOpenedAndFollowsTheMoment) {
  window_.click("deploy.database.open");
  EXPECT_EQ(driver().item("deploy.database.rows").label, "id | email") << "nickname is gone at t = 1";
  EXPECT_TRUE(driver().says("ana@example.com"));
  press(ui::Key::comma);
  EXPECT_EQ(driver().item("deploy.database.rows").label, "id | email | nickname");
}

TEST_F(DeployViewTest, AQueryReadsTheMomentAndCannotWrite) {
  window_.click("deploy.database.open");
  window_.type_into("deploy.query", "SELECT count(*) AS people FROM users");
  press(ui::Key::enter, ui::with_control);
  EXPECT_EQ(driver().item("deploy.query.rows").label, "people");
  window_.retype("deploy.query", "SELECT nickname FROM users");
  window_.click("deploy.query.run");
  EXPECT_TRUE(driver().has("deploy.query.rows.error"));
  EXPECT_TRUE(driver().says("no such column: nickname"));
  window_.click("deploy.back.button");
  EXPECT_EQ(driver().item("deploy.query.rows").label, "nickname") << "one tick before it is still there";
  window_.retype("deploy.query", "DELETE FROM users");
  window_.click("deploy.query.run");
  EXPECT_TRUE(driver().has("deploy.query.rows.error"));
  EXPECT_TRUE(driver().says("ana@example.com")) << "nothing was deleted";
}

TEST_F(DeployViewTest, AFailureIsToldWithTheSchemaBeforeAndAfterAndASafePlan) {
  EXPECT_TRUE(driver().says("A request failed"));
  EXPECT_TRUE(driver().says("t = 1 · node 1 · v1 · list users"));
  EXPECT_EQ(driver().item("deploy.request.error").label, "no such column: nickname");
  EXPECT_EQ(driver().item("deploy.request.sql.mark.0").value, "nickname") << "where SQLite says it is";
  EXPECT_TRUE(driver().says("The schema changed at t = 1"));
  EXPECT_TRUE(driver().says("gone: users.nickname"));
  EXPECT_TRUE(driver().says("node 1, node 2, node 3")) << "who runs v1";
  EXPECT_FALSE(driver().has("deploy.plan")) << "who wants to find it alone is not told";
  window_.click("deploy.plan.show");
  EXPECT_TRUE(driver().has("deploy.plan"));
  window_.click("deploy.failure.next");
  EXPECT_TRUE(driver().says("t = 1 · node 1 · v1 · sign up"));
  window_.click("deploy.failures.3");
  EXPECT_EQ(moment(), "t = 3 of 10");
}

}  // namespace
}  // namespace engine::views

// Undo, redo, branches, forks, dropped moments, saving: the World is the same however one came to it.
#include <gtest/gtest.h>

#include "tests/simulator/world/history_of_commands.h"
#include "tests/simulator/world/small_world.h"

namespace simulator::world {
namespace {

/// Everything a view shows that is not the strip.
std::string picture(World& world) {
  const WorldView view = world.view();
  std::string text = world.image_hash() + "\n";
  for (const EnvironmentView& environment : view.environments) {
    text += environment.name + " " + environment.database->image_hash + "\n";
    for (const auto& row : environment.status) text += row.version + std::string(to_string(row.state)) + "\n";
    for (const auto& each : environment.drift)
      text += each.object + each.attribute + each.left + each.right + "\n";
    for (const std::string& backup : environment.backups) text += backup + "\n";
  }
  for (const FileView& file : view.files) text += file.name + *file.text;
  for (const AppNodeView& node : view.nodes)
    text += node.name + node.version + std::string(to_string(node.state));
  return text + std::to_string(view.time_unix_ms);
}

class Time : public testing::TestWithParam<std::uint64_t> {};
INSTANTIATE_TEST_SUITE_P(Seeds, Time, testing::Range<std::uint64_t>(1, 7));

TEST_P(Time, UndoAllAndRedoAllShowTheSamePictures) {
  World world = small_world();
  base::Random random(GetParam());
  std::vector<std::string> pictures{picture(world)};
  for (int count = 0; count < 25; ++count) {
    live_on(world, random, 1);
    pictures.push_back(picture(world));
  }
  for (std::size_t left = pictures.size(); left-- > 1;) {
    EXPECT_EQ(picture(world), pictures[left]);
    ASSERT_TRUE(world.undo());
  }
  EXPECT_FALSE(world.undo());
  for (const std::string& expected : pictures) {
    EXPECT_EQ(picture(world), expected);
    world.redo();
  }
  EXPECT_FALSE(world.redo());
}

TEST_P(Time, DetoursLeaveNoTrace) {
  World straight = small_world();
  base::Random random(GetParam());
  live_on(straight, random, 12);

  World winding = small_world();
  base::Random elsewhere(GetParam() + 1000);
  for (const NodeId id : straight.tree().line()) {
    live_on(winding, elsewhere, 2);
    winding.undo();
    (void)winding.view();
    winding.undo();
    ASSERT_TRUE(winding.apply(straight.tree().node(id).record->command).has_value());
    EXPECT_EQ(winding.tree().node(winding.tree().cursor()).record->hash,
              straight.tree().node(id).record->hash);
  }
  EXPECT_EQ(winding.image_hash(), straight.image_hash());
  EXPECT_EQ(winding.tree().size(), 1 + 12U * 3U) << "nothing is thrown away";
}

TEST_P(Time, DroppedMomentsAreMadeAgain) {
  World world = small_world();
  base::Random random(GetParam());
  std::vector<std::string> hashes{world.image_hash()};
  for (int count = 0; count < 30; ++count) {
    live_on(world, random, 1);
    hashes.push_back(world.image_hash());
  }
  world.set_memory_budget(1);
  EXPECT_LE(world.kept_moments(), 3U);
  for (NodeId id = 0; id < hashes.size(); id += 3) {
    ASSERT_TRUE(world.go_to(id).has_value());
    EXPECT_EQ(world.image_hash(), hashes[id]);
  }
}

TEST_P(Time, ASavedWorldIsTheSameWorld) {
  World world = small_world();
  base::Random random(GetParam());
  live_on(world, random, 8);
  world.undo();
  world.undo();
  live_on(world, random, 3);
  world.undo();
  auto loaded = World::load(small_start(), world.save_json());
  ASSERT_TRUE(loaded.has_value()) << loaded.error().message;
  EXPECT_TRUE(loaded->warnings.empty());
  EXPECT_EQ(loaded->world.tree().cursor(), world.tree().cursor());
  EXPECT_EQ(loaded->world.tree().line(), world.tree().line());
  EXPECT_EQ(picture(loaded->world), picture(world));
  EXPECT_EQ(loaded->world.save_json(), world.save_json());
}

TEST(Time, AForkIsIndependent) {
  World world = small_world();
  World fork = world.fork();
  ASSERT_TRUE(fork.apply(RunSql{"laptop", "DROP TABLE users"}).has_value());
  EXPECT_EQ(world.tree().size(), 1U);
  EXPECT_TRUE(world.view().environments[0].drift.empty());
  EXPECT_EQ(fork.view().environments[0].drift.size(), 1U);
  EXPECT_EQ(world.query("laptop", "SELECT * FROM users")->rows.size(), 2U);
}

TEST(Time, TheStripShowsThisBranchAndWhereOthersLeaveIt) {
  World world = small_world();
  ASSERT_TRUE(world.apply(RunSql{"laptop", "DELETE FROM users"}).has_value());
  ASSERT_TRUE(world.apply(RunSql{"laptop", "nonsense"}).has_value());
  world.undo();
  ASSERT_TRUE(world.apply(RunSql{"laptop", "DROP TABLE users"}).has_value());
  world.undo();
  const WorldView view = world.view();
  ASSERT_EQ(view.strip.size(), 3U);
  EXPECT_EQ(view.strip[0].title, "start");
  EXPECT_EQ(view.strip[1].other_branches, std::vector<NodeId>{2});
  EXPECT_FALSE(view.strip[1].future);
  EXPECT_TRUE(view.strip[2].future);
  EXPECT_EQ(view.commands_done, 1U);
}

TEST(Time, ASavedWorldThatNoLongerReplaysSaysSo) {
  World world = small_world();
  ASSERT_TRUE(world.apply(RunSql{"laptop", "SELECT count(*) FROM users"}).has_value());
  ASSERT_TRUE(world.apply(RunSql{"production", "SELECT 1"}).has_value());
  WorldStart changed = small_start();
  changed.environments[0].setup.push_back("DELETE FROM users");
  changed.environments.pop_back();
  const auto loaded = World::load(changed, world.save_json());
  ASSERT_TRUE(loaded.has_value());
  ASSERT_EQ(loaded->warnings.size(), 3U);
  EXPECT_EQ(loaded->warnings[0].what.code, "world.start-changed");
  EXPECT_EQ(loaded->warnings[1].what.code, "world.diverged");
  EXPECT_EQ(loaded->warnings[2].what.code, "world.lost-command");
}

TEST(Time, ADamagedSaveIsAnErrorAndNeverACrash) {
  World world = small_world();
  ASSERT_TRUE(world.apply(RunSql{"laptop", "SELECT 1"}).has_value());
  const std::string good = world.save_json();
  for (std::size_t length = 0; length < good.size(); length += 7) {
    EXPECT_FALSE(World::load(small_start(), good.substr(0, length)).has_value()) << length;
  }
  EXPECT_FALSE(
      World::load(
          small_start(),
          R"({"format":1,"start":"","cursor":9,"next":[],"commands":[{"parent":5,"budget":1,"hash":"","command":{"do":"traffic"}}]})")
          .has_value());
}

}  // namespace
}  // namespace simulator::world

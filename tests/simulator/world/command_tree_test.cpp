#include "simulator/world/command_tree.h"

#include <gtest/gtest.h>

namespace simulator::world {
namespace {

std::shared_ptr<const CommandRecord> record() { return std::make_shared<const CommandRecord>(); }

TEST(CommandTree, ACommandAfterUndoBranchesAndNothingIsThrownAway) {
  CommandTree tree;
  const NodeId a = tree.add(record());
  const NodeId b = tree.add(record());
  ASSERT_TRUE(tree.undo());
  const NodeId c = tree.add(record());
  EXPECT_EQ(tree.size(), 4U);
  EXPECT_EQ(tree.node(a).children, (std::vector<NodeId>{b, c}));
  EXPECT_EQ(tree.line(), (std::vector<NodeId>{a, c}));
  EXPECT_FALSE(tree.can_redo());
  ASSERT_TRUE(tree.go_to(b));
  tree.undo();
  ASSERT_TRUE(tree.redo());
  EXPECT_EQ(tree.cursor(), b) << "redo leads to the branch last visited";
}

TEST(CommandTree, EndsAreEnds) {
  CommandTree tree;
  EXPECT_FALSE(tree.undo());
  EXPECT_FALSE(tree.redo());
  EXPECT_FALSE(tree.go_to(1));
  tree.add(record());
  ASSERT_TRUE(tree.go_to(start_node_id));
  EXPECT_TRUE(tree.can_redo());
  EXPECT_EQ(tree.line(), (std::vector<NodeId>{1}));
}

}  // namespace
}  // namespace simulator::world

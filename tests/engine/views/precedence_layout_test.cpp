#include "engine/views/precedence_layout.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

namespace engine::views {
namespace {
using simulator::deploy::Precedence;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

TEST(PrecedenceLayout, AChainHasALayerAStep) {
  const std::vector<std::string> steps{"drop", "deploy", "drain"};
  const std::vector<Precedence> chain{{"deploy", "drain"}, {"drain", "drop"}};
  const PrecedenceLayout layout = lay_out(steps, chain);
  EXPECT_EQ(layout.box("deploy")->place.layer, 0U);
  EXPECT_EQ(layout.box("drain")->place.layer, 1U);
  EXPECT_EQ(layout.box("drop")->place.layer, 2U);
  EXPECT_THAT(layout.rows, ElementsAre(1, 1, 1));
  EXPECT_THAT(layout.free, IsEmpty());
}

TEST(PrecedenceLayout, ALongArrowRunsBesideWhatStandsBetween) {
  const std::vector<std::string> steps{"a", "b", "c", "d"};
  // a before b before c before d, and x (here "a") is not near c: a -> d spans two layers.
  const std::vector<Precedence> pairs{{"a", "b"}, {"b", "c"}, {"c", "d"}, {"a", "d"}};
  const PrecedenceLayout layout = lay_out(steps, pairs);
  ASSERT_THAT(layout.arrows, SizeIs(4));
  ASSERT_THAT(layout.arrows[3].through, SizeIs(2));
  for (const PrecedenceLayout::Place place : layout.arrows[3].through)
    for (const PrecedenceLayout::Box& box : layout.boxes)
      EXPECT_FALSE(box.place.layer == place.layer && box.place.row == place.row) << "through " << box.step;
}

TEST(PrecedenceLayout, TwoWaysDoNotCrossWhenTheyNeedNot) {
  const std::vector<std::string> steps{"a", "b", "c", "d"};
  const std::vector<Precedence> pairs{{"a", "d"}, {"b", "c"}};
  const PrecedenceLayout layout = lay_out(steps, pairs);
  EXPECT_EQ(layout.box("a")->place.row, layout.box("d")->place.row);
  EXPECT_EQ(layout.box("b")->place.row, layout.box("c")->place.row);
}

TEST(PrecedenceLayout, WhatNoConstraintSpeaksOfIsFreeAndACycleIsLeftOut) {
  const std::vector<std::string> steps{"a", "b", "c", "d"};
  const std::vector<Precedence> pairs{{"a", "b"}, {"c", "d"}, {"d", "c"}};
  const PrecedenceLayout layout = lay_out(steps, pairs);
  EXPECT_THAT(layout.boxes, SizeIs(2));
  EXPECT_THAT(layout.arrows, SizeIs(1));
  EXPECT_THAT(layout.free, IsEmpty());
  const std::vector<Precedence> one{{"a", "b"}};
  EXPECT_THAT(lay_out(steps, one).free, ElementsAre("c", "d"));
  EXPECT_THAT(lay_out(steps, {}).boxes, IsEmpty());
}

}  // namespace
}  // namespace engine::views

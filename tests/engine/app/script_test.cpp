#include "engine/app/script.h"

#include <gtest/gtest.h>

namespace engine::app {
namespace {

TEST(Script, ReadsMovesAndSkipsComments) {
  const Script script = parse_script("# hello\n\n  click a.b \r\ntype SELECT 1;\n", "walk");
  EXPECT_TRUE(script.diagnostics.empty());
  ASSERT_EQ(script.lines.size(), 2U);
  EXPECT_EQ(script.lines[0].number, 3);
  EXPECT_EQ(script.lines[0].verb, "click");
  EXPECT_EQ(script.lines[0].argument, "a.b");
  EXPECT_EQ(script.lines[1].argument, "SELECT 1;");
}

TEST(Script, NamesEveryMistakeWithItsPlace) {
  const Script script = parse_script("clik a\nkey\nwait idle\n", "walk");
  ASSERT_EQ(script.diagnostics.size(), 2U);
  EXPECT_EQ(script.diagnostics[0].what.code, "script.unknown-verb");
  EXPECT_EQ(script.diagnostics[0].what.help, "Did you mean \"click\"?");
  EXPECT_EQ(script.diagnostics[1].what.code, "script.missing-argument");
  EXPECT_EQ(script.diagnostics[1].what.at.line, 2);
  EXPECT_EQ(script.lines.size(), 1U);
}

}  // namespace
}  // namespace engine::app

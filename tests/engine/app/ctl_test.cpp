#include "engine/app/ctl.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

#include "tests/engine/app/program.h"

namespace engine::app {
namespace {

using ::testing::HasSubstr;

TEST(Ctl, HelpGoesToStandardOutputAndIsFine) {
  const testing::Ran ran = testing::run({"--help"});
  EXPECT_EQ(ran.exit, 0);
  EXPECT_THAT(ran.out, HasSubstr("Exit code: 0 fine"));
  EXPECT_EQ(ran.err, "");
}

TEST(Ctl, VersionIsFine) {
  const testing::Ran ran = testing::run({"--version"});
  EXPECT_EQ(ran.exit, 0);
  EXPECT_THAT(ran.out, HasSubstr("driftwoodctl 0."));
}

TEST(Ctl, WrongUsageIsExitTwoWithTheMessageOnStandardError) {
  for (const auto& arguments : {std::vector<std::string>{}, {"no-such-verb"}, {"--no-such-option"}}) {
    const testing::Ran ran = testing::run(arguments);
    EXPECT_EQ(ran.exit, 2);
    EXPECT_EQ(ran.out, "");
    EXPECT_NE(ran.err, "");
  }
}

TEST(Ctl, AStreamThatCannotBeWrittenIsNotFine) {
  std::ostringstream out;
  std::ostringstream err;
  out.setstate(std::ios::badbit);
  const std::vector<std::string> arguments = {"--version"};
  EXPECT_EQ(run_driftwoodctl(arguments, out, err), 2);
}

}  // namespace
}  // namespace engine::app

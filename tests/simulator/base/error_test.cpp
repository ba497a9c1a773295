#include "simulator/base/error.h"

#include <gtest/gtest.h>

namespace simulator::base {
namespace {

TEST(Error, PrintsPlaceCodeMessageExcerptAndHelp) {
  const Error error{"quiz.no-answer",
                    "no option is right",
                    "Mark one with \"right\": true.",
                    "a/quiz.json",
                    {3, 7},
                    "   3 | x\n     | ^",
                    0};
  EXPECT_EQ(to_string(error),
            "a/quiz.json:3:7: error[quiz.no-answer]: no option is right\n   3 | x\n     | ^\n"
            "  Mark one with \"right\": true.");
}

TEST(Error, EveryLineOfTheHelpIsIndentedOnce) {
  EXPECT_EQ(to_string(failure("a.b", "it broke", "Mend it.\nNothing was kept.\n\n  /a/path").value()),
            "error[a.b]: it broke\n  Mend it.\n  Nothing was kept.\n\n  /a/path");
  EXPECT_EQ(to_string(failure("a.b", "it broke", "Mend it.\n").value()),
            "error[a.b]: it broke\n  Mend it.\n");
}

TEST(Error, LeavesOutWhatIsNotKnown) {
  EXPECT_EQ(to_string(failure("a.b", "it broke").value()), "error[a.b]: it broke");
  EXPECT_EQ(to_string(Diagnostic{Severity::warning, failure("a.b", "look").value()}), "warning[a.b]: look");
}

TEST(Error, WarningsAreNotErrors) {
  EXPECT_FALSE(has_errors({{Severity::warning, {}}}));
  EXPECT_TRUE(has_errors({{Severity::warning, {}}, {Severity::error, {}}}));
}

}  // namespace
}  // namespace simulator::base

#include "engine/ui/text_flow.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/engine/ui/fixed_metrics.h"

using namespace engine::ui;

namespace {

// Lines as a reader sees them, hanging spaces shown as '_'.
std::string shown(std::vector<StyledText> spans, float width) {
  const FixedMetrics fixed;
  const Flow flow = flow_text(spans, width, fixed.metrics);
  std::string out;
  float y = 0;
  for (const FlowRun& run : flow.runs) {
    if (run.y != y) out += "|";
    y = run.y;
    for (const char c : spans[run.span].text.substr(run.begin, run.end - run.begin))
      out += c == ' ' ? '_' : c == '\n' ? '$' : c;
  }
  return out;
}

}  // namespace

TEST(TextFlow, BreaksAfterSpaces) { EXPECT_EQ(shown({{"one two three"}}, 80), "one_two_|three"); }

TEST(TextFlow, BreaksInsideAWordOnlyWhenItIsWiderThanTheLine) {
  EXPECT_EQ(shown({{"ab abcdefghijkl x"}}, 50), "ab_|abcde|fghij|kl_x");
}

TEST(TextFlow, ALongNameIsCutWhereItsPartsJoin) {
  EXPECT_EQ(shown({{"20260514_add_user"}}, 120), "20260514_|add_user");
  EXPECT_EQ(shown({{"run 20260514_add_user_phone now"}}, 120), "run_|20260514_|add_user_|phone_now");
}

TEST(TextFlow, AWordOfTwoStylesStaysTogether) {
  EXPECT_EQ(shown({{"aaa bb"}, {"CC", TextStyle::strong}, {" d"}}, 70), "aaa_|bbCC_d");
}

TEST(TextFlow, WhatIsEqualStaysTogether) {
  EXPECT_EQ(shown({{"first at t = 3: no"}}, 120), "first_at_|t_=_3:_no");
  EXPECT_EQ(shown({{"first at t = 3: no"}}, 130), "first_at_|t_=_3:_no");
  EXPECT_EQ(shown({{"a += b"}}, 40), "a_+=_|b") << "only a sign that stands alone";
  EXPECT_EQ(shown({{"a = bcdef"}}, 50), "a_=_|bcdef") << "unless it is wider than the line";
}

TEST(TextFlow, LineEndsBreak) { EXPECT_EQ(shown({{"a\nb"}}, 0), "a$|b"); }

TEST(TextFlow, PathsBreakAfterSlashesAndHyphens) {
  EXPECT_EQ(shown({{"migrations/new-file"}}, 120), "migrations/|new-file");
}

TEST(TextFlow, WidthLeavesOutHangingSpaces) {
  const FixedMetrics fixed;
  const StyledText span{"abc   "};
  const Flow flow = flow_text(std::span(&span, 1), 100, fixed.metrics);
  EXPECT_FLOAT_EQ(flow.width, 30);
  EXPECT_EQ(flow.lines, 1);
  EXPECT_FLOAT_EQ(flow.height, 20);
}

TEST(TextFlow, NothingIsLostAtAnyWidth) {
  const FixedMetrics fixed;
  const std::vector<StyledText> spans{{"Each file takes the "},
                                      {"schema", TextStyle::italic},
                                      {" from N to N+1, once-only/"},
                                      {"", TextStyle::code},
                                      {"per database"}};
  std::string whole;
  for (const auto& span : spans) whole += span.text;
  for (float width = 10; width < 700; width += 7) {
    const Flow flow = flow_text(spans, width, fixed.metrics);
    std::string joined;
    for (const FlowRun& run : flow.runs) {
      joined += spans[run.span].text.substr(run.begin, run.end - run.begin);
      EXPECT_GE(run.x, -0.01F);
    }
    EXPECT_EQ(joined, whole) << "at width " << width;
    EXPECT_LE(flow.width, width + 0.01F);
  }
}

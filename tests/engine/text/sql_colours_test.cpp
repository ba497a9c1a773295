#include "engine/text/sql_colours.h"

#include <gtest/gtest.h>

#include <string>

namespace {

// "keyword(ALTER TABLE )plain(users )..." is easier to read in a failure than offsets.
std::string shown(std::string_view sql) {
  std::string out;
  for (const auto& span : engine::text::sql_colours(sql))
    out +=
        std::string(to_string(span.colour)) + "(" + std::string(sql.substr(span.offset, span.length)) + ")";
  return out;
}

}  // namespace

TEST(SqlColours, KeywordsTypesNamesAndNumbers) {
  EXPECT_EQ(
      shown("ALTER TABLE users ADD phone TEXT DEFAULT 12;"),
      "keyword(ALTER TABLE )plain(users )keyword(ADD )plain(phone )keyword(TEXT DEFAULT )number(12)plain(;)");
}

TEST(SqlColours, StringsKeepTheirColourWhileTheyAreTyped) {
  EXPECT_EQ(shown("SELECT 'it''s', 'op"), "keyword(SELECT )string('it''s')plain(, )string('op)");
}

TEST(SqlColours, NoSpanCrossesALine) {
  EXPECT_EQ(shown("/* a\nb */\nSELECT\n1"), "comment(/* a)comment(b */)keyword(SELECT)number(1)");
}

TEST(SqlColours, CoversEveryByteButLineEnds) {
  const std::string sql = "-- \xC3\xA9t\xC3\xA9\nSELECT \"a b\", x'00', ?1 FROM [t] WHERE 1=1 $ \x01\n\n";
  std::size_t covered = 0;
  std::size_t at = 0;
  for (const auto& span : engine::text::sql_colours(sql)) {
    EXPECT_GE(span.offset, at);
    at = span.offset + span.length;
    covered += span.length;
  }
  EXPECT_EQ(covered + 3, sql.size());
}

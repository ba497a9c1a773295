#include "simulator/deploy/page_text.h"

#include <gtest/gtest.h>

namespace simulator::deploy::page {
namespace {

TEST(PageText, NothingInItIsMarkup) {
  EXPECT_EQ(escaped("<script>alert(\"x\" & 'y')</script>"),
            "&lt;script&gt;alert(&quot;x&quot; &amp; &#39;y&#39;)&lt;/script&gt;");
  EXPECT_EQ(escaped("]]>"), "]]&gt;");
  EXPECT_EQ(escaped("caf\xC3\xA9 \xE2\x80\xA8"), "caf\xC3\xA9 \xE2\x80\xA8");
  EXPECT_EQ(escaped("a\nb\tc"), "a\nb\tc");
}

TEST(PageText, WhatIsNoTextBecomesAReplacementCharacter) {
  EXPECT_EQ(escaped(std::string("a\0b\x01", 4)),
            "a\xEF\xBF\xBD"
            "b\xEF\xBF\xBD");
  EXPECT_EQ(escaped("\xFF<\xC3"), "\xEF\xBF\xBD&lt;\xEF\xBF\xBD");
}

TEST(PageText, ProseHasParagraphsCodeAndLinks) {
  EXPECT_EQ(prose("One `a < b`.\n\nTwo."), "<p>One <code>a &lt; b</code>.</p>\n<p>Two.</p>\n");
  EXPECT_EQ(line("See [the post](https://a.example/x?a=1&b=2)."),
            "See <a href=\"https://a.example/x?a=1&amp;b=2\" rel=\"noreferrer noopener\">the post</a>.");
  EXPECT_EQ(line("See https://a.example/x."),
            "See <a href=\"https://a.example/x\" rel=\"noreferrer noopener\">https://a.example/x</a>.");
  EXPECT_EQ(line("an ` alone and [brackets] (too)"), "an ` alone and [brackets] (too)");
}

TEST(PageText, LinksLeadOnlyToTheWeb) {
  EXPECT_EQ(line("[x](javascript:alert(1))"), "[x](javascript:alert(1))");
  EXPECT_EQ(line("[x](data:text/html,<b>)"), "[x](data:text/html,&lt;b&gt;)");
  EXPECT_EQ(line("[x](https://a.example/\"onclick=\"y)"),
            "<a href=\"https://a.example/&quot;onclick=&quot;y\" rel=\"noreferrer noopener\">x</a>");
}

TEST(PageText, ATextOfBracketsIsReadInNoTime) {
  const std::string brackets(1'000'000, '[');
  EXPECT_EQ(line(brackets), brackets);
  const std::string ticks(1'000'001, '`');
  EXPECT_EQ(line(ticks).size(), ticks.size());
}

TEST(PageText, SqlIsColouredAndEscaped) {
  EXPECT_EQ(sql_html("SELECT '<b>' -- x"),
            "<span class=\"k\">SELECT</span> <span class=\"s\">&#39;&lt;b&gt;&#39;</span> "
            "<span class=\"c\">-- x</span>");
  EXPECT_EQ(sql_html("a < :b"), "a &lt; <span class=\"v\">:b</span>");
}

TEST(PageText, JsonCannotEndItsScript) {
  EXPECT_EQ(json_in_script("{\"a\":\"</script><!--&\"}"),
            "{\"a\":\"\\u003c/script\\u003e\\u003c!--\\u0026\"}");
  EXPECT_EQ(json_in_script("\"\xE2\x80\xA8\xE2\x80\xA9\xE2\x80\xA6\""), "\"\\u2028\\u2029\xE2\x80\xA6\"");
}

}  // namespace
}  // namespace simulator::deploy::page

#include "simulator/sql/tokenizer.h"

#include <fmt/core.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sqlite3.h>

#include <string>

#include "simulator/base/random.h"

namespace simulator::sql {
namespace {

// "keyword:SELECT number:1", white space left out.
std::string shown(std::string_view sql) {
  std::string out;
  for (const Token& token : tokenize(sql)) {
    if (token.kind == TokenKind::space) continue;
    if (!out.empty()) out += ' ';
    out += fmt::format("{}:{}", to_string(token.kind), text_of(sql, token));
  }
  return out;
}

TEST(Tokenizer, WordsNamesAndLiterals) {
  EXPECT_EQ(shown("Select a1$, \"b\"\"c\" from [d e].`f` where 'it''s'<>x'0aFF'"),
            "keyword:Select identifier:a1$ operator:, quoted identifier:\"b\"\"c\" keyword:from "
            "quoted identifier:[d e] operator:. quoted identifier:`f` keyword:where string:'it''s' "
            "operator:<> blob:x'0aFF'");
  EXPECT_EQ(shown("żółw_1"), "identifier:żółw_1");
}

TEST(Tokenizer, Numbers) {
  EXPECT_EQ(shown("1 .5 1. 1.5e-3 0x1F 1e5"),
            "number:1 number:.5 number:1. number:1.5e-3 number:0x1F number:1e5");
  EXPECT_EQ(shown("12ab"), "illegal:12ab");
  EXPECT_EQ(shown("1e"), "illegal:1e");
  EXPECT_EQ(shown("0x"), "illegal:0x");
  EXPECT_EQ(shown("1..2"), "number:1. number:.2");
}

TEST(Tokenizer, Variables) {
  EXPECT_EQ(shown("? ?12 :a @b $c"), "variable:? variable:?12 variable::a variable:@b variable:$c");
  EXPECT_EQ(shown("$a::b(x;y) z"), "variable:$a::b(x;y) identifier:z");
  EXPECT_EQ(shown("$a(b c"), "illegal:$a(b identifier:c");
  EXPECT_EQ(shown(": @"), "illegal:: illegal:@");
}

TEST(Tokenizer, Comments) {
  EXPECT_EQ(shown("a -- b; c\nd"), "identifier:a comment:-- b; c identifier:d");
  EXPECT_EQ(shown("/* a; */b/*/c*/"), "comment:/* a; */ identifier:b comment:/*/c*/");
  EXPECT_EQ(shown("/* open"), "comment:/* open");
  EXPECT_EQ(shown("/*"), "operator:/ operator:*");  // SQLite needs a third character
}

TEST(Tokenizer, Operators) {
  EXPECT_EQ(
      shown("a->b->>c==d||e<<f>=g!=h~i"),
      "identifier:a operator:-> identifier:b operator:->> identifier:c operator:== identifier:d operator:|| "
      "identifier:e operator:<< identifier:f operator:>= identifier:g operator:!= identifier:h operator:~ "
      "identifier:i");
}

TEST(Tokenizer, IllegalText) {
  EXPECT_EQ(shown("'open"), "illegal:'open");
  EXPECT_EQ(shown("[open"), "illegal:[open");
  EXPECT_EQ(shown("! ^ ]"), "illegal:! illegal:^ illegal:]");
  EXPECT_EQ(shown("x'0'"), "illegal:x'0'");
  EXPECT_EQ(shown("x'0g'"), "illegal:x'0g'");
  const std::string with_nul("a\0'b", 4);
  EXPECT_EQ(tokenize(with_nul).size(), 3U);
}

TEST(Tokenizer, ByteOrderMarkIsSpace) { EXPECT_EQ(shown("\xEF\xBB\xBFSELECT"), "keyword:SELECT"); }

TEST(Tokenizer, KnowsTheKeywordsOfSqlite) {
  const int count = sqlite3_keyword_count();
  int known = 0;
  for (int i = 0; i < count; ++i) {
    const char* name = nullptr;
    int length = 0;
    ASSERT_EQ(sqlite3_keyword_name(i, &name, &length), SQLITE_OK);
    if (is_keyword(std::string_view(name, static_cast<std::size_t>(length)))) ++known;
  }
  EXPECT_EQ(known, 147);
  const bool same_release = std::string_view(sqlite3_libversion()).starts_with("3.40.");
  EXPECT_EQ(count, same_release ? 147 : count);
  EXPECT_TRUE(is_keyword("select"));
  EXPECT_FALSE(is_keyword("selec"));
  EXPECT_FALSE(is_keyword(""));
  EXPECT_FALSE(is_keyword("current_timestampx"));
}

TEST(Tokenizer, UnquotesNamesAndStrings) {
  EXPECT_EQ(unquoted("\"a\"\"b\""), "a\"b");
  EXPECT_EQ(unquoted("[a b]"), "a b");
  EXPECT_EQ(unquoted("`a``b`"), "a`b");
  EXPECT_EQ(unquoted("'it''s'"), "it's");
  EXPECT_EQ(unquoted("plain"), "plain");
  EXPECT_EQ(unquoted("'"), "'");
}

TEST(Tokenizer, CoversEveryByteOfAnyText) {
  base::Random random(1);
  const std::string_view alphabet = "aEe1x0.'\"`[]-/*;$:@(){}<>=|! \n\t\v\\\xEF\xBB\xBF";
  for (int round = 0; round < 3000; ++round) {
    std::string sql;
    for (std::uint64_t i = random.below(24); i > 0; --i) sql += alphabet[random.below(alphabet.size())];
    std::size_t expected = 0;
    for (const Token& token : tokenize(sql)) {
      ASSERT_EQ(token.offset, expected) << sql;
      ASSERT_GT(token.length, 0U) << sql;
      expected += token.length;
    }
    ASSERT_EQ(expected, sql.size()) << sql;
  }
}

}  // namespace
}  // namespace simulator::sql

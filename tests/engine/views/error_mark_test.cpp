#include "engine/views/error_mark.h"

#include <gtest/gtest.h>

#include <string>

namespace engine::views {
namespace {

simulator::base::Error error_at(int line, int column) {
  simulator::base::Error error;
  error.message = "no such column";
  error.at = {line, column};
  return error;
}

std::string marked(const std::string& text, int line, int column) {
  const auto mark = error_mark(text, error_at(line, column));
  return mark ? text.substr(mark->offset, mark->length) : "nothing";
}

TEST(ErrorMark, TakesTheWordThatStandsThere) {
  EXPECT_EQ(marked("SELECT id, nick FROM users", 1, 12), "nick");
  EXPECT_EQ(marked("SELECT id\nFROM users", 2, 6), "users");
  EXPECT_EQ(marked("SELECT 'č', nick", 1, 13), "nick") << "a column is a character, not a byte";
  EXPECT_EQ(marked("SELECT (", 1, 8), "(");
}

TEST(ErrorMark, TakesAQuotedNameWithItsQuotes) {
  EXPECT_EQ(marked("SELECT \"closed at\" FROM t", 1, 8), "\"closed at\"");
  EXPECT_EQ(marked("SELECT `a b`, c", 1, 8), "`a b`");
  EXPECT_EQ(marked("SELECT \"open", 1, 8), "\"") << "it does not end";
}

TEST(ErrorMark, AnErrorWithoutAPlaceHasNoMark) {
  EXPECT_FALSE(error_mark("SELECT 1", simulator::base::Error{}));
  EXPECT_EQ(marked("SELECT 1", 3, 1), "nothing");
}

}  // namespace
}  // namespace engine::views

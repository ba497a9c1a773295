#include "simulator/base/lower_case.h"

#include <gtest/gtest.h>

namespace simulator::base {
namespace {

TEST(LowerCase, OfAsciiOnly) {
  EXPECT_EQ(lower_case("Users_V2 [@Z`{]"), "users_v2 [@z`{]");
  EXPECT_EQ(lower_case("STRASSE Ä"), "strasse Ä") << "SQLite tells Ä and ä apart";
  EXPECT_EQ(lower_case(std::string_view("A\0B", 3)), std::string("a\0b", 3));
  EXPECT_EQ(lower_case(""), "");
}

}  // namespace
}  // namespace simulator::base

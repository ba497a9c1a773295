#include "simulator/migration/flyway_checksum.h"

#include <gtest/gtest.h>

namespace simulator::migration {
namespace {

// The numbers were computed with Flyway's own algorithm on a JDK.
TEST(FlywayChecksum, DoesNotSeeLineBreaks) {
  constexpr std::int32_t known = 1914431578;
  EXPECT_EQ(flyway_checksum("CREATE TABLE a(id INTEGER);"), known);
  EXPECT_EQ(flyway_checksum("CREATE TABLE a(id INTEGER);\n"), known);
  EXPECT_EQ(flyway_checksum("CREATE TABLE a(id INTEGER);\r\n"), known);
  EXPECT_EQ(flyway_checksum("CREATE TABLE a(id INTEGER);\r"), known);
  EXPECT_EQ(flyway_checksum("\xEF\xBB\xBF"
                            "CREATE TABLE a(id INTEGER);\n"),
            known);
  EXPECT_EQ(flyway_checksum("CREATE TABLE a\n(id INTE\r\nGER);"), known);
}

TEST(FlywayChecksum, SeesABlankAndLetterCase) {
  EXPECT_EQ(flyway_checksum("CREATE TABLE a(id INTEGER); \n"), 1654680647);
  EXPECT_EQ(flyway_checksum("create table a(id INTEGER);\n"), -586680556);
  EXPECT_EQ(flyway_checksum(""), 0);
}

}  // namespace
}  // namespace simulator::migration

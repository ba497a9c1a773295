#include "simulator/sql/first_word.h"

#include <gtest/gtest.h>

namespace simulator::sql {
namespace {

TEST(FirstWord, IsBehindSpaceAndComments) {
  EXPECT_EQ(first_word("SELECT 1"), "SELECT");
  EXPECT_EQ(first_word(" \n-- why\n /* and how */ begin immediate"), "begin");
  EXPECT_EQ(first_word("(SELECT 1)"), "(");
  EXPECT_EQ(first_word(" -- nothing"), "");
  EXPECT_EQ(first_word(""), "");
}

TEST(BoundsATransaction, WhereItBeginsOrEnds) {
  for (const char* sql : {"BEGIN", "begin immediate", "/* so */ Commit;", "END", "ROLLBACK"})
    EXPECT_TRUE(bounds_a_transaction(sql)) << sql;
  for (const char* sql : {"SELECT 1", "SAVEPOINT s", "beginning", "\"BEGIN\"", ""})
    EXPECT_FALSE(bounds_a_transaction(sql)) << sql;
}

}  // namespace
}  // namespace simulator::sql

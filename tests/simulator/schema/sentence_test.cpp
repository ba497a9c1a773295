#include "simulator/schema/sentence.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/simulator/schema/schema_of.h"

namespace simulator::schema {
namespace {

using ::testing::ElementsAre;
using testing::schema_of;

std::vector<std::string> said(std::string_view left, std::string_view right) {
  std::vector<std::string> out;
  for (const Difference& d : difference(schema_of(left), schema_of(right))) out.push_back(sentence(d));
  return out;
}

TEST(Sentence, SaysWhatTheSideThatLacksItIsInstead) {
  EXPECT_THAT(said("CREATE TABLE t (a); CREATE UNIQUE INDEX i ON t (a)",
                   "CREATE TABLE t (a); CREATE INDEX i ON t (a)"),
              ElementsAre("index i should be UNIQUE, is not UNIQUE"));
  EXPECT_THAT(said("CREATE TABLE t (a TEXT)", "CREATE TABLE t (a TEXT NOT NULL)"),
              ElementsAre("t.a should be nullable, is NOT NULL"));
  EXPECT_THAT(said("CREATE TABLE t (a TEXT DEFAULT 'x')", "CREATE TABLE t (a TEXT)"),
              ElementsAre("t.a should have DEFAULT 'x', has no DEFAULT"));
  EXPECT_THAT(said("CREATE TABLE t (a TEXT) STRICT", "CREATE TABLE t (a TEXT)"),
              ElementsAre("table t should be STRICT, is not STRICT"));
  EXPECT_THAT(
      said("CREATE TABLE t (a TEXT PRIMARY KEY)", "CREATE TABLE t (a TEXT PRIMARY KEY) WITHOUT ROWID"),
      ElementsAre("table t should be a table with rowids, is WITHOUT ROWID"));
  EXPECT_THAT(
      said("CREATE TABLE t (a INTEGER PRIMARY KEY AUTOINCREMENT)", "CREATE TABLE t (a INTEGER PRIMARY KEY)"),
      ElementsAre("table t should have AUTOINCREMENT, has no AUTOINCREMENT"));
  EXPECT_THAT(said("CREATE TABLE t (a); CREATE INDEX i ON t (a) WHERE a > 1",
                   "CREATE TABLE t (a); CREATE INDEX i ON t (a)"),
              ElementsAre("index i should have WHERE a > 1, has no WHERE"));
  EXPECT_THAT(said("CREATE TABLE t (a)", "CREATE TABLE t (a TEXT)"),
              ElementsAre("t.a should have no type, has type TEXT"));
}

TEST(Sentence, NamesTheAttributeWhenBothSidesHaveOne) {
  EXPECT_THAT(said("CREATE TABLE t (a INTEGER)", "CREATE TABLE t (a TEXT)"),
              ElementsAre("t.a: type should be INTEGER, is TEXT"));
  EXPECT_THAT(said("CREATE TABLE t (a CHECK (a > 1))", "CREATE TABLE t (a CHECK (a > 2))"),
              ElementsAre("table t: check should be a > 1, is a > 2"));
}

TEST(Sentence, EverySideOfEveryChangeHasWords) {
  for (const char* attribute :
       {"type", "not null", "not null conflict", "default", "generated", "strict", "without rowid", "module",
        "autoincrement", "primary key conflict", "check name", "unique", "where", "when", "columns"}) {
    const Sides sides =
        sides_of({DifferenceKind::changed, DifferenceClass::behavioural, "x", attribute, "", "V"});
    EXPECT_NE(sides.left, "none") << attribute;
    EXPECT_NE(sides.left, "") << attribute;
    EXPECT_NE(sides.right, "") << attribute;
  }
}

}  // namespace
}  // namespace simulator::schema

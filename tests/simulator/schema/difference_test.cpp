#include "simulator/schema/difference.h"

#include <gmock/gmock.h>

#include "simulator/schema/sentence.h"
#include "tests/simulator/schema/schema_of.h"

namespace simulator::schema {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::schema_of;

/// "behavioural changed users.a type", one a difference.
std::vector<std::string> summary(std::string_view left, std::string_view right) {
  std::vector<std::string> lines;
  for (const Difference& d : difference(schema_of(left), schema_of(right))) {
    lines.push_back(std::string(to_string(d.severity)) + " " + std::string(to_string(d.kind)) + " " +
                    d.object + (d.attribute.empty() ? "" : ": " + d.attribute));
  }
  return lines;
}

TEST(Difference, WritingItOtherwiseIsNoDifference) {
  EXPECT_THAT(summary(R"(
      CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT NOT NULL UNIQUE COLLATE NOCASE CHECK (email <> ''),
        team INTEGER REFERENCES teams ON DELETE CASCADE, "key" TEXT DEFAULT 'a');
      CREATE TABLE teams (id INTEGER PRIMARY KEY);
      CREATE INDEX by_team ON users (team, email) WHERE team IS NOT NULL;
      CREATE VIEW v AS SELECT id, "key" AS "Key" FROM users WHERE team <> 1 AND "email" LIKE 'a%';)",
                      R"(
      CREATE TABLE "users" ([id] integer, `email` text /* mail */ collate "nocase" not null,
        team INTEGER, key text default ('a') -- end
        , primary key (id), unique ("email"), check ((EMAIL != '')),
        constraint t foreign key (team) references teams (id) on delete cascade on update no action not deferrable);
      CREATE TABLE teams (id INTEGER PRIMARY KEY);
      CREATE INDEX by_team ON "users" ("team" ASC, email) where (TEAM is not null);
      create view V as select ID,key as key from users where team!=1 and email like 'a%';)"),
              ElementsAre("cosmetic changed view v: name"));
}

TEST(Difference, ClassesOfChange) {
  EXPECT_THAT(summary("CREATE TABLE t (a VARCHAR(255))", "CREATE TABLE t (a TEXT)"),
              ElementsAre("cosmetic changed t.a: type"));
  EXPECT_THAT(summary("CREATE TABLE t (a INT)", "CREATE TABLE t (a TEXT)"),
              ElementsAre("behavioural changed t.a: type"));
  EXPECT_THAT(summary("CREATE TABLE t (a INTEGER PRIMARY KEY)", "CREATE TABLE t (a INT PRIMARY KEY)"),
              ElementsAre("behavioural changed t.a: type"));
  EXPECT_THAT(
      summary("CREATE TABLE t (a INTEGER PRIMARY KEY)", "CREATE TABLE t (a INTEGER PRIMARY KEY DESC)"),
      ElementsAre("behavioural changed table t: primary key"));
  EXPECT_THAT(summary("CREATE TABLE t (a INT) STRICT", "CREATE TABLE t (a INTEGER) STRICT"),
              ElementsAre("cosmetic changed t.a: type"));
  EXPECT_THAT(summary("CREATE TABLE t (a, b, c)", "CREATE TABLE t (b, x, a)"),
              ElementsAre("behavioural missing t.c", "behavioural extra t.x",
                          "order-only changed table t: column order"));
  EXPECT_THAT(summary("CREATE TABLE t (Phone)", "CREATE TABLE t (phone)"),
              ElementsAre("cosmetic changed t.Phone: name"));
  EXPECT_THAT(summary("CREATE TABLE t (a, b, UNIQUE (a, b))", "CREATE TABLE t (a, b, UNIQUE (b, a))"),
              ElementsAre("order-only changed table t: unique"));
  EXPECT_THAT(
      summary("CREATE TABLE t (a INTEGER PRIMARY KEY)", "CREATE TABLE t (a INTEGER PRIMARY KEY NOT NULL)"),
      ElementsAre("cosmetic changed t.a: not null"));
  EXPECT_THAT(summary("CREATE TABLE t (a CONSTRAINT x CHECK (a > 0))", "CREATE TABLE t (a CHECK (a > 0))"),
              ElementsAre("cosmetic changed table t: check name"));
  EXPECT_THAT(summary("CREATE TABLE t (a DEFAULT NULL)", "CREATE TABLE t (a)"), IsEmpty());
  EXPECT_THAT(summary("CREATE TABLE t (a DEFAULT Abc)", "CREATE TABLE t (a DEFAULT 'Abc')"), IsEmpty());
  EXPECT_THAT(summary("CREATE TABLE t (a DEFAULT abc)", "CREATE TABLE t (a DEFAULT 'Abc')"),
              ElementsAre("behavioural changed t.a: default"));
}

TEST(Difference, OneChangeIsOneDifference) {
  // The index takes over its column's collation, and the UNIQUE does too.
  EXPECT_THAT(summary("CREATE TABLE t (a TEXT UNIQUE); CREATE INDEX i ON t (a)",
                      "CREATE TABLE t (a TEXT COLLATE NOCASE UNIQUE); CREATE INDEX i ON t (a)"),
              ElementsAre("behavioural changed t.a: collation"));
  EXPECT_THAT(
      summary("CREATE TABLE t (a TEXT); CREATE INDEX i ON t (a); CREATE TRIGGER r AFTER INSERT ON t BEGIN "
              "SELECT 1; END",
              ""),
      ElementsAre("behavioural missing table t"));
  EXPECT_THAT(summary("CREATE TABLE t (a TEXT); CREATE INDEX i ON t (a COLLATE NOCASE)",
                      "CREATE TABLE t (a TEXT); CREATE INDEX i ON t (a DESC)"),
              ElementsAre("behavioural changed index i: order"));
  EXPECT_THAT(summary("CREATE TABLE t (a TEXT PRIMARY KEY, b)",
                      "CREATE TABLE t (a TEXT PRIMARY KEY, b) WITHOUT ROWID"),
              ElementsAre("behavioural changed table t: without rowid"));
  EXPECT_THAT(summary("CREATE TABLE t (a TEXT CHECK (a > 1))", "CREATE TABLE t (a TEXT)"),
              ElementsAre("behavioural missing table t: check"));
}

TEST(Difference, ADoubleQuotedStringIsAString) {
  // No column ABC: SQLite reads the string 'ABC', and its letter case matters.
  EXPECT_THAT(summary("CREATE TABLE t (a CHECK (a <> \"ABC\"))", "CREATE TABLE t (a CHECK (a <> \"abc\"))"),
              ElementsAre("behavioural changed table t: check"));
  EXPECT_THAT(summary("CREATE TABLE t (a CHECK (a <> \"ABC\"))", "CREATE TABLE t (a CHECK (a <> 'ABC'))"),
              IsEmpty());
}

TEST(Difference, CarriesBothSidesAndASentence) {
  const auto found = difference(schema_of("CREATE TABLE u (a INT DEFAULT 1, b TEXT NOT NULL)"),
                                schema_of("CREATE TABLE u (a INT)"));
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(found[0].left, "1");
  EXPECT_EQ(found[0].right, "");
  EXPECT_EQ(sentence(found[0]), "u.a should have DEFAULT 1, has no DEFAULT");
  EXPECT_EQ(sentence(found[1]), "u.b is missing: b TEXT NOT NULL");
  const Difference index{DifferenceKind::extra,
                         DifferenceClass::behavioural,
                         "index i",
                         "",
                         "",
                         "\n CREATE INDEX\t\ni ON u (a);\n"};
  EXPECT_EQ(sentence(index), "index i is extra: CREATE INDEX i ON u (a)");
  EXPECT_TRUE(any_behavioural(found));
}

TEST(Difference, ManyConstraintsArePairedInLinearTime) {
  std::string left = "CREATE TABLE t (a";
  std::string right = left;
  for (int i = 0; i < 20'000; ++i) {
    left += ", CHECK(a>" + std::to_string(i) + ")";
    right += ", CHECK(a<" + std::to_string(i) + ")";
  }
  EXPECT_EQ(difference(schema_of(left + ")"), schema_of(right + ")")).size(), 20'000U);
}

}  // namespace
}  // namespace simulator::schema

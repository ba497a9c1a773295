#include "simulator/migration/atlas_sum.h"

#include <gtest/gtest.h>

#include "simulator/base/hash.h"

namespace simulator::migration {
namespace {

const std::vector<SummedFile> three{{"1_a.sql", "CREATE TABLE a (x);\n"},
                                    {"2_b.sql", "CREATE TABLE b (x);\n"},
                                    {"3_c.sql", "CREATE TABLE c (x);\n"}};

std::string sha256_base64(const std::string& bytes) {
  base::RunningSha256 sum;
  sum.add(bytes);
  return base::base64(sum.digest());
}

TEST(AtlasSumTest, EveryLineSumsUpAllBeforeIt) {
  const AtlasSum sum = atlas_sum(three);
  ASSERT_EQ(sum.lines.size(), 3U);
  const std::string first = "1_a.sqlCREATE TABLE a (x);\n";
  const std::string second = first + "2_b.sqlCREATE TABLE b (x);\n";
  EXPECT_EQ(sum.lines[0].hash, sha256_base64(first));
  EXPECT_EQ(sum.lines[1].hash, sha256_base64(second));
  EXPECT_EQ(sum.total, sha256_base64("1_a.sql" + sum.lines[0].hash + "2_b.sql" + sum.lines[1].hash +
                                     "3_c.sql" + sum.lines[2].hash));
  EXPECT_EQ(to_text(sum).substr(0, 3), "h1:");
  const auto again = read_atlas_sum(to_text(sum), "atlas.sum");
  ASSERT_TRUE(again);
  EXPECT_EQ(*again, sum);
}

// The example of Atlas' own announcement of its execution engine (2022-09-05).
TEST(AtlasSumTest, AgreesWithThePublishedExample) {
  const AtlasSum sum = atlas_sum(std::vector<SummedFile>{
      {"1_initial.sql",
       "-- add new schema named \"my_schema\"\nCREATE DATABASE `my_schema`;\n-- create \"tbl\" table\n"
       "CREATE TABLE `my_schema`.`tbl` (`col` int NOT NULL);"},
      {"2_second.sql", "ALTER TABLE `my_schema`.`tbl` ADD `col_2` TEXT;"},
      {"3_third.sql", "CREATE TABLE `tbl_2` (`col` int NOT NULL);"}});
  EXPECT_EQ(to_text(sum),
            "h1:cD9kOv5VDRLrKVZ0pM4CxAlhH6mgE8PQLpUeuIMKDcs=\n"
            "1_initial.sql h1:SrFyOe0eg5WnE96GH3TtAt6046sfrOK4YKZYBlYr1SA=\n"
            "2_second.sql h1:FPzwV+MzwyCss7SASZtyafXiYc9Un5bzlcc3u7MxLJU=\n"
            "3_third.sql h1:uD+xDcA3Q+gHqwca2ZBDAHWYvC2eiUcwr1IgMsN0Q6c=\n");
}

TEST(AtlasSumTest, AnIgnoredFileAddsOnlyItsName) {
  const AtlasSum sum =
      atlas_sum(std::vector<SummedFile>{{"1.sql", "-- atlas:sum ignore\nanything"}, {"2.sql", "x"}});
  ASSERT_EQ(sum.lines.size(), 1U);
  EXPECT_EQ(sum.lines[0].hash, sha256_base64("1.sql2.sqlx"));
}

TEST(AtlasSumTest, TheFirstDifferenceNamesTheFile) {
  const AtlasSum written = atlas_sum(three);
  const auto mismatch = [&](std::vector<SummedFile> files) {
    const auto found = sum_mismatches(written, atlas_sum(files));
    return found.empty()
               ? std::string()
               : std::to_string(found[0].line) + " " + found[0].file + " " + std::string(found[0].how);
  };
  EXPECT_EQ(mismatch(three), "");
  EXPECT_EQ(mismatch({three[0], {"2_b.sql", "CREATE TABLE b (x);\r\n"}, three[2]}), "3 2_b.sql edited");
  EXPECT_EQ(mismatch({three[0], three[2]}), "3 2_b.sql removed");
  EXPECT_EQ(mismatch({three[0], {"15_d.sql", ""}, three[1], three[2]}), "3 15_d.sql added");
  EXPECT_EQ(mismatch({three[0], three[1], three[2], {"4_d.sql", ""}}), "5 4_d.sql added");
  AtlasSum total = written;
  total.total = "x";
  ASSERT_EQ(sum_mismatches(total, written).size(), 1U);
  EXPECT_EQ(sum_mismatches(total, written)[0].line, 1);
}

TEST(AtlasSumTest, BrokenTextIsToldWithItsLine) {
  for (const auto& [text, line] : {std::pair{"", 1}, std::pair{"x\n", 1}, std::pair{"h1:x\nfile\n", 2},
                                   std::pair{"h1:x\na h1:y\nb z\n", 3}}) {
    const auto read = read_atlas_sum(text, "m/atlas.sum");
    ASSERT_FALSE(read) << text;
    EXPECT_EQ(read.error().code, "migration.atlas-sum-syntax");
    EXPECT_EQ(read.error().at.line, line);
  }
}

}  // namespace
}  // namespace simulator::migration

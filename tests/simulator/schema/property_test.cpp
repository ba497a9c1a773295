// The two promises of the schema room, over random schemas.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "simulator/schema/difference.h"
#include "simulator/schema/print.h"
#include "simulator/schema/sentence.h"
#include "tests/simulator/schema/random_schema.h"
#include "tests/simulator/schema/schema_of.h"

namespace simulator::schema {
namespace {

using testing::Model;
using testing::schema_of;

std::string told(const std::vector<Difference>& differences) {
  std::string text;
  for (const Difference& difference : differences) {
    text += std::string(to_string(difference.severity)) + " " + sentence(difference) + "\n";
  }
  return text;
}

std::vector<Difference> without_cosmetic(std::vector<Difference> differences) {
  std::erase_if(differences, [](const Difference& d) { return d.severity == DifferenceClass::cosmetic; });
  return differences;
}

TEST(Property, AnotherHandIsNoDifference) {
  base::Random random(20260514);
  for (int round = 0; round < 400; ++round) {
    const Model model = testing::random_model(random);
    const std::string plain = write(model, nullptr);
    const std::string styled = write(model, &random);
    const auto found = without_cosmetic(difference(schema_of(plain), schema_of(styled)));
    ASSERT_TRUE(found.empty()) << "round " << round << "\n" << told(found) << plain << "\n" << styled;
  }
}

TEST(Property, OneChangeIsExactlyOneDifference) {
  base::Random random(7);
  std::map<std::string, int> seen;
  for (int round = 0; round < 40; ++round) {
    for (const std::string& attribute : testing::attributes()) {
      const Model before = testing::random_model(random);
      Model after = before;
      const auto expected = mutate(after, attribute, random);
      if (!expected) continue;
      ++seen[attribute];
      const bool styled = random.below(2) == 0;
      const std::string left = write(before, nullptr);
      const std::string right = write(after, styled ? &random : nullptr);
      auto found = difference(schema_of(left), schema_of(right));
      if (styled) found = without_cosmetic(std::move(found));
      ASSERT_EQ(found.size(), 1U) << attribute << "\n" << told(found) << left << "\n" << right;
      EXPECT_EQ(found[0].object, expected->object);
      EXPECT_EQ(found[0].attribute, expected->attribute);
      EXPECT_EQ(found[0].severity, DifferenceClass::behavioural);
    }
  }
  for (const std::string& attribute : testing::attributes()) EXPECT_GE(seen[attribute], 5) << attribute;
}

TEST(Property, WhatIsPrintedMakesTheSameSchema) {
  base::Random random(99);
  for (int round = 0; round < 200; ++round) {
    const Schema schema = schema_of(write(testing::random_model(random), &random));
    const std::string printed = print_sql(schema);
    const Schema again = schema_of(printed);
    ASSERT_TRUE(difference(schema, again).empty()) << told(difference(schema, again)) << printed;
    ASSERT_EQ(print_sql(again), printed);
  }
}

}  // namespace
}  // namespace simulator::schema

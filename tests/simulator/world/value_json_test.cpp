#include "simulator/world/value_json.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace simulator::world {
namespace {

TEST(ValueJson, EveryValueComesBack) {
  const sql::Blob blob = {std::byte{0x00}, std::byte{0x7F}, std::byte{0xFF}};
  for (const sql::Value& value :
       {sql::Value{}, sql::Value{std::int64_t{-7}}, sql::Value{0.5}, sql::Value{std::string("a \"b\"")},
        sql::Value{blob}, sql::Value{sql::Blob{}}}) {
    const std::string text = value_json(value).dump();
    const base::JsonDocument document = base::parse_json(text, "value.json");
    ASSERT_TRUE(document.diagnostics.empty()) << text;
    const auto back = value_of(document.root);
    ASSERT_TRUE(back) << text;
    EXPECT_EQ(*back, value) << text;
  }
}

TEST(ValueJson, WhatNoColumnCanHoldIsNoValue) {
  for (const char* text : {"true", "[1]", "{}", R"({"blob": 1})", R"({"blob": "0"})", R"({"blob": "0G"})",
                           R"({"blob": "00", "size": 1})"}) {
    const base::JsonDocument document = base::parse_json(text, "value.json");
    EXPECT_FALSE(value_of(document.root)) << text;
  }
}

}  // namespace
}  // namespace simulator::world

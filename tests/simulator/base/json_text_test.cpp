#include "simulator/base/json_text.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace simulator::base {
namespace {

TEST(JsonText, IsIndentedOrOnOneLineAndKeepsItsOrder) {
  const nlohmann::ordered_json value = {{"b", {1, 2}}, {"a", "x"}};
  EXPECT_EQ(json_text(value), "{\n  \"b\": [\n    1,\n    2\n  ],\n  \"a\": \"x\"\n}");
  EXPECT_EQ(json_line(value), R"({"b":[1,2],"a":"x"})");
}

TEST(JsonText, BrokenUtf8IsReplaced) {
  EXPECT_EQ(json_line("a\xff z"), "\"a\xef\xbf\xbd z\"");
  EXPECT_EQ(json_text("\xc3"), "\"\xef\xbf\xbd\"");
}

TEST(JsonText, IsReadAgain) {
  const nlohmann::ordered_json value = {{"b", 1}, {"a", nullptr}};
  EXPECT_EQ(json_of(json_text(value)), value);
  EXPECT_TRUE(json_of("{\"b\":").is_discarded());
}

}  // namespace
}  // namespace simulator::base

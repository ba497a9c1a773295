// `driftwoodctl check` as scripts meet it: the real program, its exit code, its two streams.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <nlohmann/json.hpp>
#include <sstream>

#include "tests/engine/app/program.h"

namespace engine::app {
namespace {

using ::testing::HasSubstr;
using Json = nlohmann::json;

const std::string content = std::string(DRIFTWOOD_SOURCE_DIR) + "/content";
const std::string broken =
    std::string(DRIFTWOOD_SOURCE_DIR) + "/tests/lessons/authoring/golden/broken/content";

TEST(CheckVerb, TheContentHolds) {
  const auto ran = testing::run({"check", content});
  EXPECT_EQ(ran.exit, 0) << ran.err;
  EXPECT_THAT(ran.out, ::testing::StartsWith("0 errors, "));
  EXPECT_THAT(ran.err, ::testing::Not(HasSubstr("error[")));
}

TEST(CheckVerb, EveryMistakeOfABrokenCourseHasItsPlace) {
  const auto ran = testing::run({"check", broken});
  EXPECT_EQ(ran.exit, 1);
  std::istringstream lines(ran.err);
  unsigned long mistakes = 0;
  for (std::string line; std::getline(lines, line);) {
    if (line.find("error[") == std::string::npos) continue;
    EXPECT_THAT(line,
                ::testing::ContainsRegex("^/.*content/tiny/[^:]+:[0-9]+:[0-9]+: error\\[[a-z.-]+\\]: ."));
    ++mistakes;
  }
  EXPECT_GE(mistakes, 10U);
  EXPECT_THAT(ran.out, ::testing::StartsWith(std::to_string(mistakes) + " errors, "));
}

TEST(CheckVerb, JsonSaysTheSame) {
  const testing::TemporaryFolder whole;
  whole.write(
      "tiny/course.json",
      R"({"id": "tiny", "title": "Tiny", "lessons": [{"id": "01-one", "title": "One", "level": "junior"}]})");
  whole.write("tiny/01-one/lesson.md", "# One\n\nOne sentence.\n");
  for (const auto& [folder, exit] : {std::pair(whole.root().string(), 0), std::pair(broken, 1)}) {
    const auto ran = testing::run({"check", folder, "--json"});
    EXPECT_EQ(ran.exit, exit);
    EXPECT_EQ(ran.err, "");
    const Json json = Json::parse(ran.out, nullptr, false);
    ASSERT_TRUE(json.is_object()) << ran.out;
    for (const char* count : {"errors", "warnings", "courses", "lessons", "questions", "labs", "deploys"})
      EXPECT_TRUE(json.at(count).is_number_unsigned()) << count;
    EXPECT_EQ(json.at("courses"), 1);
    EXPECT_EQ(json.at("lessons"), exit == 0 ? 1 : 2);
    EXPECT_EQ(json.at("errors") != 0, exit == 1);
    EXPECT_EQ(json.at("diagnostics").size(), json.at("errors").get<int>() + json.at("warnings").get<int>());
    for (const Json& one : json.at("diagnostics")) {
      EXPECT_TRUE(std::filesystem::exists(one.at("file").get<std::string>())) << one;
      EXPECT_GE(one.at("line"), 1) << one;
      EXPECT_FALSE(one.at("message").get<std::string>().empty());
      EXPECT_THAT((std::vector<std::string>{"error", "warning"}), ::testing::Contains(one.at("severity")));
    }
  }
}

TEST(CheckVerb, WhatCannotBeReadIsNotAVerdict) {
  const testing::TemporaryFolder folder;
  const std::string file = folder.write("course.txt", "no folder");
  std::filesystem::create_directory(folder.path("empty"));
  for (const std::string& path : {folder.path("nowhere"), file, folder.path("empty")}) {
    const auto ran = testing::run({"check", path});
    EXPECT_EQ(ran.exit, 2) << path;
    EXPECT_THAT(ran.err, HasSubstr("error[")) << path;
  }
  EXPECT_EQ(testing::run({"check"}).exit, 2);
}

}  // namespace
}  // namespace engine::app

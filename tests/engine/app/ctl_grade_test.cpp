// driftwoodctl grade, as a person runs it, on the first lesson.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tests/engine/app/program.h"

namespace engine::app {
namespace {

using testing::first_lesson;
using ::testing::HasSubstr;
using testing::Ran;
using testing::run;
using testing::TemporaryFolder;

/// A lesson with one question of each kind that counts and one that does not.
std::string small_lesson(const TemporaryFolder& folder) {
  folder.write("01-small/lesson.md",
               "# Small\n\n```quiz pick\nPick.\n```\n\n```quiz fill\nFill.\n```\n\n```quiz say\nSay.\n```\n");
  folder.write("01-small/quiz.json", R"({"questions": [
    {"id": "pick", "kind": "choice", "prompt": "Which?", "explanation": "e", "options": [
      {"id": "a", "text": "A", "right": true, "feedback": "Yes."}, {"id": "b", "text": "B", "feedback": "No, B."},
      {"id": "c", "text": "C", "feedback": "No, C."}]},
    {"id": "fill", "kind": "blank", "text": "a {{x}}", "explanation": "e", "blanks": [{"id": "x", "accept": ["commit"]}]},
    {"id": "say", "kind": "short", "prompt": "Say", "minimum_words": 2, "model": "the record", "rubric": ["Does it?"],
     "ideas": [{"id": "i", "name": "the record", "all": [["record*"]], "nudge": "What is kept?"}]}]})");
  return folder.path("01-small");
}

TEST(Grade, EverythingRightIsFine) {
  const TemporaryFolder folder;
  const Ran ran = run(
      {"grade", small_lesson(folder), "--answers",
       folder.write("a.json", R"({"answers": {"pick": "a", "fill": "Commit", "say": "it records it"}})")});
  EXPECT_EQ(ran.exit, 0) << ran.out << ran.err;
  EXPECT_EQ(ran.out,
            "pick: right (100 %)\n  right: Yes.\nfill: right (100 %)\n  right: Yes.\n"
            "say: covered (possible coverage 100 %, not counted)\n  right: Possibly covered: the record.\n");
}

TEST(Grade, WhatIsWrongOrMissingIsSaid) {
  const TemporaryFolder folder;
  const Ran ran = run({"grade", small_lesson(folder), "--json", "--answers",
                       folder.write("a.json", R"({"answers": {"pick": "b", "fill": "comit"}})")});
  EXPECT_EQ(ran.exit, 1) << ran.err;
  const auto json = nlohmann::json::parse(ran.out);
  EXPECT_EQ(json["passed"], false);
  EXPECT_EQ(json["credit"], 0.0);
  EXPECT_EQ(json["questions"][0]["feedback"][0]["text"], "No, B.");
  EXPECT_EQ(json["questions"][1]["verdict"], "almost");
  EXPECT_EQ(json["questions"][2]["answered"], false);
}

TEST(Grade, AFileThatCannotBeUsedIsNotGraded) {
  const TemporaryFolder folder;
  const std::string small = small_lesson(folder);
  const Ran unknown =
      run({"grade", small, "--answers", folder.write("a.json", R"({"answers": {"pik": "a", "pick": "d"}})")});
  EXPECT_EQ(unknown.exit, 2);
  EXPECT_EQ(unknown.out, "");
  EXPECT_THAT(unknown.err, HasSubstr("a.json:1:14: error[grade.unknown-question]"));
  EXPECT_THAT(unknown.err, HasSubstr("Did you mean \"pick\"?"));
  EXPECT_THAT(unknown.err, HasSubstr("error[answer.unknown-id]"));
  EXPECT_EQ(run({"grade", small, "--answers", folder.path("none.json")}).exit, 2);
  EXPECT_EQ(run({"grade", folder.path("none"), "--answers", folder.path("a.json")}).exit, 2);
  EXPECT_EQ(run({"grade", small}).exit, 2);
  folder.write("01-small/quiz.json", "{");
  EXPECT_EQ(run({"grade", small, "--answers", folder.path("a.json")}).exit, 2)
      << "a broken lesson grades nobody";
}

TEST(Grade, TheOrderIsReallyRun) {
  const TemporaryFolder folder;
  const Ran ran = run({"grade", first_lesson, "--json", "--answers", folder.write("a.json", R"({"answers": {
    "seven-steps": ["write", "review", "merge", "staging", "code", "production", "record"]}})")});
  EXPECT_EQ(ran.exit, 1) << ran.err;
  const auto json = nlohmann::json::parse(ran.out);
  for (const auto& question : json["questions"]) {
    if (question["id"] != "seven-steps") continue;
    EXPECT_EQ(question["verdict"], "partly");
    EXPECT_EQ(question["feedback"][0]["kind"], "execution");
    EXPECT_THAT(question["feedback"][0]["text"].get<std::string>(), HasSubstr("no such column: phone"));
    EXPECT_EQ(question["feedback"][1]["kind"], "conflict");
  }
}

TEST(Grade, ALabIsGradedByItsGoals) {
  const TemporaryFolder folder;
  const auto graded = [&](const std::string& commands) {
    const Ran ran = run({"grade", first_lesson, "--json", "--answers",
                         folder.write("a.json", "{\"labs\": {\"look-alike\": " + commands + "}}")});
    EXPECT_EQ(ran.exit, 1) << ran.err;  // the questions are not answered
    const auto json = nlohmann::json::parse(ran.out);
    for (const auto& lab : json["labs"])
      if (lab["id"] == "look-alike") return lab;
    return nlohmann::json();
  };
  EXPECT_EQ(graded(R"([{"do": "run_sql", "environment": "production",
    "sql": "DELETE FROM users WHERE id = 4;\nDROP INDEX users_email;\nCREATE UNIQUE INDEX users_email ON users (email);"}])")
                ["passed"],
            true);
  const auto half =
      graded(R"([{"do": "run_sql", "environment": "production", "sql": "DELETE FROM users WHERE id = 4"}])");
  EXPECT_EQ(half["passed"], false);
  EXPECT_EQ(half["goals"][0]["reached"], true);
  EXPECT_EQ(half["goals"][1]["reached"], false);
  const auto refused = graded(R"([{"do": "run_sql", "environment": "moon", "sql": "SELECT 1"}])");
  EXPECT_EQ(refused["passed"], false);
  EXPECT_NE(refused["refused"], "");
}

}  // namespace
}  // namespace engine::app

#include "lessons/quiz/execution.h"

#include <gmock/gmock.h>

#include "simulator/base/files.h"
#include "simulator/deploy/exploration.h"
#include "simulator/deploy/scenario.h"
#include "simulator/deploy/trace.h"
#include "tests/lessons/quiz/sample.h"

namespace lessons::quiz {
namespace {

namespace deploy = simulator::deploy;
using testing::ElementsAre;
using testing::HasSubstr;

const std::string lesson = DRIFTWOOD_SOURCE_DIR "/content/schema-migrations/01-what-a-migration-is";

Question seven_steps() {
  const auto text = simulator::base::read_file(lesson + "/quiz.json");
  const QuizReading reading = read_quiz(text.value_or(""), "quiz.json");
  const Question* found = reading.quiz.find("seven-steps");
  return found == nullptr ? Question{} : *found;
}

deploy::Scenario add_phone() {
  const auto folder = simulator::base::Folder::open(lesson);
  auto read = deploy::read_scenario(*folder, "add-phone.deploy.json");
  EXPECT_FALSE(has_errors(read.diagnostics));
  return std::move(read.scenario);
}

TEST(ScenarioOrder, KeepsTheStepsAndLeavesTheRest) {
  const Question question = seven_steps();
  EXPECT_THAT(
      scenario_order(std::get<Ordering>(question.body), {{"code", "write", "review", "production", "merge"}}),
      ElementsAre("deploy", "migrate"));
}

TEST(GradeByExecution, ARightOrderRunsWithoutAFailure) {
  const auto grade = grade_by_execution(
      seven_steps(), GivenOrder{{"write", "review", "merge", "staging", "production", "code", "record"}},
      add_phone());
  ASSERT_TRUE(grade) << grade.error().message;
  EXPECT_EQ(grade->verdict, Verdict::right);
  EXPECT_EQ(grade->feedback.back().kind, FeedbackKind::execution);
  EXPECT_THAT(grade->feedback.back().text, HasSubstr("requests succeeded"));
}

TEST(GradeByExecution, AWrongOrderShowsTheRequestThatFailed) {
  const auto grade = grade_by_execution(
      seven_steps(), GivenOrder{{"write", "review", "merge", "staging", "code", "production", "record"}},
      add_phone());
  ASSERT_TRUE(grade) << grade.error().message;
  EXPECT_EQ(grade->verdict, Verdict::partly);
  const Feedback& first = grade->feedback.front();
  EXPECT_EQ(first.kind, FeedbackKind::execution);
  EXPECT_EQ(first.item, "list users");
  EXPECT_THAT(
      first.text,
      HasSubstr(
          "`SELECT id, email, phone FROM users ORDER BY id LIMIT 20` and got: `no such column: phone`"));
  EXPECT_THAT(first.text, HasSubstr("v2"));
}

TEST(GradeByExecution, AnIncompleteOrderIsNotRun) {
  const auto grade = grade_by_execution(seven_steps(), GivenOrder{{"write", "code"}}, add_phone());
  ASSERT_TRUE(grade);
  EXPECT_EQ(grade->verdict, Verdict::incomplete);
}

TEST(GradeByExecution, AQuestionThatLeavesTheStepsToTheScenarioIsExplored) {
  Question question = seven_steps();
  std::get<Ordering>(question.body).before.clear();
  const auto right = grade_by_execution(
      question, GivenOrder{{"write", "review", "merge", "staging", "production", "code", "record"}},
      add_phone());
  ASSERT_TRUE(right) << right.error().message;
  EXPECT_EQ(right->verdict, Verdict::right);
  EXPECT_THAT(right->feedback.front().text, HasSubstr("nothing fails"));

  const auto none = grade_by_execution(question, GivenOrder{{"write"}}, add_phone());
  ASSERT_TRUE(none) << none.error().message;
  EXPECT_EQ(none->verdict, Verdict::incomplete);
}

TEST(GradeByExecution, WhatExploringDoesNotKnowIsReplayed) {
  Question question = seven_steps();
  std::get<Ordering>(question.body).before.clear();
  const deploy::Scenario scenario = add_phone();
  const deploy::Exploration nothing;
  for (const deploy::Exploration* explored : {&nothing, static_cast<const deploy::Exploration*>(nullptr)}) {
    const auto right = grade_by_execution(
        question, GivenOrder{{"write", "review", "merge", "staging", "production", "code", "record"}},
        scenario, explored);
    ASSERT_TRUE(right) << right.error().message;
    EXPECT_EQ(right->verdict, Verdict::right);
    EXPECT_THAT(right->feedback.back().text, HasSubstr("requests succeeded"));
    const auto wrong = grade_by_execution(
        question, GivenOrder{{"write", "review", "merge", "staging", "code", "production", "record"}},
        scenario, explored);
    ASSERT_TRUE(wrong) << wrong.error().message;
    EXPECT_EQ(wrong->verdict, Verdict::wrong);
  }
}

TEST(WithExecution, WhatFailsWhenRunIsNeverRight) {
  deploy::Trace trace;
  deploy::Tick tick;
  tick.number = 3;
  tick.step = "migrate";
  tick.title = "20260514 ran";
  tick.error = simulator::base::failure("sqlite.error", "no `such` table").value();
  trace.ticks = {tick};
  trace.failed_steps = 1;
  Grade by_graph;
  by_graph.verdict = Verdict::right;
  by_graph.credit = 1.0;
  const Grade grade = with_execution(by_graph, trace);
  EXPECT_EQ(grade.verdict, Verdict::wrong);
  EXPECT_EQ(grade.credit, 0.0);
  ASSERT_EQ(grade.feedback.size(), 1U);
  EXPECT_EQ(grade.feedback[0].item, "migrate");
  EXPECT_THAT(grade.feedback[0].text, HasSubstr("``no `such` table``"));
}

TEST(CheckSteps, BothSidesHaveToFit) {
  Question question = seven_steps();
  auto& ordering = std::get<Ordering>(question.body);
  const deploy::Scenario scenario = add_phone();
  EXPECT_TRUE(check_steps(question, ordering, scenario).empty());
  for (Item& item : ordering.items)
    if (item.step == "migrate") item.step = "migrat";
  const auto diagnostics = check_steps(question, ordering, scenario);
  ASSERT_EQ(diagnostics.size(), 2U);
  EXPECT_EQ(diagnostics[0].what.code, "quiz.unknown-step");
  EXPECT_EQ(diagnostics[1].what.code, "quiz.missing-step");
}

}  // namespace
}  // namespace lessons::quiz

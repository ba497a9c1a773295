#include "lessons/quiz/grade.h"

#include <gtest/gtest.h>

#include "tests/lessons/quiz/sample.h"

namespace lessons::quiz {
namespace {

/// One line a piece of feedback: "wrong b: text".
std::string lines(const Grade& grade) {
  std::string out;
  for (const Feedback& line : grade.feedback)
    out += std::string(to_string(line.kind)) + " " + line.item + ": " + line.text + "\n";
  return out;
}

TEST(GradeChoice, OneOption) {
  const Question question = sample::question(sample::one_of_three);
  const Grade right = grade(question, ChosenOptions{{"a"}});
  EXPECT_EQ(right.verdict, Verdict::right);
  EXPECT_EQ(right.credit, 1.0);
  EXPECT_EQ(lines(right), "right a: Yes, A.\n");
  const Grade wrong = grade(question, ChosenOptions{{"b"}});
  EXPECT_EQ(wrong.verdict, Verdict::wrong);
  EXPECT_EQ(lines(wrong), "wrong b: B overlooks.\n");
  EXPECT_EQ(grade(question, ChosenOptions{{"a", "b"}}).credit, 0.0);
}

TEST(GradeChoice, ManyOptions) {
  const Question question = sample::question(sample::many_of_five);
  const auto credit = [&](std::vector<std::string> ticked) {
    return grade(question, ChosenOptions{std::move(ticked)}).credit;
  };
  EXPECT_DOUBLE_EQ(credit({"a", "b", "c"}), 1.0);
  EXPECT_DOUBLE_EQ(credit({"a", "b"}), 2.0 / 3);
  EXPECT_DOUBLE_EQ(credit({"a", "b", "x"}), 1.0 / 3);
  EXPECT_DOUBLE_EQ(credit({"a", "x"}), 0.0);
  EXPECT_DOUBLE_EQ(credit({"x", "y"}), 0.0) << "never below nothing";
  EXPECT_DOUBLE_EQ(credit({"a", "b", "c", "x", "y"}), 1.0 / 3) << "ticking everything is no way out";
  EXPECT_DOUBLE_EQ(credit({"a", "a"}), 1.0 / 3) << "a repeated tick is one tick";
  EXPECT_EQ(lines(grade(question, ChosenOptions{{"a", "x"}})),
            "wrong x: No, X.\nright a: Yes, A.\nmissed : 2 more options are true.\n")
      << "what is missed is counted, not given away";
}

TEST(Grade, NothingGivenUsesUpNoAttempt) {
  for (const auto json : {sample::one_of_three, sample::many_of_five, sample::ordering, sample::two_gaps,
                          sample::short_answer}) {
    const Question question = sample::question(json);
    const Grade empty = grade(question, empty_answer(question));
    EXPECT_EQ(empty.verdict, Verdict::incomplete) << json;
    EXPECT_FALSE(empty.consumed);
    EXPECT_EQ(empty.credit, 0.0);
    EXPECT_FALSE(empty.feedback.empty());
  }
}

TEST(Grade, AnAnswerOfAnotherKindCountsAsNone) {
  EXPECT_EQ(grade(sample::question(sample::ordering), ChosenOptions{{"write"}}).verdict, Verdict::incomplete);
}

TEST(GradeOrdering, SaysWhatStandsTooEarlyAndWhy) {
  const Question question = sample::question(sample::ordering);
  EXPECT_EQ(grade(question, GivenOrder{{"write", "review", "merge", "run", "deploy", "record"}}).verdict,
            Verdict::right);
  const Grade partly = grade(question, GivenOrder{{"write", "review", "run", "merge", "record", "deploy"}});
  EXPECT_EQ(partly.verdict, Verdict::partly);
  EXPECT_DOUBLE_EQ(partly.credit, 4.0 / 6);
  ASSERT_EQ(partly.feedback.size(), 1U);
  EXPECT_EQ(partly.feedback[0].kind, FeedbackKind::conflict);
  EXPECT_EQ(partly.feedback[0].item, "run");
  EXPECT_EQ(partly.feedback[0].other, "merge");
  EXPECT_EQ(partly.feedback[0].text,
            "“Run” stands before “Merge”, and must come after it. Only merged files are run.");
}

TEST(GradeBlank, EachGapHasItsOwnFeedback) {
  const Question question = sample::question(sample::two_gaps);
  const auto filled = [&](std::string thing, std::string table) {
    return grade(question, FilledGaps{{{"thing", std::move(thing)}, {"table", std::move(table)}}});
  };
  EXPECT_EQ(filled(" Migration", "`schema_migrations`").verdict, Verdict::right);
  EXPECT_DOUBLE_EQ(filled("change", "schema_migrations").credit, 0.75);
  EXPECT_EQ(filled("schema migration file", "schema_migrations").credit, 1.0);
  EXPECT_EQ(lines(filled("git push", "history")), "wrong thing: Sharing.\nwrong table: That is not it.\n");
  EXPECT_EQ(lines(filled("rows", "schema_migrations")), "wrong thing: Think of a file.\nright table: Yes.\n");
  const Grade almost = filled("migraton", "schema_migrations");
  EXPECT_EQ(almost.verdict, Verdict::almost);
  EXPECT_FALSE(almost.consumed);
  EXPECT_DOUBLE_EQ(almost.credit, 0.5) << "no credit for it yet";
  EXPECT_EQ(filled("migration", " ").verdict, Verdict::incomplete);
}

TEST(GradeShort, ReportsCoverageAndNeverCorrect) {
  const Question question = sample::question(sample::short_answer);
  const auto written = [&](std::string text) { return grade(question, WrittenText{std::move(text), {}}); };
  const Grade covered = written("It records every migration; comparing is hard.");
  EXPECT_EQ(covered.verdict, Verdict::covered);
  EXPECT_TRUE(covered.passed());
  EXPECT_FALSE(covered.counts);
  EXPECT_EQ(lines(covered),
            "right record: Possibly covered: that it records.\nright compare: Possibly covered: that "
            "comparing is hard.\n");
  const Grade half = written("A list of the migrations that ran.");
  EXPECT_EQ(half.verdict, Verdict::partly_covered);
  EXPECT_DOUBLE_EQ(half.credit, 0.5);
  EXPECT_EQ(lines(half),
            "missed compare: And comparing?\nright record: Possibly covered: that it records.\n");
  const Grade claim =
      written("It records each migration, and comparing is hard, and a rollback restores everything.");
  EXPECT_EQ(claim.verdict, Verdict::partly_covered);
  EXPECT_EQ(claim.credit, 0.0);
  EXPECT_EQ(claim.feedback.front().text, "A dropped column's values are gone.");
  const Grade brief = written("records migration");
  EXPECT_EQ(brief.verdict, Verdict::incomplete);
  EXPECT_EQ(lines(brief), "empty : Write at least 4 words; there are 2 so far.\n");
}

TEST(RightAnswer, PassesItsOwnQuestion) {
  for (const auto json : {sample::one_of_three, sample::many_of_five, sample::ordering, sample::two_gaps,
                          sample::short_answer}) {
    const Question question = sample::question(json);
    EXPECT_TRUE(grade(question, right_answer(question)).passed()) << json;
  }
}

}  // namespace
}  // namespace lessons::quiz

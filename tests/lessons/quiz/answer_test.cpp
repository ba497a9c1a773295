#include "lessons/quiz/answer.h"

#include <gtest/gtest.h>

#include "tests/lessons/quiz/sample.h"

namespace lessons::quiz {
namespace {

std::string code_of(std::string_view question, std::string_view json) {
  const auto answer = parse_answer(sample::question(question), json);
  return answer ? std::string("fine") : answer.error().code;
}

TEST(Answer, EveryKindComesBackFromJson) {
  const auto comes_back = [](std::string_view question, const Answer& answer) {
    const auto again = parse_answer(sample::question(question), to_json(answer));
    ASSERT_TRUE(again) << again.error().message;
    EXPECT_EQ(*again, answer) << to_json(answer);
  };
  comes_back(sample::one_of_three, ChosenOptions{{"b"}});
  comes_back(sample::many_of_five, ChosenOptions{{"x", "a"}});
  comes_back(sample::many_of_five, ChosenOptions{});
  comes_back(sample::ordering, GivenOrder{{"merge", "write"}});
  comes_back(sample::two_gaps, FilledGaps{{{"thing", "„quoted“ \n \\ \"x\""}, {"table", ""}}});
  comes_back(sample::short_answer, WrittenText{"Two\nlines 🦆", {}});
  comes_back(sample::short_answer, WrittenText{"text", {{"1", true}}});
}

TEST(Answer, ShortFormsAreUnderstood) {
  EXPECT_EQ(*parse_answer(sample::question(sample::one_of_three), "\"b\""), Answer(ChosenOptions{{"b"}}));
  EXPECT_EQ(*parse_answer(sample::question(sample::short_answer), "\"words\""),
            Answer(WrittenText{"words", {}}));
  const Question one_gap = sample::question(
      R"({"id": "q", "kind": "blank", "text": "{{g}}", "explanation": "x", "blanks": [{"id": "g", "accept": ["a"]}]})");
  EXPECT_EQ(*parse_answer(one_gap, "\"a\""), Answer(FilledGaps{{{"g", "a"}}}));
}

TEST(Answer, MistakesAreNamed) {
  EXPECT_EQ(code_of(sample::one_of_three, "[\"a\",\"b\"]"), "answer.too-many");
  EXPECT_EQ(code_of(sample::one_of_three, "[\"a\",\"a\"]"), "answer.repeated-id");
  EXPECT_EQ(code_of(sample::one_of_three, "7"), "answer.wrong-kind");
  EXPECT_EQ(code_of(sample::one_of_three, "[7]"), "answer.wrong-kind");
  EXPECT_EQ(code_of(sample::one_of_three, "[\"a\""), "json.syntax");
  EXPECT_EQ(code_of(sample::two_gaps, "\"two gaps, one text\""), "answer.wrong-kind");
  EXPECT_EQ(code_of(sample::two_gaps, "{\"table\": 1}"), "answer.wrong-kind");
  EXPECT_EQ(code_of(sample::short_answer, "{\"text\": \"x\", \"rubric\": {\"9\": true}}"),
            "answer.unknown-id");
  EXPECT_EQ(code_of(sample::short_answer, "{\"text\": \"x\", \"rubrik\": {}}"), "json.unknown-key");
  const auto slip = parse_answer(sample::question(sample::ordering), "[\"wriet\"]");
  ASSERT_FALSE(slip);
  EXPECT_EQ(slip.error().code, "answer.unknown-id");
  EXPECT_EQ(slip.error().help, "Did you mean \"write\"?");
}

TEST(Answer, BrokenTextIsStoredAllTheSame) {
  const std::string json = to_json(WrittenText{"a\xFF b", {}});
  const auto again = parse_answer(sample::question(sample::short_answer), json);
  ASSERT_TRUE(again);
  EXPECT_EQ(std::get<WrittenText>(*again).text, "a\xEF\xBF\xBD b");
}

TEST(Answer, AnEmptyAnswerIsOfTheQuestionsKind) {
  EXPECT_TRUE(std::holds_alternative<GivenOrder>(empty_answer(sample::question(sample::ordering))));
  EXPECT_TRUE(std::holds_alternative<FilledGaps>(empty_answer(sample::question(sample::two_gaps))));
}

}  // namespace
}  // namespace lessons::quiz

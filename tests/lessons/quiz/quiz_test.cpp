#include "lessons/quiz/quiz.h"

#include <gmock/gmock.h>

#include "simulator/base/files.h"
#include "simulator/base/random.h"
#include "tests/lessons/quiz/sample.h"

namespace lessons::quiz {
namespace {

using simulator::base::Severity;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::vector<std::string> codes(const QuizReading& reading) {
  std::vector<std::string> out;
  for (const auto& diagnostic : reading.diagnostics)
    out.push_back((diagnostic.severity == Severity::warning ? "warning " : "") + diagnostic.what.code);
  return out;
}

std::vector<std::string> codes_of(std::string_view question) { return codes(sample::read(question)); }

/// `json` with the first `from` replaced: how a good question becomes a bad one.
std::string with(std::string_view json, std::string_view from, std::string_view to) {
  std::string out(json);
  const auto at = out.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  if (at != std::string::npos) out.replace(at, from.size(), to);
  return out;
}

TEST(ReadQuiz, TheFirstLessonsQuizIsClean) {
  const std::string path = DRIFTWOOD_SOURCE_DIR "/content/schema-migrations/01-what-a-migration-is/quiz.json";
  const auto text = simulator::base::read_file(path);
  ASSERT_TRUE(text);
  const QuizReading reading = read_quiz(*text, path);
  for (const auto& diagnostic : reading.diagnostics) ADD_FAILURE() << to_string(diagnostic);
  EXPECT_GE(reading.quiz.questions.size(), 5U);
}

TEST(ReadQuiz, TheSamplesAreClean) {
  for (const auto json :
       {sample::one_of_three, sample::many_of_five, sample::ordering, sample::two_gaps, sample::short_answer})
    EXPECT_THAT(codes_of(json), IsEmpty()) << json;
}

TEST(ReadQuiz, FindsQuestionsByIdAndRefusesTwoOfOneName) {
  const QuizReading reading =
      sample::read(std::string(sample::one_of_three) + "," + std::string(sample::ordering));
  EXPECT_THAT(codes(reading), ElementsAre("quiz.duplicate-id"));
  EXPECT_EQ(reading.quiz.questions.size(), 1U);
  ASSERT_NE(reading.quiz.find("q"), nullptr);
  EXPECT_EQ(kind_name(*reading.quiz.find("q")), "choice");
  EXPECT_EQ(reading.quiz.find("other"), nullptr);
}

TEST(ReadQuiz, CollectsAllMistakesWithTheirPlaces) {
  const QuizReading reading = read_quiz(R"({
  "questions": [
    { "id": "a", "kind": "choise", "prompt": "?" },
    { "id": "b", "kind": "blank", "text": "{{x}}", "explanation": "e",
      "blanks": [ { "id": "x", "acept": ["y"] } ] },
    7
  ],
  "titel": 1
})",
                                        "course/quiz.json");
  std::string all;
  for (const auto& diagnostic : reading.diagnostics) all += to_string(diagnostic) + "\n";
  EXPECT_THAT(all, HasSubstr("course/quiz.json:3:26: error[json.unknown-value]"));
  EXPECT_THAT(all, HasSubstr("Did you mean \"choice\"?"));
  EXPECT_THAT(all, HasSubstr("course/quiz.json:5:19: error[json.missing-key]"));
  EXPECT_THAT(all, HasSubstr("Did you mean \"accept\"?"));
  EXPECT_THAT(all, HasSubstr("course/quiz.json:6:5: error[json.wrong-kind]"));
  EXPECT_THAT(all, HasSubstr("course/quiz.json:8:3: error[json.unknown-key]"));
  EXPECT_TRUE(reading.quiz.questions.empty());
}

TEST(ReadQuiz, OneBadQuestionDoesNotTakeTheOthersAway) {
  const QuizReading reading =
      sample::read(R"({"id": "bad", "kind": "short"},)" + std::string(sample::one_of_three));
  EXPECT_TRUE(has_errors(reading.diagnostics));
  ASSERT_EQ(reading.quiz.questions.size(), 1U);
  EXPECT_EQ(reading.quiz.questions[0].id, "q");
}

TEST(Rules, Choice) {
  const auto& good = sample::one_of_three;
  EXPECT_THAT(codes_of(with(good, R"("right": true, )", "")), ElementsAre("quiz.no-right-option"));
  EXPECT_THAT(codes_of(with(good, R"("text": "B",)", R"("text": "B", "right": true,)")),
              ElementsAre("quiz.one-right-option"));
  EXPECT_THAT(codes_of(with(good, R"(, "feedback": "B overlooks.")", "")), ElementsAre("quiz.no-feedback"));
  EXPECT_THAT(codes_of(with(good, R"("text": "B")", R"("text": " a ")")),
              ElementsAre("quiz.duplicate-option"));
  EXPECT_THAT(codes_of(with(good, R"("id": "b")", R"("id": "a")")), ElementsAre("quiz.duplicate-id"));
  EXPECT_THAT(codes_of(with(good, R"("id": "b")", R"("id": "a b")")), ElementsAre("quiz.bad-id"));
  EXPECT_THAT(codes_of(with(good, R"("text": "C")", R"("text": "All of the above")")),
              ElementsAre("warning quiz.unpinned-meta-option"));
  EXPECT_THAT(codes_of(with(good, "Which?", "Which of these is not true?")),
              ElementsAre("warning quiz.unmarked-not"));
  EXPECT_THAT(codes_of(with(good, "Which?", "Which of these is **not** true?")), IsEmpty());
  EXPECT_THAT(codes_of(with(good, R"("explanation": "Because.",)", "")),
              ElementsAre("warning quiz.no-explanation"));
  EXPECT_THAT(codes_of(R"({"id": "q", "kind": "choice", "prompt": "?", "explanation": "e", "options": [
    {"text": "the one and only long right answer of them all", "right": true, "feedback": "f"},
    {"text": "something wrong", "feedback": "f"}]})"),
              ElementsAre("warning quiz.few-options", "warning quiz.longest-is-right"));
}

TEST(Rules, Ordering) {
  const auto& good = sample::ordering;
  EXPECT_THAT(codes_of(with(good, R"(["run", "deploy"])", R"(["deploy", "write"], ["run", "deploy"])")),
              ElementsAre("quiz.cycle"));
  EXPECT_THAT(codes_of(with(good, R"(["run", "deploy"])", R"(["run", "deplyo"])")),
              ElementsAre("quiz.unknown-item"));
  EXPECT_THAT(codes_of(with(good, R"(["run", "deploy"])", R"(["run"])")), ElementsAre("json.wrong-kind"));
  EXPECT_THAT(codes_of(with(good, R"("text": "Run")", R"("text": "Run", "step": "migrate")")),
              ElementsAre("quiz.no-steps"));
  EXPECT_THAT(codes_of(with(good, R"("prompt")", R"("deploy": "add-phone", "prompt")")),
              ElementsAre("quiz.no-steps"));
  EXPECT_THAT(
      codes_of(
          R"({"id": "q", "kind": "ordering", "prompt": "?", "explanation": "e", "items": [], "before": []})"),
      ElementsAre("quiz.too-few-items", "quiz.no-pairs"));
}

TEST(Rules, Blank) {
  const auto& good = sample::two_gaps;
  EXPECT_THAT(codes_of(with(good, "{{table}}", "{{tabel}}")),
              ElementsAre("quiz.gap-mismatch", "quiz.gap-mismatch"));
  EXPECT_THAT(codes_of(with(good, "{{table}}", "{{table}} {{table}}")), ElementsAre("quiz.gap-mismatch"));
  EXPECT_THAT(codes_of(with(good, R"("text": "schema_migrations")", R"("text": "\"schema_migrations\"")")),
              ElementsAre("quiz.key-changed"));
  EXPECT_THAT(codes_of(with(good, R"("migration",)", R"("migration ",)")), ElementsAre("quiz.key-changed"));
  EXPECT_THAT(codes_of(with(good, R"("migration",)", R"("**migration**",)")),
              ElementsAre("warning quiz.markup-in-key"));
  EXPECT_THAT(codes_of(with(good, "(git )?push(es)?", "push(")), ElementsAre("quiz.bad-pattern"));
  EXPECT_THAT(codes_of(with(good, "(git )?push(es)?", "(push)*")), ElementsAre("quiz.empty-match"));
  EXPECT_THAT(codes_of(with(good, "schema migration*", "br*")), ElementsAre("quiz.wrong-accepted"));
  EXPECT_THAT(codes_of(with(good, R"("text": "branch")", R"("text": "Migration")")),
              ElementsAre("quiz.conflicting-keys"));
  EXPECT_THAT(codes_of(with(good, R"("credit": 0.5)", R"("credit": 1.5)")), ElementsAre("quiz.bad-credit"));
  EXPECT_THAT(codes_of(with(good, R"(, "feedback": "Say which change.")", "")),
              ElementsAre("quiz.no-feedback"));
  EXPECT_THAT(codes_of(with(good, R"("accept": [{"text": "schema_migrations"}])",
                            R"("accept": [{"text": "schema_migrations", "credit": 0.9, "feedback": "f"}])")),
              ElementsAre("quiz.no-full-credit"));
  EXPECT_THAT(codes_of(with(good, R"({"glob": "schema migration*"})", R"({"glob": "a*", "text": "b"})")),
              ElementsAre("quiz.bad-pattern"));
}

TEST(Rules, Short) {
  const auto& good = sample::short_answer;
  EXPECT_THAT(codes_of(with(good, R"("record*", "list*")", R"("re*cord", "list*")")),
              ElementsAre("quiz.bad-term"));
  EXPECT_THAT(codes_of(with(good, R"(, "nudge": "And comparing?")", "")), ElementsAre("quiz.no-feedback"));
  EXPECT_THAT(codes_of(with(good, R"("minimum_words": 4)", R"("minimum_words": 0)")),
              ElementsAre("quiz.bad-term"));
  EXPECT_THAT(codes_of(with(good, R"([["record*", "list*"], ["migration*"]])", "[]")),
              ElementsAre("quiz.bad-term"));
  EXPECT_THAT(codes_of(with(good, R"("id": "compare")", R"("id": "record")")),
              ElementsAre("quiz.duplicate-id"));
}

TEST(Examples, AreReadAsAnswersToTheirQuestion) {
  const auto example = [](std::string_view json) {
    return with(sample::ordering, R"("prompt")", "\"examples\": [" + std::string(json) + R"(], "prompt")");
  };
  const Question question =
      sample::question(example(R"({"answer": ["run"], "verdict": "incomplete", "credit_below": 1})"));
  ASSERT_EQ(question.examples.size(), 1U);
  EXPECT_EQ(question.examples[0].answer, Answer(GivenOrder{{"run"}}));
  EXPECT_EQ(question.examples[0].verdict, "incomplete");
  EXPECT_EQ(question.examples[0].credit_below, 1.0);
  EXPECT_FALSE(question.examples[0].credit);
  EXPECT_THAT(codes_of(example(R"({"answer": ["runn"], "credit": 0})")), ElementsAre("answer.unknown-id"));
  EXPECT_THAT(codes_of(example(R"({"answer": ["run"]})")), ElementsAre("json.missing-key"));
  EXPECT_THAT(codes_of(example(R"({"credit": 1})")), ElementsAre("json.missing-key"));
  EXPECT_THAT(codes_of(example(R"({"answer": [], "verdict": "rihgt"})")), ElementsAre("json.unknown-value"));
}

TEST(Hash, ChangesWithTheContentAndNotWithItsLayout) {
  const std::string hash = sample::question(sample::one_of_three).hash;
  EXPECT_EQ(hash.size(), 64U);
  EXPECT_EQ(sample::question(with(sample::one_of_three, R"("prompt": "Which?", "explanation": "Because.")",
                                  "\"explanation\":   \"Because.\",\n\n\"prompt\":\"Which?\""))
                .hash,
            hash);
  EXPECT_EQ(sample::question(with(sample::one_of_three, R"("prompt")",
                                  R"("examples": [{"answer": "a", "credit": 1}], "prompt")"))
                .hash,
            hash)
      << "examples are proofs, not content";
  EXPECT_NE(sample::question(with(sample::one_of_three, "Which?", "Which one?")).hash, hash);
  EXPECT_NE(sample::question(with(sample::one_of_three, R"("B overlooks.")", R"("B overlooks!")")).hash,
            hash);
}

TEST(ReadQuiz, SurvivesEveryCutAndEveryFlippedByte) {
  std::string text = R"({"questions": [)";
  for (const auto json : {sample::one_of_three, sample::ordering, sample::two_gaps, sample::short_answer})
    text += std::string(json) + ",\n";
  text.replace(text.size() - 2, 2, "]}");
  for (std::size_t cut = 0; cut < text.size(); cut += 13) (void)read_quiz(text.substr(0, cut), "cut.json");
  simulator::base::Random random(5);
  for (int round = 0; round < 300; ++round) {
    std::string bad = text;
    for (int change = 0; change < 3; ++change)
      bad[random.below(bad.size())] = static_cast<char>(random.below(256));
    (void)read_quiz(bad, "bad.json");
  }
  EXPECT_THAT(codes(read_quiz(std::string(2000, '['), "deep.json")), ElementsAre("json.syntax"));
  EXPECT_TRUE(has_errors(read_quiz("", "empty.json").diagnostics));
  EXPECT_TRUE(has_errors(read_quiz("[]", "list.json").diagnostics));
}

}  // namespace
}  // namespace lessons::quiz

#include "lessons/quiz/check.h"

#include <gmock/gmock.h>

#include "lessons/quiz/explored_order.h"
#include "simulator/base/files.h"
#include "simulator/deploy/exploration.h"
#include "simulator/deploy/scenario.h"
#include "tests/lessons/quiz/sample.h"

namespace lessons::quiz {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::vector<std::string> checked(std::string question) {
  std::vector<std::string> out;
  const QuizReading reading = sample::read(question);
  EXPECT_FALSE(has_errors(reading.diagnostics)) << to_string(reading.diagnostics.front());
  for (const auto& diagnostic : check(reading.quiz)) out.push_back(diagnostic.what.code);
  return out;
}

std::string with_examples(std::string_view question, std::string_view examples) {
  std::string out(question);
  out.insert(out.find("\"kind\""), "\"examples\": [" + std::string(examples) + "], ");
  return out;
}

TEST(Check, TheFirstLessonsKeysAndExamplesHold) {
  const std::string lesson_folder = DRIFTWOOD_SOURCE_DIR "/content/schema-migrations/01-what-a-migration-is";
  const auto folder = simulator::base::Folder::open(lesson_folder);
  ASSERT_TRUE(folder);
  const auto text = folder->read("quiz.json");
  ASSERT_TRUE(text);
  const auto scenario = simulator::deploy::read_scenario(*folder, "add-phone.deploy.json");
  const auto explored = explore_for_grading(scenario.scenario);
  ASSERT_TRUE(explored) << explored.error().message;
  const auto find = [&](std::string_view id) {
    return id == "add-phone" ? KnownScenario{&scenario.scenario, &*explored} : KnownScenario{};
  };
  for (const auto& diagnostic : check(read_quiz(*text, "quiz.json").quiz, find))
    ADD_FAILURE() << to_string(diagnostic);
}

TEST(Check, ExamplesHaveToGetWhatTheirAuthorSays) {
  EXPECT_THAT(checked(with_examples(sample::ordering, R"(
    {"answer": ["write", "review", "run", "merge", "record", "deploy"], "credit": 0.67, "verdict": "partly"},
    {"answer": ["write"], "verdict": "incomplete"})")),
              IsEmpty());
  EXPECT_THAT(checked(with_examples(sample::one_of_three, R"({"answer": "b", "credit": 1})")),
              ElementsAre("quiz.example-fails"));
  EXPECT_THAT(checked(with_examples(sample::one_of_three, R"({"answer": "a", "credit_below": 1})")),
              ElementsAre("quiz.example-fails"));
  EXPECT_THAT(checked(with_examples(sample::two_gaps,
                                    R"({"answer": {"thing": "x", "table": "y"}, "verdict": "almost"})")),
              ElementsAre("quiz.example-fails"));
}

TEST(Check, AModelAnswerHasToHoldItsOwnIdeas) {
  std::string question(sample::short_answer);
  const std::string model = "It records each migration. Comparing schemas is error-prone.";
  question.replace(question.find(model), model.size(), "It records each migration, says the author.");
  const QuizReading reading = sample::read(question);
  const auto diagnostics = check(reading.quiz);
  ASSERT_EQ(diagnostics.size(), 1U);
  EXPECT_EQ(diagnostics[0].what.code, "quiz.key-fails");
  EXPECT_THAT(diagnostics[0].what.help, HasSubstr("And comparing?"));
  EXPECT_EQ(diagnostics[0].what.file, "quiz.json");
  EXPECT_TRUE(diagnostics[0].what.at.known());
}

TEST(Check, AScenarioThatIsNotThereIsNamed) {
  std::string question(sample::one_of_three);
  question.insert(question.find("\"kind\""), "\"deploy\": \"nowhere\", ");
  const auto diagnostics =
      check(sample::read(question).quiz, [](std::string_view) { return KnownScenario{}; });
  ASSERT_EQ(diagnostics.size(), 1U);
  EXPECT_EQ(diagnostics[0].what.code, "quiz.unknown-scenario");
}

}  // namespace
}  // namespace lessons::quiz

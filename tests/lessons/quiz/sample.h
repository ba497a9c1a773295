// Reading one question for a test, without the file around it.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "lessons/quiz/quiz.h"

namespace lessons::quiz::sample {

inline QuizReading read(std::string_view questions) {
  return read_quiz(std::string(R"({"questions": [)") + std::string(questions) + "]}", "quiz.json");
}

/// The question must be free of errors.
inline Question question(std::string_view json) {
  const QuizReading reading = read(json);
  for (const auto& diagnostic : reading.diagnostics)
    if (diagnostic.severity == simulator::base::Severity::error) ADD_FAILURE() << to_string(diagnostic);
  return reading.quiz.questions.empty() ? Question{} : reading.quiz.questions.front();
}

inline constexpr std::string_view one_of_three = R"({
  "id": "q", "kind": "choice", "prompt": "Which?", "explanation": "Because.",
  "options": [ {"id": "a", "text": "A", "right": true, "feedback": "Yes, A."},
               {"id": "b", "text": "B", "feedback": "B overlooks."},
               {"id": "c", "text": "C", "feedback": "C overlooks."} ] })";

inline constexpr std::string_view many_of_five = R"({
  "id": "q", "kind": "choice", "many": true, "prompt": "Which?", "explanation": "Because.",
  "options": [ {"id": "a", "text": "A", "right": true, "feedback": "Yes, A."},
               {"id": "b", "text": "B", "right": true, "feedback": "Yes, B."},
               {"id": "c", "text": "C", "right": true, "feedback": "Yes, C."},
               {"id": "x", "text": "X", "feedback": "No, X."},
               {"id": "y", "text": "None of these", "pin": true, "feedback": "No, Y."} ] })";

inline constexpr std::string_view ordering = R"({
  "id": "q", "kind": "ordering", "prompt": "Order them", "explanation": "Because.",
  "items": [ {"id": "write", "text": "Write"}, {"id": "review", "text": "Review"}, {"id": "merge", "text": "Merge"},
             {"id": "run", "text": "Run"}, {"id": "record", "text": "Record"}, {"id": "deploy", "text": "Deploy"} ],
  "before": [ ["write", "review"], ["review", "merge"], ["merge", "run", "Only merged files are run."],
              ["run", "record"], ["run", "deploy"] ] })";

inline constexpr std::string_view two_gaps = R"({
  "id": "q", "kind": "blank", "text": "A {{thing}} in table {{table}}.", "explanation": "Because.",
  "blanks": [
    { "id": "thing", "accept": ["migration", {"text": "change", "credit": 0.5, "feedback": "Say which change."},
                                {"glob": "schema migration*"}],
      "wrong": [{"text": "branch", "feedback": "A branch is a line."}, {"regex": "(git )?push(es)?", "feedback": "Sharing."}],
      "otherwise": "Think of a file." },
    { "id": "table", "kind": "identifier", "case": "match", "accept": [{"text": "schema_migrations"}] } ] })";

inline constexpr std::string_view short_answer = R"({
  "id": "q", "kind": "short", "prompt": "Why?", "minimum_words": 4,
  "ideas": [
    {"id": "record", "name": "that it records", "all": [["record*", "list*"], ["migration*"]], "nudge": "What does a row stand for?"},
    {"id": "compare", "name": "that comparing is hard", "all": [["compar*"], ["error-prone", "hard"]], "nudge": "And comparing?"} ],
  "forbidden": [ {"any": ["rollback restores", "restores data"], "feedback": "A dropped column's values are gone."} ],
  "model": "It records each migration. Comparing schemas is error-prone.",
  "rubric": ["Does it say so?"] })";

}  // namespace lessons::quiz::sample

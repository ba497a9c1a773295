#include "lessons/quiz/quiz.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "lessons/quiz/question_reader.h"
#include "lessons/quiz/report.h"
#include "simulator/base/json.h"

namespace lessons::quiz {

using simulator::base::Diagnostic;
using simulator::base::JsonValue;
using simulator::base::Position;

const Question* Quiz::find(std::string_view id) const {
  const auto it = std::find_if(questions.begin(), questions.end(),
                               [&](const Question& question) { return question.id == id; });
  return it == questions.end() ? nullptr : &*it;
}

QuizReading read_quiz(std::string_view text, std::string file) {
  QuizReading reading;
  reading.quiz.file = file;
  const simulator::base::JsonDocument document = simulator::base::parse_json(text, file);
  reading.diagnostics = document.diagnostics;
  // A file that breaks off is read as far as it goes; missing keys at its end would only be echoes.
  const bool broken = std::any_of(reading.diagnostics.begin(), reading.diagnostics.end(),
                                  [](const Diagnostic& d) { return d.what.code == "json.syntax"; });
  if (broken) return reading;

  Report report(file, text, reading.diagnostics);
  simulator::base::JsonReader reader(document.root, "quiz", file, text, reading.diagnostics);
  std::map<std::string, Position> ids;
  for (const JsonValue& value : reader.array("questions")) {
    std::optional<Question> question = read_question(value, report);
    const JsonValue* id = value.find("id");
    if (id != nullptr && id->kind == JsonValue::Kind::string) {
      const auto [first, is_new] = ids.emplace(id->string, id->at);
      if (!is_new) {
        report.error(
            "quiz.duplicate-id",
            fmt::format("the question in line {} has the id \"{}\", too", first->second.line, id->string),
            id->at, "Give this one its own: lessons and stored answers name questions by id.");
        continue;
      }
    }
    if (question) reading.quiz.questions.push_back(std::move(*question));
  }
  reader.finish();
  std::stable_sort(
      reading.diagnostics.begin(), reading.diagnostics.end(), [](const Diagnostic& a, const Diagnostic& b) {
        return std::pair(a.what.at.line, a.what.at.column) < std::pair(b.what.at.line, b.what.at.column);
      });
  return reading;
}

}  // namespace lessons::quiz

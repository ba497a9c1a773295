#include "lessons/quiz/check.h"

#include <fmt/format.h>

#include <cmath>

#include "lessons/quiz/execution.h"
#include "lessons/quiz/explored_order.h"
#include "lessons/quiz/grade.h"
#include "simulator/deploy/exploration.h"
#include "simulator/deploy/scenario.h"

namespace lessons::quiz {
namespace {

using simulator::base::Diagnostics;
using simulator::base::Error;
using simulator::base::Result;
using simulator::base::Severity;

void report(Diagnostics& out, std::string code, std::string message, Position at, std::string help) {
  Error error;
  error.code = std::move(code);
  error.message = std::move(message);
  error.help = std::move(help);
  error.at = at;
  out.push_back({Severity::error, std::move(error)});
}

/// What the learner would be told about it, for the author who wonders why.
std::string told(const Grade& grade) {
  std::string out = "Feedback given:";
  for (const Feedback& line : grade.feedback) out += fmt::format("\n- {}", line.text);
  return out;
}

Result<Grade> graded(const Question& question, const Answer& answer, const KnownScenario& known) {
  if (known.scenario == nullptr) return grade(question, answer);
  return grade_by_execution(question, answer, *known.scenario, known.explored);
}

void check_example(const Question& question, const Example& example, const Result<Grade>& result,
                   Diagnostics& out) {
  if (!result) {
    out.push_back({Severity::error, result.error()});
    out.back().what.at = example.at;
    return;
  }
  const Grade& got = *result;
  constexpr double close = 0.005;  // authors write 0.67
  std::string wanted;
  if (example.verdict && *example.verdict != to_string(got.verdict))
    wanted = fmt::format("\"{}\"", *example.verdict);
  else if (example.credit && std::abs(*example.credit - got.credit) > close)
    wanted = fmt::format("credit {}", *example.credit);
  else if (example.credit_below && got.credit >= *example.credit_below)
    wanted = fmt::format("credit below {}", *example.credit_below);
  if (wanted.empty()) return;
  report(out, "quiz.example-fails",
         fmt::format("this example of \"{}\" should get {}, and gets \"{}\" with credit {:.3g}", question.id,
                     wanted, to_string(got.verdict), got.credit),
         example.at, told(got));
}

/// A gap whose full answer is only described by a glob or a regular expression has no key to try.
bool has_key(const Question& question, const Answer& key) {
  if (!std::holds_alternative<Blank>(question.body)) return true;
  for (const auto& [gap, text] : std::get<FilledGaps>(key).gaps)
    if (text.empty()) return false;
  return true;
}

void check_key(const Question& question, const KnownScenario& known, Diagnostics& out) {
  Answer key = right_answer(question);
  if (known.scenario != nullptr && steps_are_explored(question)) {
    if (known.explored == nullptr || !knows_every_order(*known.explored)) return;
    auto explored = explored_key(std::get<Ordering>(question.body), *known.explored);
    if (!explored)
      return report(out, "quiz.no-safe-order",
                    fmt::format("no order of the scenario \"{}\" is safe, so \"{}\" has no right answer",
                                known.scenario->id, question.id),
                    question.at, "Explore it: driftwoodctl deploy explore.");
    key = std::move(*explored);
  }
  if (!has_key(question, key)) return;
  const Result<Grade> result = graded(question, key, known);
  if (!result) {
    out.push_back({Severity::error, result.error()});
    out.back().what.at = question.at;
  } else if (!result->passed()) {
    report(out, "quiz.key-fails",
           std::holds_alternative<ShortAnswer>(question.body)
               ? fmt::format("the model answer of \"{}\" does not pass its own ideas and claims", question.id)
               : fmt::format("the key of \"{}\" is not graded as right", question.id),
           question.at, told(*result));
  }
}

}  // namespace

Diagnostics check(const Quiz& quiz, const FindScenario& find_scenario) {
  Diagnostics out;
  for (const Question& question : quiz.questions) {
    KnownScenario known;
    if (!question.deploy.empty() && find_scenario) {
      known = find_scenario(question.deploy);
      if (known.scenario == nullptr)
        report(out, "quiz.unknown-scenario",
               fmt::format("this lesson has no deploy scenario \"{}\"", question.deploy), question.at,
               fmt::format("A file {}.deploy.json beside quiz.json would be it.", question.deploy));
    }
    const auto* ordering = std::get_if<Ordering>(&question.body);
    if (ordering == nullptr) known = {};  // a choice only points at it
    if (known.scenario != nullptr) {
      const Diagnostics steps = check_steps(question, *ordering, *known.scenario);
      out.insert(out.end(), steps.begin(), steps.end());
      if (has_errors(steps)) continue;
      if (known.explored != nullptr) {
        const Diagnostics pairs = check_pairs(question, *ordering, *known.explored);
        out.insert(out.end(), pairs.begin(), pairs.end());
      }
    }
    check_key(question, known, out);
    for (const Example& example : question.examples)
      check_example(question, example, graded(question, example.answer, known), out);
  }
  for (auto& diagnostic : out)
    if (diagnostic.what.file.empty()) diagnostic.what.file = quiz.file;
  return out;
}

}  // namespace lessons::quiz

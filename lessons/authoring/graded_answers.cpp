#include "lessons/authoring/graded_answers.h"

#include <fmt/format.h>

#include <algorithm>

#include "lessons/quiz/execution.h"
#include "simulator/base/json.h"
#include "simulator/base/known_words.h"
#include "simulator/base/text_position.h"
#include "simulator/world/world.h"

namespace lessons::authoring {
namespace {

namespace base = simulator::base;
namespace world = simulator::world;
using base::JsonValue;

class Grader {
 public:
  Grader(const course::Lesson& lesson, std::string_view text, const std::string& file, std::stop_token stop)
      : lesson_(lesson), text_(text), file_(file), stop_(std::move(stop)) {}

  GradedAnswers grade() && {
    const base::JsonDocument document = base::parse_json(text_, file_);
    out_.diagnostics = document.diagnostics;
    if (base::has_errors(out_.diagnostics)) return std::move(out_);
    base::JsonReader reader(document.root, "answers file", file_, text_, out_.diagnostics);
    const JsonValue* answers = reader.object_or_null("answers");
    const JsonValue* labs = reader.object_or_null("labs");
    reader.finish();
    if (answers != nullptr) check_names(*answers);
    if (labs != nullptr) check_labs(*labs);
    for (const quiz::Question& question : lesson_.quiz.questions)
      grade_question(question, answers == nullptr ? nullptr : answers->find(question.id));
    for (const lab::Lab& lab : lesson_.labs) grade_lab(lab, labs == nullptr ? nullptr : labs->find(lab.id));
    return std::move(out_);
  }

 private:
  void check_names(const JsonValue& answers) {
    std::vector<std::string> known;
    for (const quiz::Question& question : lesson_.quiz.questions) known.push_back(question.id);
    for (const JsonValue::Member& member : answers.members)
      unknown("grade.unknown-question", "question", member, known);
  }

  void check_labs(const JsonValue& labs) {
    std::vector<std::string> known;
    for (const lab::Lab& lab : lesson_.labs) known.push_back(lab.id);
    for (const JsonValue::Member& member : labs.members) unknown("grade.unknown-lab", "lab", member, known);
  }

  void unknown(std::string code, std::string_view what, const JsonValue::Member& member,
               const std::vector<std::string>& known) {
    if (std::find(known.begin(), known.end(), member.key) != known.end()) return;
    report(std::move(code), fmt::format("this lesson has no {} \"{}\"", what, member.key), member.at,
           known.empty() ? fmt::format("It has no {} at all.", what)
                         : base::meant_or_known(member.key, known, "It has"));
  }

  void grade_question(const quiz::Question& question, const JsonValue* value) {
    GradedQuestion& graded = out_.questions.emplace_back();
    graded.id = question.id;
    if (value == nullptr) return;
    base::Diagnostics wrong;
    const quiz::Answer answer = quiz::read_answer(question, *value, file_, text_, wrong);
    out_.diagnostics.insert(out_.diagnostics.end(), wrong.begin(), wrong.end());
    if (base::has_errors(wrong)) return;
    const auto* scenario = question.deploy.empty() ? nullptr : lesson_.find_deploy(question.deploy);
    if (scenario == nullptr) {
      graded.grade = quiz::grade(question, answer);
      return;
    }
    auto run = quiz::grade_by_execution(question, answer, *scenario, stop_);
    if (run)
      graded.grade = std::move(*run);
    else
      out_.diagnostics.push_back({base::Severity::error, run.error()});
  }

  void grade_lab(const lab::Lab& lab, const JsonValue* value) {
    GradedLab& graded = out_.labs.emplace_back();
    graded.id = lab.id;
    if (value == nullptr) return;
    if (value->kind != JsonValue::Kind::array) {
      report("json.wrong-kind",
             fmt::format("a lab's answer must be a list of commands, and this is {}", to_string(value->kind)),
             value->at);
      return;
    }
    std::vector<world::Command> commands;
    for (const JsonValue& entry : value->items)
      if (auto command = world::read_command(entry, file_, text_, out_.diagnostics); command)
        commands.push_back(std::move(*command));
    if (commands.size() != value->items.size()) return;
    auto played = world::World::create(lab.start);
    if (!played) {
      out_.diagnostics.push_back({base::Severity::error, played.error()});
      return;
    }
    graded.attempted = true;
    for (const world::Command& command : commands) {
      const auto node = played->apply(command, stop_);
      if (node) continue;
      graded.refused = fmt::format("{}: {}", world::title(command), node.error().message);
      break;
    }
    graded.goals = lab::evaluate(lab.goals, *played, stop_);
  }

  void report(std::string code, std::string message, base::Position at, std::string help = {}) {
    base::Error error;
    error.code = std::move(code);
    error.message = std::move(message);
    error.help = std::move(help);
    error.file = file_;
    error.at = at;
    error.excerpt = base::caret_excerpt(text_, at);
    out_.diagnostics.push_back({base::Severity::error, std::move(error)});
  }

  const course::Lesson& lesson_;
  std::string_view text_;
  const std::string& file_;
  std::stop_token stop_;
  GradedAnswers out_;
};

}  // namespace

double GradedAnswers::credit() const {
  double sum = 0.0;
  for (const GradedQuestion& question : questions)
    if (question.grade && question.grade->counts) sum += question.grade->credit;
  return sum;
}

bool GradedAnswers::all_passed() const {
  return std::all_of(
             questions.begin(), questions.end(),
             [](const GradedQuestion& question) { return question.grade && question.grade->passed(); }) &&
         std::all_of(labs.begin(), labs.end(), [](const GradedLab& lab) { return lab.passed(); });
}

GradedAnswers grade_answers(const course::Lesson& lesson, std::string_view text, const std::string& file,
                            std::stop_token stop) {
  return Grader(lesson, text, file, std::move(stop)).grade();
}

}  // namespace lessons::authoring

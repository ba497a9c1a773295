#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>
#include <nlohmann/json.hpp>
#include <ostream>

#include "engine/app/ctl.h"
#include "lessons/authoring/graded_answers.h"
#include "lessons/course/lesson.h"
#include "simulator/base/files.h"
#include "simulator/base/json_text.h"

namespace engine::app {
namespace {

using lessons::authoring::GradedAnswers;
using lessons::authoring::GradedLab;
using lessons::authoring::GradedQuestion;
using lessons::quiz::Feedback;
using Json = nlohmann::ordered_json;

struct GradeFlags {
  std::string lesson;
  std::string answers;
  bool json = false;
};

void print(const GradedAnswers& graded, std::ostream& out) {
  for (const GradedQuestion& question : graded.questions) {
    if (!question.grade) {
      out << fmt::format("{}: not answered\n", question.id);
      continue;
    }
    const auto& grade = *question.grade;
    out << (grade.counts ? fmt::format("{}: {} ({:.0f} %)\n", question.id, to_string(grade.verdict),
                                       100 * grade.credit)
                         : fmt::format("{}: {} (possible coverage {:.0f} %, not counted)\n", question.id,
                                       to_string(grade.verdict), 100 * grade.credit));
    for (const Feedback& line : grade.feedback)
      out << fmt::format("  {}: {}\n", to_string(line.kind), line.text);
  }
  for (const GradedLab& lab : graded.labs) {
    out << fmt::format("lab {}: {}\n", lab.id,
                       !lab.attempted ? "not done"
                       : lab.passed() ? "done"
                                      : "not done yet");
    if (!lab.refused.empty()) out << fmt::format("  stopped at {}\n", lab.refused);
    for (const auto& goal : lab.goals)
      out << (goal.reached ? fmt::format("  reached: {}\n", goal.id)
                           : fmt::format("  open: {}: {}\n", goal.id, goal.why_not));
  }
}

std::string json_of(const GradedAnswers& graded) {
  Json out = {{"passed", graded.all_passed()}, {"credit", graded.credit()}};
  Json& questions = out["questions"] = Json::array();
  for (const GradedQuestion& question : graded.questions) {
    Json entry = {{"id", question.id}, {"answered", question.grade.has_value()}};
    if (question.grade) {
      entry["verdict"] = to_string(question.grade->verdict);
      entry["credit"] = question.grade->credit;
      entry["counts"] = question.grade->counts;
      Json& feedback = entry["feedback"] = Json::array();
      for (const Feedback& line : question.grade->feedback)
        feedback.push_back({{"kind", to_string(line.kind)},
                            {"item", line.item},
                            {"other", line.other},
                            {"text", line.text}});
    }
    questions.push_back(std::move(entry));
  }
  Json& labs = out["labs"] = Json::array();
  for (const GradedLab& lab : graded.labs) {
    Json entry = {{"id", lab.id}, {"attempted", lab.attempted}, {"passed", lab.passed()}};
    if (!lab.refused.empty()) entry["refused"] = lab.refused;
    Json& goals = entry["goals"] = Json::array();
    for (const auto& goal : lab.goals)
      goals.push_back({{"id", goal.id}, {"reached", goal.reached}, {"why_not", goal.why_not}});
    labs.push_back(std::move(entry));
  }
  return simulator::base::json_text(out) + "\n";
}

void grade(const GradeFlags& options, Outcome& outcome) {
  const auto folder = simulator::base::Folder::open(options.lesson);
  if (!folder) return outcome.could_not_run(folder.error());
  const auto text = simulator::base::read_file(options.answers);
  if (!text) return outcome.could_not_run(text.error());
  const std::string id = std::filesystem::path(options.lesson).lexically_normal().filename().string();
  const auto lesson = lessons::course::load_lesson(*folder, id, nullptr);
  const GradedAnswers graded = lessons::authoring::grade_answers(lesson, *text, options.answers);
  // A lesson with mistakes lacks questions or labs: a grade of the rest would say more than is known.
  bool usable = true;
  for (const auto* diagnostics : {&lesson.diagnostics, &graded.diagnostics})
    for (const auto& diagnostic : *diagnostics) {
      if (diagnostic.severity != simulator::base::Severity::error) continue;
      outcome.could_not_run(diagnostic.what);
      usable = false;
    }
  if (!usable) return;
  if (options.json)
    outcome.out << json_of(graded);
  else
    print(graded, outcome.out);
  if (!graded.all_passed()) outcome.exit = Exit::does_not_hold;
}

}  // namespace

void add_grade_verb(CLI::App& program, Outcome& outcome) {
  auto options = std::make_shared<GradeFlags>();
  CLI::App* verb =
      program.add_subcommand("grade", "Grade a file of answers to the questions and labs of a lesson");
  verb->add_option("LESSON_DIR", options->lesson, "The lesson's folder, with lesson.md in it")->required();
  verb->add_option("--answers", options->answers,
                   "JSON: {\"answers\": {question: answer}, \"labs\": {lab: [commands]}}")
      ->required();
  verb->add_flag("--json", options->json,
                 "Print {\"passed\", \"credit\", \"questions\": [...], \"labs\": [...]}");
  verb->footer(
      "An answer is an option's id, a list of ids, an object that gives each gap its text, or a text.\n"
      "Orders that name a deploy scenario are run, and so are the commands of a lab.\n"
      "Exit code: 0 everything is right, 1 something is wrong or missing, 2 the lesson or the file cannot be "
      "used.");
  verb->callback([options, &outcome] { grade(*options, outcome); });
}

}  // namespace engine::app

#include "lessons/authoring/check.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <tuple>

#include "lessons/authoring/characters.h"
#include "lessons/authoring/run_deploy.h"
#include "lessons/authoring/run_lab.h"
#include "lessons/authoring/run_sql_blocks.h"
#include "lessons/quiz/check.h"
#include "lessons/quiz/explored_order.h"
#include "simulator/base/text_position.h"

namespace lessons::authoring {
namespace {

void take(base::Diagnostics& out, base::Diagnostics more) {
  out.insert(out.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

class CourseCheck {
 public:
  CourseCheck(const base::Folder& folder, std::stop_token stop, Checked& out)
      : folder_(folder), stop_(std::move(stop)), out_(out) {}

  void run() {
    const course::LoadedCourse loaded = course::load_course(folder_);
    ++out_.courses;
    take(out_.diagnostics, loaded.diagnostics);
    for (const course::Lesson& lesson : loaded.lessons) {
      if (stop_.stop_requested()) return;
      count(lesson);
      take(out_.diagnostics, lesson.diagnostics);
      take(out_.diagnostics, run_everything(lesson, stop_));
      check_question_ids(lesson);
    }
    texts_ = read_texts(folder_);
    for (const auto& [file, text] : texts_) take(out_.diagnostics, check_characters(text, file));
    add_excerpts();
  }

 private:
  void count(const course::Lesson& lesson) {
    ++out_.lessons;
    out_.questions += lesson.quiz.questions.size();
    out_.labs += lesson.labs.size();
    out_.deploys += lesson.deploys.size();
  }

  /// Attempts are kept by question id: the same id twice would be one question to the progress store.
  void check_question_ids(const course::Lesson& lesson) {
    for (const quiz::Question& question : lesson.quiz.questions) {
      const auto [first, fresh] = questions_.emplace(question.id, lesson.id);
      if (fresh) continue;
      base::Error error;
      error.code = "course.duplicate-question";
      error.message = fmt::format("the question \"{}\" is in {}, too", question.id, first->second);
      error.help = "Answers are kept by this id, so it has to be the only one in the course.";
      error.file = lesson.quiz.file;
      error.at = question.at;
      out_.diagnostics.push_back({base::Severity::error, std::move(error)});
    }
  }

  void add_excerpts() {
    for (base::Diagnostic& diagnostic : out_.diagnostics) {
      base::Error& error = diagnostic.what;
      const auto text = texts_.find(error.file);
      if (error.excerpt.empty() && text != texts_.end())
        error.excerpt = base::caret_excerpt(text->second, error.at);
    }
  }

  const base::Folder& folder_;
  std::stop_token stop_;
  Checked& out_;
  std::map<std::string, std::string> questions_;  ///< id -> lesson
  Texts texts_;
};

}  // namespace

base::Diagnostics run_everything(const course::Lesson& lesson, std::stop_token stop) {
  namespace deploy = simulator::deploy;
  base::Diagnostics out = run_sql_blocks(lesson, stop);
  // Explored once each: for the author's orders, and for the questions that name the scenario.
  std::vector<base::Result<deploy::Exploration>> explored;
  for (const deploy::Scenario& each : lesson.deploys) {
    explored.push_back(quiz::explore_for_grading(each, stop));
    take(out, run_deploy(each, explored.back(), stop));
  }
  take(out, quiz::check(lesson.quiz, [&](std::string_view id) -> quiz::KnownScenario {
         const deploy::Scenario* scenario = lesson.find_deploy(id);
         if (scenario == nullptr) return {};
         const auto& found = explored[static_cast<std::size_t>(scenario - lesson.deploys.data())];
         return {scenario, found ? &*found : nullptr};
       }));
  for (const lab::Lab& each : lesson.labs) take(out, run_lab(each, stop));
  return out;
}

Checked check(const base::Folder& folder, std::stop_token stop) {
  Checked out;
  const auto fail = [&](std::string code, std::string message, std::string help) {
    base::Error error;
    error.code = std::move(code);
    error.message = std::move(message);
    error.help = std::move(help);
    error.file = folder.display("");
    out.diagnostics.push_back({base::Severity::error, std::move(error)});
  };
  if (folder.contains_file("course.json")) {
    CourseCheck(folder, stop, out).run();
  } else if (const auto names = folder.list("")) {
    for (const std::string& name : *names) {
      if (name.back() != '/' || !folder.contains_file(name + "course.json")) continue;
      if (const auto inside = folder.folder(name.substr(0, name.size() - 1)))
        CourseCheck(*inside, stop, out).run();
    }
  }
  if (out.courses == 0)
    fail("check.no-course", "there is no course.json here, nor in a folder directly inside",
         "Name the folder of a course, or the folder that holds courses.");
  if (stop.stop_requested())
    fail("check.cancelled", "the check was stopped before it was done", "What is listed here is not all.");
  const auto place = [](const base::Diagnostic& d) {
    return std::tie(d.what.file, d.what.at.line, d.what.at.column);
  };
  std::stable_sort(out.diagnostics.begin(), out.diagnostics.end(),
                   [&](const auto& a, const auto& b) { return place(a) < place(b); });
  return out;
}

}  // namespace lessons::authoring

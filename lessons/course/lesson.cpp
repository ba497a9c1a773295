#include "lessons/course/lesson.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <tuple>

#include "lessons/course/find_by_id.h"
#include "lessons/course/lesson_links.h"
#include "lessons/markdown/parse.h"
#include "simulator/base/json.h"

namespace lessons::course {
namespace {

namespace deploy = simulator::deploy;

void take(base::Diagnostics& out, base::Diagnostics&& more) {
  out.insert(out.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

class LessonLoader {
 public:
  LessonLoader(const base::Folder& folder, const std::string& id, const Course* course)
      : folder_(folder), course_(course) {
    lesson_.id = id;
    lesson_.file = folder.display("lesson.md");
  }

  Lesson load() && {
    const bool has_text = read_text();
    read_quiz();
    read_parts();
    // Without the text every part would be called unused, and that is not what is wrong.
    if (has_text) check_links(lesson_, broken_, course_);
    make_sql_world();
    const auto place = [](const base::Diagnostic& d) {
      return std::tie(d.what.file, d.what.at.line, d.what.at.column);
    };
    std::stable_sort(lesson_.diagnostics.begin(), lesson_.diagnostics.end(),
                     [&](const auto& a, const auto& b) { return place(a) < place(b); });
    return std::move(lesson_);
  }

 private:
  bool read_text() {
    auto text = folder_.read("lesson.md");
    if (!text) {
      lesson_.diagnostics.push_back({base::Severity::error, text.error()});
      return false;
    }
    lesson_.text = std::move(*text);
    markdown::Parsed parsed = markdown::parse(lesson_.text, lesson_.file);
    lesson_.document = std::move(parsed.document);
    take(lesson_.diagnostics, std::move(parsed.diagnostics));
    return true;
  }

  void read_quiz() {
    lesson_.quiz.file = folder_.display("quiz.json");
    const auto text = folder_.read("quiz.json");
    if (!text && text.error().code == "files.missing") return;
    if (!text) {
      lesson_.diagnostics.push_back({base::Severity::error, text.error()});
      broken_.whole_quiz = true;
      return;
    }
    quiz::QuizReading reading = quiz::read_quiz(*text, lesson_.quiz.file);
    // A question with mistakes is left out of the quiz; which ids those were, only the file can tell.
    const base::JsonDocument document = base::parse_json(*text, lesson_.quiz.file);
    const base::JsonValue* questions = document.root.find("questions");
    broken_.whole_quiz = base::has_errors(document.diagnostics) || questions == nullptr;
    if (questions != nullptr)
      for (const base::JsonValue& question : questions->items)
        if (const base::JsonValue* id = question.find("id"); id != nullptr && !id->string.empty())
          broken_.questions.insert(id->string);
    lesson_.quiz = std::move(reading.quiz);
    take(lesson_.diagnostics, std::move(reading.diagnostics));
  }

  void read_parts() {
    const auto names = folder_.list("");
    if (!names) return;
    for (const std::string& name : *names) {
      if (const auto id = stem(name, ".lab.json")) {
        lab::LabResult reading = lab::read_lab(folder_, name);
        add(lesson_.labs, std::move(reading.lab), std::move(reading.diagnostics), *id, broken_.labs);
      } else if (const auto deploy_id = stem(name, ".deploy.json")) {
        deploy::ScenarioResult reading = deploy::read_scenario(folder_, name);
        add(lesson_.deploys, std::move(reading.scenario), std::move(reading.diagnostics), *deploy_id,
            broken_.deploys);
      }
    }
  }

  static std::optional<std::string> stem(std::string_view name, std::string_view ending) {
    if (name.size() <= ending.size() || !name.ends_with(ending)) return std::nullopt;
    return std::string(name.substr(0, name.size() - ending.size()));
  }

  template <class Part>
  void add(std::vector<Part>& parts, Part&& part, base::Diagnostics&& diagnostics, const std::string& file_id,
           std::set<std::string, std::less<>>& broken) {
    if (base::has_errors(diagnostics)) {
      broken.insert(file_id);
      if (!part.id.empty()) broken.insert(part.id);
    } else if (part.id != file_id) {
      base::Error error;
      error.code = "lesson.other-id";
      error.message = fmt::format("the file is called {}, and its id is \"{}\"", file_id, part.id);
      error.help = "Give it the id that its file name has, so that people find it.";
      error.file = part.file;
      diagnostics.push_back({base::Severity::error, std::move(error)});
      broken.insert(file_id);
      broken.insert(part.id);
    } else {
      parts.push_back(std::move(part));
    }
    take(lesson_.diagnostics, std::move(diagnostics));
  }

  void make_sql_world() {
    for (const PlacedPart& placed : live_parts(lesson_.document)) {
      if (placed.part->kind != markdown::LiveKind::sql) continue;
      const std::string name(placed.part->argument("on"));
      auto& environments = lesson_.sql_world.environments;
      const bool known = std::any_of(environments.begin(), environments.end(),
                                     [&](const auto& each) { return each.name == name; });
      if (!name.empty() && !known) environments.push_back({name, {}, {}});
    }
  }

  const base::Folder& folder_;
  const Course* course_;
  Lesson lesson_;
  BrokenParts broken_;
};

}  // namespace

const lab::Lab* Lesson::find_lab(std::string_view name) const { return find_by_id(labs, name); }
const deploy::Scenario* Lesson::find_deploy(std::string_view name) const { return find_by_id(deploys, name); }
const Lesson* LoadedCourse::find(std::string_view name) const { return find_by_id(lessons, name); }

Lesson load_lesson(const base::Folder& folder, const std::string& id, const Course* course) {
  return LessonLoader(folder, id, course).load();
}

LoadedCourse load_course(const base::Folder& folder) {
  LoadedCourse out;
  CourseReading reading = read_course(folder);
  out.course = std::move(reading.course);
  out.diagnostics = std::move(reading.diagnostics);
  for (const LessonEntry& entry : out.course.lessons) {
    if (!entry.installed || out.find(entry.id) != nullptr) continue;
    if (const auto inside = folder.folder(entry.id))
      out.lessons.push_back(load_lesson(*inside, entry.id, &out.course));
  }
  return out;
}

}  // namespace lessons::course

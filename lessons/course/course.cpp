#include "lessons/course/course.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

#include "lessons/course/find_by_id.h"
#include "simulator/base/json.h"
#include "simulator/base/known_words.h"

namespace lessons::course {
namespace {

/// An id is a folder's name, too: nothing in it may lead anywhere.
bool good_id(std::string_view id) {
  return !id.empty() && id.size() <= 80 && id.front() != '-' && std::all_of(id.begin(), id.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
  });
}

class CourseReader {
 public:
  CourseReader(const base::Folder& folder, std::string_view text, CourseReading& out)
      : folder_(folder), text_(text), out_(out) {}

  void read(const base::JsonValue& root) {
    Course& course = out_.course;
    base::JsonReader reader(root, "course", course.file, text_, out_.diagnostics);
    course.id = reader.string("id");
    course.title = reader.string("title");
    course.summary = reader.string_or("summary", {});
    if (reader.has("id")) check_id(reader, course.id, reader.at("id"));
    check_text(reader, root, "title");
    for (const base::JsonValue& lesson : reader.array("lessons"))
      course.lessons.push_back(read_lesson(lesson));
    for (const base::JsonValue& concept_ : reader.array_or_empty("concepts"))
      course.concepts.push_back(read_concept(concept_));
    check_links(reader);
    reader.finish();
  }

 private:
  LessonEntry read_lesson(const base::JsonValue& value) {
    base::JsonReader reader(value, "lesson", out_.course.file, text_, out_.diagnostics);
    LessonEntry lesson;
    lesson.at = value.at;
    lesson.id = reader.string("id");
    lesson.title = reader.string("title");
    lesson.level = reader.string("level");
    lesson.summary = reader.string_or("summary", {});
    lesson.minutes = reader.integer_or("minutes", 0);
    if (reader.has("id") && check_id(reader, lesson.id, reader.at("id"))) {
      if (!lessons_.insert(lesson.id).second)
        reader.report("course.duplicate-id", fmt::format("two lessons have the id \"{}\"", lesson.id),
                      reader.at("id"), "Give one of them another id, and its folder the same name.");
      lesson.installed = folder_.contains_file(lesson.id + "/lesson.md");
    }
    check_text(reader, value, "title");
    check_text(reader, value, "level");
    if (lesson.minutes < 0 || lesson.minutes > 6'000)
      reader.report("course.bad-minutes", "\"minutes\" is how long the lesson takes: 1 to 6000",
                    reader.at("minutes"), "Leave the key out when you do not know.");
    reader.finish();
    return lesson;
  }

  Concept read_concept(const base::JsonValue& value) {
    base::JsonReader reader(value, "concept", out_.course.file, text_, out_.diagnostics);
    Concept result;
    result.at = value.at;
    result.id = reader.string("id");
    result.title = reader.string("title");
    result.lesson = reader.string("lesson");
    if (reader.has("id") && check_id(reader, result.id, reader.at("id")) &&
        !concepts_.insert(result.id).second)
      reader.report("course.duplicate-id", fmt::format("two concepts have the id \"{}\"", result.id),
                    reader.at("id"), "Give one of them another id.");
    check_text(reader, value, "title");
    reader.finish();
    return result;
  }

  void check_links(base::JsonReader& reader) {
    const std::vector<std::string> known(lessons_.begin(), lessons_.end());
    for (const Concept& each : out_.course.concepts) {
      if (each.lesson.empty() || lessons_.contains(each.lesson)) continue;
      const auto near = base::did_you_mean(each.lesson, known);
      reader.report("course.unknown-lesson",
                    fmt::format("the concept \"{}\" belongs to \"{}\", which is no lesson of this course",
                                each.id, each.lesson),
                    each.at,
                    near ? fmt::format("Did you mean \"{}\"?", *near)
                         : "List the lesson, even if it is not written yet: title and level are enough.");
    }
    const auto names = folder_.list("");
    if (!names) return;
    for (const std::string& name : *names) {
      if (name.back() != '/' || lessons_.contains(name.substr(0, name.size() - 1))) continue;
      if (!folder_.contains_file(name + "lesson.md")) continue;
      base::Error error;
      error.code = "course.unlisted-lesson";
      error.message = fmt::format("{}lesson.md is there, and course.json does not list it", name);
      error.help = "Nobody can open it. Add it to \"lessons\" in course.json.";
      error.file = out_.course.file;
      error.at = reader.at("lessons");
      error.excerpt = {};
      out_.diagnostics.push_back({base::Severity::warning, std::move(error)});
    }
  }

  static bool check_id(base::JsonReader& reader, const std::string& id, base::Position at) {
    if (good_id(id)) return true;
    reader.report("course.bad-id", fmt::format("\"{}\" cannot be an id", id), at,
                  "An id is lower-case letters, digits and hyphens: it is also the name of a folder.");
    return false;
  }
  /// A key that is missing or of the wrong kind has been reported by the reader.
  static void check_text(base::JsonReader& reader, const base::JsonValue& object, std::string_view key) {
    const base::JsonValue* text = object.find(key);
    if (text == nullptr || text->kind != base::JsonValue::Kind::string) return;
    if (text->string.find_first_not_of(" \t\n") == std::string::npos)
      reader.report("course.empty-text", fmt::format("\"{}\" is empty", key), text->at,
                    "It is what people see in the list of lessons.");
  }

  const base::Folder& folder_;
  std::string_view text_;
  CourseReading& out_;
  std::set<std::string, std::less<>> lessons_;
  std::set<std::string, std::less<>> concepts_;
};

}  // namespace

const LessonEntry* Course::find_lesson(std::string_view lesson) const { return find_by_id(lessons, lesson); }
const Concept* Course::find_concept(std::string_view name) const { return find_by_id(concepts, name); }

LinkTarget resolve_link(const Course& course, std::string_view link) {
  LinkTarget target;
  const auto after = [&](std::string_view prefix) {
    if (!link.starts_with(prefix)) return false;
    link.remove_prefix(prefix.size());
    return true;
  };
  if (after("#")) {
    target.kind = LinkTarget::Kind::heading;
    target.anchor = link;
  } else if (after("concept:")) {
    if (const Concept* found = course.find_concept(link)) target.entry = course.find_lesson(found->lesson);
  } else if (after("lesson:")) {
    const auto hash = link.find('#');
    target.entry = course.find_lesson(link.substr(0, hash));
    if (hash != std::string_view::npos) target.anchor = link.substr(hash + 1);
  } else if (link.starts_with("https://") || link.starts_with("http://") || link.starts_with("mailto:")) {
    target.kind = LinkTarget::Kind::web;
    target.address = link;
  }
  if (target.entry != nullptr) {
    target.kind = LinkTarget::Kind::lesson;
    target.lesson = target.entry->id;
  }
  return target;
}

CourseReading read_course(const base::Folder& folder) {
  CourseReading out;
  out.course.file = folder.display("course.json");
  const auto text = folder.read("course.json");
  if (!text) {
    out.diagnostics.push_back({base::Severity::error, text.error()});
    return out;
  }
  base::JsonDocument document = base::parse_json(*text, out.course.file);
  const bool cut_short = std::any_of(document.diagnostics.begin(), document.diagnostics.end(),
                                     [](const base::Diagnostic& d) { return d.what.code == "json.syntax"; });
  const bool is_object = document.root.kind == base::JsonValue::Kind::object;
  if (is_object || !cut_short) CourseReader(folder, *text, out).read(document.root);
  // What stands before a slip in the syntax is still a course that people can open, but what it lacks may
  // stand behind the slip: nothing is said about that.
  if (cut_short) out.diagnostics.clear();
  out.diagnostics.insert(out.diagnostics.end(), document.diagnostics.begin(), document.diagnostics.end());
  std::stable_sort(out.diagnostics.begin(), out.diagnostics.end(), [](const auto& a, const auto& b) {
    return std::pair(a.what.at.line, a.what.at.column) < std::pair(b.what.at.line, b.what.at.column);
  });
  return out;
}

}  // namespace lessons::course

// A course as its course.json tells it: lessons in order, and the concepts that link them. Lessons that are
// named but not installed are part of it: title and level, so that a link to them says where an idea returns.
//
// assets/schemas/course.schema.json describes every key. Ownership: plain values. Threads: none shared.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "simulator/base/error.h"
#include "simulator/base/files.h"

namespace lessons::course {

namespace base = simulator::base;

struct LessonEntry {
  std::string id;  ///< also the name of its folder
  std::string title;
  std::string level;         ///< "junior", "junior to middle", "middle", ...
  std::string summary;       ///< may be empty
  std::int64_t minutes = 0;  ///< how long it takes; 0: not said
  bool installed = false;    ///< its folder holds a lesson.md
  base::Position at;
};

/// An idea that more than one lesson speaks about. "concept:drift" in a lesson links here.
struct Concept {
  std::string id;
  std::string title;
  std::string lesson;  ///< id of the lesson that explains it
  base::Position at;
};

struct Course {
  std::string id;
  std::string title;
  std::string summary;
  std::string file;  ///< for messages
  std::vector<LessonEntry> lessons;
  std::vector<Concept> concepts;

  [[nodiscard]] const LessonEntry* find_lesson(std::string_view id) const;
  [[nodiscard]] const Concept* find_concept(std::string_view id) const;
};

/// Where a link in a lesson leads: "#heading", "concept:drift", "lesson:04-drift",
/// "lesson:04-drift#heading" or an address.
struct LinkTarget {
  enum class Kind { heading, lesson, web, unknown };
  Kind kind = Kind::unknown;
  std::string lesson;                  ///< id; of kind lesson
  std::string anchor;                  ///< without '#'; of headings and lessons, may be empty
  std::string address;                 ///< of kind web: https or http or mailto
  const LessonEntry* entry = nullptr;  ///< of kind lesson; points into the course
};
/// `unknown` for a concept or lesson that the course does not name, and for addresses of other schemes
/// (file:, javascript:): those are never opened.
[[nodiscard]] LinkTarget resolve_link(const Course& course, std::string_view link);

struct CourseReading {
  Course course;  ///< what could be read, also when there are errors
  base::Diagnostics diagnostics;
};

/// Reads course.json in `folder`; opens no lesson. Errors: files.*, json.*, course.bad-id (an id is a
/// folder's name: lower-case letters, digits and hyphens), course.duplicate-id, course.unknown-lesson,
/// course.bad-minutes, course.empty-text. Warning: course.unlisted-lesson.
[[nodiscard]] CourseReading read_course(const base::Folder& folder);

}  // namespace lessons::course

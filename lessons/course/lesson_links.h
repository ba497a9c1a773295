// Do the live parts and links of a lesson lead somewhere? Used by load_lesson, once all parts are read.
#pragma once

#include <set>
#include <string>

#include "lessons/course/course.h"
#include "lessons/course/lesson.h"

namespace lessons::course {

/// Ids of parts that have a file with mistakes in it: they exist, so a live part that names one is not wrong.
struct BrokenParts {
  std::set<std::string, std::less<>> questions;
  std::set<std::string, std::less<>> labs;
  std::set<std::string, std::less<>> deploys;
  bool whole_quiz = false;  ///< quiz.json could not be read: nothing can be said about question ids
};

/// Adds to `lesson.diagnostics`: lesson.unknown-*, lesson.unused-*, lesson.repeated-part, lesson.broken-link,
/// lesson.bad-argument.
void check_links(Lesson& lesson, const BrokenParts& broken, const Course* course);

}  // namespace lessons::course

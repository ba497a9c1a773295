// Proving a course: everything that loading reports, and what only running shows.
//
// - A lab: its start can be made; untouched it does not reach all goals; its solution does; each wrong
//   example misses exactly the goals its author names, with the message its author quotes.
// - A deploy scenario is explored and its orders are replayed: in one that it calls safe nothing fails,
//   whatever happens in between; every other fails when it is replayed or explored, and the message its
//   author quotes stands first there. Where exploring does not tell, the replay decides alone, and a warning
//   says so.
// - Every `sql run` block runs, in the order of the text, in the lesson's small World; one with expect=error
//   fails.
// - Answer keys and examples of the quiz; pairs that order a scenario's steps allow exactly the orders that
//   exploring found safe (lessons/quiz/check.h).
//
// All SQL runs in the Sandbox: other people's courses may be checked.
#pragma once

#include <cstddef>
#include <stop_token>

#include "lessons/course/lesson.h"
#include "simulator/base/error.h"
#include "simulator/base/files.h"

namespace lessons::authoring {

namespace base = simulator::base;

struct Checked {
  base::Diagnostics diagnostics;  ///< sorted by file, line and column
  std::size_t courses = 0;
  std::size_t lessons = 0;  ///< installed ones
  std::size_t questions = 0;
  std::size_t labs = 0;
  std::size_t deploys = 0;
};

/// `folder` is a course (it holds course.json) or holds courses. Errors: check.no-course, check.cancelled,
/// those of read_course and load_lesson, and check.start-fails, check.starter-passes, check.solution-fails,
/// check.wrong-example, check.safe-order-fails, check.unsafe-order-passes, check.other-failure,
/// check.sql-fails, check.sql-passes, course.duplicate-question, check.character; a warning:
/// check.not-explored.
[[nodiscard]] Checked check(const base::Folder& folder, std::stop_token stop = {});

/// What running shows about one lesson; its own diagnostics are not repeated.
[[nodiscard]] base::Diagnostics run_everything(const course::Lesson& lesson, std::stop_token stop = {});

}  // namespace lessons::authoring

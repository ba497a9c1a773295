// One lesson with everything that its text embeds. Nothing is read from outside its folder.
//
// A mistake in one part takes away that part only: the text is shown, and the part's place says what is
// wrong. All mistakes are in `diagnostics`.
//
// Ownership: plain values. A Lesson may be shared between threads once loaded.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lessons/course/course.h"
#include "lessons/lab/lab.h"
#include "lessons/markdown/document.h"
#include "lessons/quiz/quiz.h"
#include "simulator/base/error.h"
#include "simulator/base/files.h"
#include "simulator/deploy/scenario.h"
#include "simulator/world/world_start.h"

namespace lessons::course {

struct Lesson {
  std::string id;
  std::string file;  ///< of lesson.md, for messages
  std::string text;  ///< of lesson.md as it was read
  markdown::Document document;
  quiz::Quiz quiz;                                   ///< no questions when there is no quiz.json
  std::vector<lab::Lab> labs;                        ///< by file name; one with errors is left out
  std::vector<simulator::deploy::Scenario> deploys;  ///< likewise
  /// The small World that the `sql run` blocks share: one blank environment for each name they use.
  simulator::world::WorldStart sql_world;
  base::Diagnostics diagnostics;  ///< of all its files, by file and place

  [[nodiscard]] const lab::Lab* find_lab(std::string_view id) const;
  [[nodiscard]] const simulator::deploy::Scenario* find_deploy(std::string_view id) const;
  [[nodiscard]] bool broken() const { return base::has_errors(diagnostics); }
};

/// All live parts of a document in their order, also those inside lists and quotes. Pointers into it.
struct PlacedPart {
  const markdown::LivePart* part = nullptr;
  base::Position at;
};
[[nodiscard]] std::vector<PlacedPart> live_parts(const markdown::Document& document);

/// Reads the lesson in `folder` and resolves its live parts and links. `course` may be null: then links to
/// lessons and concepts are not judged. Errors: files.*, markdown.*, quiz.*, lab.*, deploy.*, world.*;
/// lesson.unknown-quiz, lesson.unknown-lab, lesson.unknown-deploy (a live part names nothing that exists),
/// lesson.repeated-part, lesson.broken-link, lesson.bad-argument, lesson.other-id (of a lab or deploy
/// scenario: not its file name). Warnings: lesson.unused-quiz, lesson.unused-lab, lesson.unused-deploy.
[[nodiscard]] Lesson load_lesson(const base::Folder& folder, const std::string& id, const Course* course);

/// A course with all lessons that are installed, for `check`; the window has a Shelf and reads one at a time.
struct LoadedCourse {
  Course course;
  std::vector<Lesson> lessons;    ///< the installed ones, in the course's order
  base::Diagnostics diagnostics;  ///< of course.json only; each lesson has its own

  [[nodiscard]] const Lesson* find(std::string_view id) const;
};
/// Never fails: a broken lesson carries its diagnostics, and the others are as if it were whole.
[[nodiscard]] LoadedCourse load_course(const base::Folder& folder);

}  // namespace lessons::course

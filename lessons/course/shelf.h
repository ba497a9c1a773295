// The lessons of a course on a shelf: what the list of lessons says of each is known at once, and a lesson is
// read when somebody first opens it. Starting the program costs one text a lesson, however many labs it has.
//
// Ownership: owns the course and every lesson that was opened; both may be shared and outlive it.
// Threads: one at a time, usually the window's; a lesson once read is a plain value.
#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "lessons/course/course.h"
#include "lessons/course/lesson.h"
#include "lessons/markdown/document.h"
#include "simulator/base/error.h"
#include "simulator/base/files.h"

namespace lessons::course {

/// What lesson.md embeds, in its order. Whether such a part exists and is whole, only reading the lesson
/// tells.
struct Outline {
  struct Part {
    markdown::LiveKind kind = markdown::LiveKind::quiz;
    std::string id;
  };
  std::vector<Part> parts;

  [[nodiscard]] std::size_t count(markdown::LiveKind kind) const;
};

class Shelf {
 public:
  /// Reads course.json and the text of every installed lesson. Never fails: see `diagnostics`.
  explicit Shelf(base::Folder folder);

  [[nodiscard]] const std::shared_ptr<const Course>& course() const { return course_; }
  /// Of course.json only; each lesson has its own.
  [[nodiscard]] const base::Diagnostics& diagnostics() const { return diagnostics_; }
  /// Null: not installed.
  [[nodiscard]] const Outline* outline(std::string_view lesson) const;
  /// Null: not installed, or its folder is gone since the start. The same lesson each time, as its files were
  /// when it was first asked for.
  [[nodiscard]] std::shared_ptr<const Lesson> lesson(std::string_view id);

 private:
  base::Folder folder_;
  std::shared_ptr<const Course> course_;
  base::Diagnostics diagnostics_;
  std::map<std::string, Outline, std::less<>> outlines_;
  std::map<std::string, std::shared_ptr<const Lesson>, std::less<>> lessons_;
};

}  // namespace lessons::course

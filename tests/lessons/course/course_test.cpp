#include "lessons/course/course.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>

namespace lessons::course {
namespace fs = std::filesystem;
namespace {

const fs::path golden = fs::path(DRIFTWOOD_SOURCE_DIR) / "tests/lessons/course/golden";

std::string seen(CourseReading reading) {
  const Course& course = reading.course;
  std::string out = fmt::format("{} | {} | {}\n", course.id, course.title, course.summary);
  for (const LessonEntry& lesson : course.lessons)
    out += fmt::format("lesson {} | {} | {} | {} min{}\n", lesson.id, lesson.title, lesson.level,
                       lesson.minutes, lesson.installed ? " | installed" : "");
  for (const Concept& each : course.concepts)
    out += fmt::format("concept {} | {} | {}\n", each.id, each.title, each.lesson);
  for (base::Diagnostic& diagnostic : reading.diagnostics) {
    diagnostic.what.file = fs::path(diagnostic.what.file).filename().string();
    out += to_string(diagnostic) + "\n";
  }
  return out;
}

/// A folder is a case: a course and what must be read from it. DRIFTWOOD_BLESS=1 writes what was read.
TEST(Course, GoldenFolders) {
  int cases = 0;
  for (const auto& entry : fs::directory_iterator(golden)) {
    SCOPED_TRACE(entry.path().filename().string());
    const std::string actual = seen(read_course(base::Folder::open(entry.path() / "course").value()));
    if (std::getenv("DRIFTWOOD_BLESS") != nullptr) {
      ASSERT_TRUE(base::write_file_atomically(entry.path() / "expected.txt", actual));
    }
    EXPECT_EQ(actual, base::read_file(entry.path() / "expected.txt").value());
    ++cases;
  }
  EXPECT_GE(cases, 4);
}

TEST(Course, LinksLeadToLessonsHeadingsAndTheWeb) {
  Course course;
  course.lessons = {{"01-a", "A", "junior", "", 0, true, {}}, {"02-b", "B", "middle", "", 0, false, {}}};
  course.concepts = {{"drift", "Drift", "02-b", {}}};
  const LinkTarget to_concept = resolve_link(course, "concept:drift");
  ASSERT_EQ(to_concept.kind, LinkTarget::Kind::lesson);
  EXPECT_EQ(to_concept.lesson, "02-b");
  EXPECT_FALSE(to_concept.entry->installed);
  const LinkTarget into_lesson = resolve_link(course, "lesson:01-a#recap");
  EXPECT_EQ(into_lesson.lesson, "01-a");
  EXPECT_EQ(into_lesson.anchor, "recap");
  EXPECT_EQ(resolve_link(course, "#recap").anchor, "recap");
  EXPECT_EQ(resolve_link(course, "https://sqlite.org").kind, LinkTarget::Kind::web);
  for (const char* nowhere : {"concept:nothing", "lesson:09-z", "file:///etc/passwd", "javascript:alert(1)",
                              "02-b/lesson.md", "../secret.md", ""})
    EXPECT_EQ(resolve_link(course, nowhere).kind, LinkTarget::Kind::unknown) << nowhere;
}

}  // namespace
}  // namespace lessons::course

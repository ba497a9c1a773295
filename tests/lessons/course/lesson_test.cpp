#include "lessons/course/lesson.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>

namespace lessons::course {
namespace fs = std::filesystem;
namespace {

const fs::path root = fs::path(DRIFTWOOD_SOURCE_DIR) / "tests/lessons/course/lessons";

std::string told(const base::Diagnostics& diagnostics, const fs::path& folder) {
  std::string out;
  for (base::Diagnostic diagnostic : diagnostics) {
    diagnostic.what.file = fs::path(diagnostic.what.file).lexically_relative(folder).string();
    out += to_string(diagnostic) + "\n";
  }
  return out;
}

/// DRIFTWOOD_BLESS=1 writes what was found.
void expect_golden(const fs::path& file, const std::string& actual) {
  if (std::getenv("DRIFTWOOD_BLESS") != nullptr) {
    ASSERT_TRUE(base::write_file_atomically(file, actual));
  }
  EXPECT_EQ(actual, base::read_file(file).value());
}

std::string seen(const Lesson& lesson, const fs::path& folder) {
  std::string out;
  for (const PlacedPart& placed : live_parts(lesson.document))
    out += fmt::format("{}:{} {} {}\n", placed.at.line, placed.at.column, to_string(placed.part->kind),
                       placed.part->id);
  for (const auto& question : lesson.quiz.questions) out += "question " + question.id + "\n";
  for (const auto& lab : lesson.labs) out += "lab " + lab.id + "\n";
  for (const auto& deploy : lesson.deploys) out += "deploy " + deploy.id + "\n";
  for (const auto& environment : lesson.sql_world.environments) out += "sql on " + environment.name + "\n";
  return out + told(lesson.diagnostics, folder);
}

Course some_course() {
  Course course;
  course.lessons = {{"01-first", "First", "junior", "", 0, true, {}},
                    {"02-second", "Second", "middle", "", 0, false, {}}};
  course.concepts = {{"drift", "Drift", "02-second", {}}};
  return course;
}

/// A folder is a case: a lesson and what must be found in it.
TEST(Lesson, GoldenFolders) {
  int cases = 0;
  const Course course = some_course();
  for (const auto& entry : fs::directory_iterator(root)) {
    SCOPED_TRACE(entry.path().filename().string());
    const fs::path folder = entry.path() / "lesson";
    const std::string actual =
        seen(load_lesson(base::Folder::open(folder).value(), "01-first", &course), folder);
    expect_golden(entry.path() / "expected.txt", actual);
    ++cases;
  }
  EXPECT_GE(cases, 6);
}

TEST(Lesson, TheContentLoadsWithoutAWord) {
  const LoadedCourse loaded =
      load_course(base::Folder::open(fs::path(DRIFTWOOD_SOURCE_DIR) / "content/schema-migrations").value());
  for (const auto& diagnostic : loaded.diagnostics) ADD_FAILURE() << to_string(diagnostic);
  ASSERT_FALSE(loaded.lessons.empty());
  for (const Lesson& lesson : loaded.lessons)
    for (const auto& diagnostic : lesson.diagnostics) ADD_FAILURE() << to_string(diagnostic);
  const Lesson* first = loaded.find("01-what-a-migration-is");
  ASSERT_NE(first, nullptr);
  EXPECT_EQ(first->labs.size(), 4U);
  EXPECT_EQ(first->deploys.size(), 2U);
  EXPECT_NE(first->find_lab("new-engineer"), nullptr);
  EXPECT_NE(first->find_deploy("add-phone"), nullptr);
  EXPECT_FALSE(first->broken());
}

/// A folder is a case: a course, and what must be found in it and in each of its lessons.
TEST(LoadedCourse, GoldenFolders) {
  int cases = 0;
  for (const auto& entry : fs::directory_iterator(root.parent_path() / "courses")) {
    SCOPED_TRACE(entry.path().filename().string());
    const fs::path folder = entry.path() / "course";
    const LoadedCourse loaded = load_course(base::Folder::open(folder).value());
    std::string actual = told(loaded.diagnostics, folder);
    for (const Lesson& lesson : loaded.lessons)
      actual += fmt::format("--- {}{}, {} blocks\n{}", lesson.id, lesson.broken() ? " (broken)" : "",
                            lesson.document.blocks.size(), seen(lesson, folder));
    expect_golden(entry.path() / "expected.txt", actual);
    ++cases;
  }
  EXPECT_GE(cases, 2);
}

}  // namespace
}  // namespace lessons::course

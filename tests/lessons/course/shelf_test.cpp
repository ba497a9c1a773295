#include "lessons/course/shelf.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "tests/programs/run.h"

namespace lessons::course {
namespace fs = std::filesystem;
namespace {

base::Folder course(const fs::path& inside) {
  return base::Folder::open(fs::path(DRIFTWOOD_SOURCE_DIR) / inside).value();
}

TEST(Shelf, SaysOfEveryInstalledLessonWhatItsTextEmbeds) {
  const base::Folder folder = course("content/schema-migrations");
  const Shelf shelf(folder);
  const LoadedCourse loaded = load_course(folder);
  EXPECT_EQ(shelf.course()->lessons.size(), loaded.course.lessons.size());
  for (const LessonEntry& entry : shelf.course()->lessons) {
    const Lesson* lesson = loaded.find(entry.id);
    const Outline* outline = shelf.outline(entry.id);
    ASSERT_EQ(outline == nullptr, lesson == nullptr) << entry.id;
    if (lesson == nullptr) continue;
    EXPECT_EQ(outline->count(markdown::LiveKind::lab), lesson->labs.size()) << entry.id;
    EXPECT_EQ(outline->count(markdown::LiveKind::deploy), lesson->deploys.size()) << entry.id;
    EXPECT_EQ(outline->count(markdown::LiveKind::quiz), lesson->quiz.questions.size()) << entry.id;
  }
}

TEST(Shelf, ALessonIsReadOnceAndOutlivesTheShelf) {
  std::shared_ptr<const Lesson> kept;
  {
    Shelf shelf(course("content/schema-migrations"));
    kept = shelf.lesson("01-what-a-migration-is");
    EXPECT_EQ(shelf.lesson("01-what-a-migration-is"), kept);
    EXPECT_EQ(shelf.lesson("no-such-lesson"), nullptr);
    EXPECT_EQ(shelf.outline("no-such-lesson"), nullptr);
  }
  ASSERT_NE(kept, nullptr);
  EXPECT_NE(kept->find_lab("new-engineer"), nullptr);
  EXPECT_FALSE(kept->broken());
}

struct CourseOfItsOwn {
  programs::TemporaryFolder folder;
  CourseOfItsOwn() {
    fs::copy(fs::path(DRIFTWOOD_SOURCE_DIR) / "content/schema-migrations", folder.path("course"),
             fs::copy_options::recursive);
  }
  [[nodiscard]] base::Folder open() const { return base::Folder::open(folder.path("course")).value(); }
};

TEST(Shelf, AFolderThatIsGoneTakesNoLessonAwayThatWasOpened) {
  const CourseOfItsOwn own;
  Shelf shelf(own.open());
  const auto opened = shelf.lesson("01-what-a-migration-is");
  ASSERT_NE(opened, nullptr);
  fs::remove_all(own.folder.path("course/01-what-a-migration-is"));
  fs::remove_all(own.folder.path("course/03-deploy-order"));
  EXPECT_EQ(shelf.lesson("01-what-a-migration-is"), opened);
  EXPECT_EQ(shelf.lesson("03-deploy-order"), nullptr);
  EXPECT_NE(shelf.outline("03-deploy-order"), nullptr) << "it was there at the start";
}

TEST(Shelf, AFolderWithoutATextIsNotInstalled) {
  const CourseOfItsOwn own;
  fs::remove(own.folder.path("course/03-deploy-order/lesson.md"));
  Shelf shelf(own.open());
  EXPECT_EQ(shelf.outline("03-deploy-order"), nullptr);
  EXPECT_EQ(shelf.lesson("03-deploy-order"), nullptr);
}

TEST(Shelf, OneThatIsNotInstalledIsNoLesson) {
  Shelf shelf(course("content/schema-migrations"));
  int absent = 0;
  for (const LessonEntry& entry : shelf.course()->lessons) {
    if (entry.installed) continue;
    ++absent;
    EXPECT_EQ(shelf.outline(entry.id), nullptr);
    EXPECT_EQ(shelf.lesson(entry.id), nullptr);
  }
  EXPECT_GT(absent, 0);
}

TEST(Shelf, ABrokenLessonIsTheSameAsLoadedAtOnce) {
  const base::Folder folder = course("tests/lessons/course/courses/one-broken/course");
  Shelf shelf(folder);
  const LoadedCourse loaded = load_course(folder);
  ASSERT_EQ(shelf.diagnostics().size(), loaded.diagnostics.size());
  int broken = 0;
  for (const Lesson& lesson : loaded.lessons) {
    const auto same = shelf.lesson(lesson.id);
    ASSERT_NE(same, nullptr) << lesson.id;
    ASSERT_EQ(same->diagnostics.size(), lesson.diagnostics.size());
    for (std::size_t i = 0; i < lesson.diagnostics.size(); ++i)
      EXPECT_EQ(to_string(same->diagnostics[i]), to_string(lesson.diagnostics[i]));
    EXPECT_EQ(same->broken(), lesson.broken());
    broken += lesson.broken();
  }
  EXPECT_GT(broken, 0);
}

}  // namespace
}  // namespace lessons::course

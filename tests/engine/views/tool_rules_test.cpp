// A lab whose author picked another tool's rules, through the names in the ledger.
#include "tests/engine/views/course_copy.h"
#include "tests/engine/views/window.h"

namespace engine::views {
namespace {

using testing::HasSubstr;

constexpr std::string_view lesson = "01-what-a-migration-is";

/// new-engineer's lab in this tool's layout.
struct ToolCourse {
  explicit ToolCourse(std::string_view tool) {
    const fs::path folder = copy.path / lesson / "migrations/users";
    const std::string up = "CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT NOT NULL);\n";
    const auto put = [&](const fs::path& name, const std::string& text) {
      fs::create_directories((folder / name).parent_path());
      ASSERT_TRUE(base::write_file_atomically(folder / name, text));
    };
    if (tool != "dbmate") fs::remove(folder / "20260401_create_users.sql");
    const fs::path lab = fs::path(lesson) / "new-engineer.lab.json";
    if (tool == "golang-migrate") {
      put("20260401_create_users.up.sql", up);
      put("20260401_create_users.down.sql", "DROP TABLE users;\n");
    }
    if (tool == "prisma") {
      put("20260401000000_create_users/migration.sql", up);
      for (int environment = 0; environment < 4; ++environment)
        copy.replace(lab, "\"migrated_to\": \"20260401\"",
                     "\"migrated_to\": \"20260401000000_create_users\"");
    }
    copy.replace(lab, "\"seed\": 1,", "\"seed\": 1, \"tool\": \"" + std::string(tool) + "\",");
  }
  CourseCopy copy;
};

void create(Window& window, std::string_view name, std::string_view text) {
  window.click("lab.new");
  window.type_into("lab.new.name", name);
  window.click("lab.new.create");
  window.retype("lab.editor", text);
}

TEST(ToolRules, TheBoardSaysWhoseTheyAreAndItsButtonsCarryTheToolsCommands) {
  const ToolCourse course("dbmate");
  Kept kept;
  Window window(kept, course.copy.path);
  window.open("lesson.do.lab.new-engineer");
  auto& driver = window.screen.driver;
  EXPECT_THAT(driver.item("board.tool").label, HasSubstr("Rules of dbmate"));
  EXPECT_EQ(driver.item("env.laptop.down").label, "dbmate rollback");
  window.click("env.laptop.down");
  EXPECT_EQ(driver.item("env.laptop.migrate").label, "dbmate migrate");
}

TEST(ToolRules, OurOwnLabsSayNothingAboutTools) {
  Kept kept;
  Window window(kept);
  window.open("lesson.do.lab.new-engineer");
  EXPECT_FALSE(window.screen.driver.has("board.tool"));
  EXPECT_EQ(window.screen.driver.item("env.laptop.down").label, "Take back");
}

TEST(ToolRules, AFailureIsExplainedQuestionByQuestion) {
  const ToolCourse course("golang-migrate");
  Kept kept;
  Window window(kept, course.copy.path);
  window.open("lesson.do.lab.new-engineer");
  create(window, "broken", "CREATE TABLE a (x);\nINSERT INTO nope VALUES (1);\n");
  auto& driver = window.screen.driver;
  EXPECT_TRUE(driver.has("lab.file.20260514_broken.up.sql")) << driver.screen();
  EXPECT_TRUE(driver.has("lab.file.20260514_broken.down.sql")) << driver.screen();
  window.click("env.laptop.migrate");
  for (const char* answer : {"did", "state", "next", "driftwood"})
    EXPECT_TRUE(driver.has(std::string("lab.events.0.explain.") + answer)) << answer << driver.screen();
  EXPECT_TRUE(driver.says("force")) << driver.screen();
}

TEST(ToolRules, PrismaHasNoWayBackAndItsNewMigrationIsAFolder) {
  const ToolCourse course("prisma");
  Kept kept;
  Window window(kept, course.copy.path);
  window.open("lesson.do.lab.new-engineer");
  auto& driver = window.screen.driver;
  EXPECT_FALSE(driver.has("env.laptop.down"));
  create(window, "add_a", "CREATE TABLE a (x);\n");
  EXPECT_TRUE(driver.says("_add_a/migration.sql")) << driver.screen();
  window.click("env.laptop.migrate");
  EXPECT_FALSE(driver.has("env.laptop.migrate")) << driver.screen();
}

TEST(ToolRules, AFileThatComesLateIsPassedOverAndTheLabSaysWhatNobodyElseDoes) {
  const ToolCourse course("golang-migrate");
  course.copy.replace(fs::path(lesson) / "new-engineer.lab.json", "\"environments\": [", R"("commands": [
      { "do": "write_file", "path": "20260601_add_b.up.sql", "text": "CREATE TABLE b (x);\n" },
      { "do": "migrate", "environment": "laptop" },
      { "do": "write_file", "path": "20260501_add_a.up.sql", "text": "CREATE TABLE a (x);\n" },
      { "do": "migrate", "environment": "laptop" }
    ],
    "environments": [)");
  Kept kept;
  Window window(kept, course.copy.path);
  window.open("lesson.do.lab.new-engineer");
  auto& driver = window.screen.driver;
  EXPECT_TRUE(driver.says("counts as applied")) << driver.screen();
  EXPECT_TRUE(driver.says("its history has it, the database does not")) << driver.screen();
  window.click("env.laptop.migrate");
  for (const char* words :
       {"no change", "20260501_add_a. A file that is merged late with a lower number never runs",
        "Nothing was run", "diff, and in a lab the board, shows", "above 20260601",
        "keeps a row for every file"})
    EXPECT_TRUE(driver.says(words)) << words << driver.screen();
}

}  // namespace
}  // namespace engine::views

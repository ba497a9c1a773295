// A person's own folder and database, opened in the desktop: it shows what the command line says, through the
// names in the ledger, and leaves both as they were.
#include <filesystem>
#include <map>

#include "engine/app/folder_reader.h"
#include "tests/engine/app/program.h"
#include "tests/engine/views/window.h"

namespace engine::app {
namespace {

using ::testing::HasSubstr;

struct Opened {
  Opened() {
    folder.write("m/001_users.sql",
                 "-- migrate:up\nCREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT NOT NULL);\n"
                 "-- migrate:down\nDROP TABLE users;\n");
  }
  void up(const std::string& tool = "driftwood") {
    const auto ran = testing::run(
        {"migrate", "up", "--dir", folder.path("m"), "--db", folder.path("app.db"), "--tool", tool});
    ASSERT_EQ(ran.exit, 0) << ran.err;
  }
  void show(std::string tool = "auto") {
    const FolderPlace place{folder.path("m"), folder.path("app.db"), std::move(tool), {}};
    window.shell.open_folder({place.folder, place.database,
                              [place](std::stop_token stop) { return look_at_folder(place, stop); }});
    window.settle();
  }
  platform::Driver& driver() { return window.screen.driver; }
  std::string label(const std::string& name) { return driver().item(name).label; }
  /// Every file beside each other, and what is in it.
  std::map<std::string, std::string> everything() const {
    std::map<std::string, std::string> out;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder.root()))
      out[entry.path().string()] = entry.is_directory() ? "" : views::base::read_file(entry.path()).value();
    return out;
  }

  testing::TemporaryFolder folder;
  views::Kept kept;
  views::Window window{kept};
};

TEST(FolderBoard, ShowsWhatStandsWhereAndWhatWouldRunWithWhatLintSays) {
  Opened opened;
  opened.up();
  opened.folder.write("m/002_phone.sql",
                      "ALTER TABLE users ADD COLUMN phone TEXT;\nALTER TABLE users DROP COLUMN email;\n");
  const auto before = opened.everything();
  opened.show();
  auto& driver = opened.driver();
  EXPECT_TRUE(driver.says("001 users")) << driver.screen();
  EXPECT_TRUE(driver.says("pending"));
  EXPECT_THAT(opened.label("folder.rules"), HasSubstr("schema_migrations"));
  EXPECT_THAT(opened.label("folder.plan.0.0"), HasSubstr("ADD COLUMN phone"));
  EXPECT_TRUE(driver.has("folder.plan.0.1.finding.0"));
  EXPECT_TRUE(driver.says("this drops the column users.email")) << driver.screen();
  EXPECT_TRUE(driver.has("folder.agree"));
  EXPECT_TRUE(driver.has("folder.drift.none"));
  EXPECT_THAT(opened.label("folder.command"), HasSubstr("driftwoodctl migrate up"));
  EXPECT_EQ(opened.everything(), before) << "looking wrote something";
}

TEST(FolderBoard, SaysWhatDriftedAndWhatDisagrees) {
  Opened opened;
  opened.up();
  opened.folder.database("app.db", "ALTER TABLE users ADD COLUMN nickname TEXT");
  opened.folder.write("m/001_users.sql",
                      "CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT NOT NULL);\n");
  opened.show();
  EXPECT_TRUE(opened.driver().has("folder.drift.0")) << opened.driver().screen();
  EXPECT_TRUE(opened.driver().says("nickname"));
  EXPECT_THAT(opened.label("folder.problem.0"), HasSubstr("001"));
  EXPECT_TRUE(opened.driver().has("folder.stopped"));
}

TEST(FolderBoard, FollowsTheToolThatKeepsTheHistory) {
  Opened opened;
  opened.up("dbmate");
  opened.show();
  EXPECT_THAT(opened.label("folder.tool"), HasSubstr("dbmate"));
  EXPECT_THAT(opened.label("folder.nothing"), HasSubstr("Nothing is pending"));
}

TEST(FolderBoard, LooksAgainWhenAsked) {
  Opened opened;
  opened.up();
  opened.show();
  EXPECT_FALSE(opened.driver().has("folder.plan.0"));
  opened.folder.write("m/002_tags.sql", "CREATE TABLE tags (name TEXT);\n");
  opened.window.click("folder.again");
  EXPECT_TRUE(opened.driver().has("folder.plan.0")) << opened.driver().screen();
}

TEST(FolderBoard, ADatabaseThatIsNotThereIsLookedAtAsAnEmptyOne) {
  Opened opened;
  const auto before = opened.everything();
  opened.show();
  EXPECT_TRUE(opened.driver().has("folder.no-database"));
  EXPECT_TRUE(opened.driver().has("folder.plan.0"));
  EXPECT_EQ(opened.everything(), before);
}

TEST(FolderBoard, MistakesOfTheFolderAreShownBesideWhatIsKnown) {
  Opened opened;
  opened.up();
  opened.folder.write("m/0002_wide.sql", "SELECT 1;\n");
  opened.show();
  EXPECT_TRUE(opened.driver().has("folder.mistake.0")) << opened.driver().screen();
  EXPECT_TRUE(opened.driver().has("folder.drift.unknown"));
  EXPECT_FALSE(opened.driver().has("folder.drift.none"));
  EXPECT_THAT(opened.label("folder.stopped"), HasSubstr("the folder has mistakes"));
}

TEST(FolderBoard, WhatIsNoDatabaseIsSaidAndTheLessonsAreStillThere) {
  Opened opened;
  opened.folder.write("app.db",
                      "this is a text, and long enough to be taken for a header of SQLite or not\n");
  opened.show();
  EXPECT_THAT(opened.label("folder.failure"), HasSubstr("cannot be used as a SQLite database"));
  opened.window.click("bar.home");
  EXPECT_FALSE(opened.driver().has("folder.failure"));
  opened.window.click("go.folder");
  EXPECT_TRUE(opened.driver().has("folder.failure"));
}

TEST(FolderBoard, TheCommandIsWhatAShellTakesWhole) {
  Opened opened;
  const auto look =
      look_at_folder({opened.folder.path("m"), opened.folder.path("it's new.db"), "flyway", {{"a", "b c"}}});
  ASSERT_TRUE(look) << to_string(look.error());
  EXPECT_THAT(look->command, HasSubstr("it'\\''s new.db'"));
  EXPECT_THAT(look->command, HasSubstr("--tool flyway --placeholder 'a=b c'"));
}

TEST(FolderBoard, ACancelledLookSaysSo) {
  Opened opened;
  opened.up();
  std::stop_source stop;
  stop.request_stop();
  const auto look = look_at_folder({opened.folder.path("m"), opened.folder.path("app.db")}, stop.get_token());
  ASSERT_FALSE(look);
  EXPECT_EQ(look.error().code, "migration.cancelled");
}

TEST(FolderBoard, FitsANarrowWindowAndLargeText) {
  Opened opened;
  opened.up();
  opened.folder.write("m/002_tags.sql", "CREATE TABLE tags (name TEXT);\n");
  opened.show();
  ui::Look look;
  look.text_percent = 200;
  opened.window.screen.ui.set_look(look);
  opened.window.settle();
  EXPECT_TRUE(opened.driver().has("folder.tabs.0.plan")) << opened.driver().screen();
  opened.window.click("folder.tabs.0.plan");
  EXPECT_TRUE(opened.driver().has("folder.plan.0"));
  EXPECT_LE(opened.driver().item("folder.plan.0").rect.right(), 1440);
}

}  // namespace
}  // namespace engine::app

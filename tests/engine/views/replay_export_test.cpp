#include "engine/views/replay_export.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>

#include "simulator/base/files.h"
#include "tests/engine/views/window.h"

namespace engine::views {
namespace {
namespace deploy = simulator::deploy;
using testing::HasSubstr;

class ReplayExport : public testing::Test {
 protected:
  ReplayExport() {
    std::string pattern = (fs::temp_directory_path() / "driftwood-export-XXXXXX").string();
    folder_ = ::mkdtemp(pattern.data());
  }
  ~ReplayExport() override { fs::remove_all(folder_); }
  fs::path folder_;
};

TEST_F(ReplayExport, ASecondOneHasANameOfItsOwn) {
  deploy::Scenario scenario;
  scenario.id = "../drop column";
  scenario.groups.resize(1);
  const auto first = export_replay(folder_ / "new", scenario, {}, nullptr);
  ASSERT_TRUE(first) << to_string(first.error());
  EXPECT_EQ(first->page, folder_ / "new/---drop-column-replay.html") << "an id cannot lead out of the folder";
  ASSERT_TRUE(base::write_file_atomically(first->json, "mine"));
  const auto second = export_replay(folder_ / "new", scenario, {}, nullptr);
  ASSERT_TRUE(second);
  EXPECT_EQ(second->json, folder_ / "new/---drop-column-replay-2.json");
  EXPECT_EQ(base::read_file(first->json).value(), "mine") << "nothing is written over";
}

TEST_F(ReplayExport, AFileInPlaceOfTheFolderIsToldAndNothingIsWritten) {
  ASSERT_TRUE(base::write_file_atomically(folder_ / "taken", "a file"));
  const auto exported = export_replay(folder_ / "taken", {}, {}, nullptr);
  ASSERT_FALSE(exported);
  EXPECT_EQ(exported.error().code, "files.unwritable");
}

TEST_F(ReplayExport, TheWindowWritesPageAndJsonAndSaysWhere) {
  Kept kept;
  Window window(kept, source / "content/schema-migrations", {}, 1440, 900, folder_);
  window.open("lesson.do.deploy.drop-column");
  EXPECT_FALSE(window.screen.driver.item("deploy.export").enabled) << "there is no replay yet";
  window.click("deploy.run");
  window.click("deploy.export");
  EXPECT_TRUE(window.screen.driver.says("Written: " + (folder_ / "drop-column-replay.html").string()));
  EXPECT_THAT(base::read_file(folder_ / "drop-column-replay.html").value(), HasSubstr("nickname"));
  EXPECT_THAT(base::read_file(folder_ / "drop-column-replay.json").value(), HasSubstr("\"summary\""));
}

}  // namespace
}  // namespace engine::views

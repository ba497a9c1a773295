// The desktop program without a display, as scripts use it.
#include "engine/app/desktop.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>

#include "lessons/progress/store.h"
#include "simulator/sql/database.h"
#include "tests/engine/app/program.h"

namespace engine::app {
namespace {

using ::testing::HasSubstr;
using testing::TemporaryFolder;

TEST(Desktop, AScriptEndsAtTheFirstComplaintAndSaysIt) {
  const TemporaryFolder folder;
  ::unsetenv("DISPLAY");
  ::setenv("XDG_DATA_HOME", folder.path("data").c_str(), 1);
  const std::string script = folder.write("walk.script", "wait idle\n");
  DesktopOptions options;
  options.script = script;
  ASSERT_EQ(run_desktop(options), 0);

  // Somebody broke the progress file: what was done can no longer be read.
  {
    auto database = simulator::sql::Database::open(
        {.path = lessons::progress::default_path().string(), .vfs = {}, .read_only = false, .create = false});
    ASSERT_TRUE(database.has_value());
    ASSERT_TRUE(database->execute("DROP TABLE attempts").has_value());
  }
  ::testing::internal::CaptureStderr();
  const int outcome = run_desktop(options);
  const std::string said = ::testing::internal::GetCapturedStderr();
  EXPECT_EQ(outcome, 1);
  EXPECT_THAT(said, HasSubstr("no such table: attempts"));
}

}  // namespace
}  // namespace engine::app

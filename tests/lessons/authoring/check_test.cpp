#include "lessons/authoring/check.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>

namespace lessons::authoring {
namespace fs = std::filesystem;
namespace {

const fs::path source = DRIFTWOOD_SOURCE_DIR;
const fs::path golden = source / "tests/lessons/authoring/golden";

std::string seen(Checked checked, const fs::path& folder) {
  std::string out = fmt::format("courses {} lessons {} questions {} labs {} deploys {}\n", checked.courses,
                                checked.lessons, checked.questions, checked.labs, checked.deploys);
  for (base::Diagnostic& diagnostic : checked.diagnostics) {
    diagnostic.what.file = fs::path(diagnostic.what.file).lexically_relative(folder).string();
    out += to_string(diagnostic) + "\n";
  }
  return out;
}

/// A folder is a case: content, and all that check says about it. DRIFTWOOD_BLESS=1 writes what it says.
TEST(Check, GoldenFolders) {
  int cases = 0;
  for (const auto& entry : fs::directory_iterator(golden)) {
    SCOPED_TRACE(entry.path().filename().string());
    const fs::path folder = entry.path() / "content";
    const std::string actual = seen(check(base::Folder::open(folder).value()), folder);
    if (std::getenv("DRIFTWOOD_BLESS") != nullptr) {
      ASSERT_TRUE(base::write_file_atomically(entry.path() / "expected.txt", actual));
    }
    EXPECT_EQ(actual, base::read_file(entry.path() / "expected.txt").value());
    ++cases;
  }
  EXPECT_GE(cases, 2);
}

TEST(Check, ProvesTheContent) {
  const Checked checked = check(base::Folder::open(source / "content").value());
  for (const base::Diagnostic& diagnostic : checked.diagnostics)
    if (diagnostic.severity == base::Severity::error) ADD_FAILURE() << to_string(diagnostic);
  EXPECT_GE(checked.labs, 3U);
  EXPECT_GE(checked.deploys, 2U);
  EXPECT_GE(checked.questions, 7U);
}

TEST(Check, StopsWhenAsked) {
  std::stop_source stop;
  stop.request_stop();
  const Checked checked = check(base::Folder::open(source / "content").value(), stop.get_token());
  const auto said = [&](std::string_view code) {
    return std::any_of(checked.diagnostics.begin(), checked.diagnostics.end(),
                       [&](const base::Diagnostic& d) { return d.what.code == code; });
  };
  EXPECT_TRUE(said("check.cancelled"));
  EXPECT_FALSE(said("check.solution-fails")) << "half a run proves nothing";
}

}  // namespace
}  // namespace lessons::authoring

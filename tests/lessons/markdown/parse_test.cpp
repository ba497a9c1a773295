#include "lessons/markdown/parse.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>

#include "simulator/base/files.h"

namespace lessons::markdown {
namespace fs = std::filesystem;
namespace {

const fs::path golden = fs::path(DRIFTWOOD_SOURCE_DIR) / "tests/lessons/markdown/golden";

std::string seen(const Parsed& parsed) {
  std::string out = outline(parsed.document);
  for (const auto& diagnostic : parsed.diagnostics) out += to_string(diagnostic) + "\n";
  return out;
}

/// A folder is a case: lesson.md and what must come of it. DRIFTWOOD_BLESS=1 writes what came.
TEST(Parse, GoldenFolders) {
  int cases = 0;
  for (const auto& entry : fs::directory_iterator(golden)) {
    SCOPED_TRACE(entry.path().filename().string());
    const std::string text = base::read_file(entry.path() / "lesson.md").value();
    const std::string actual = seen(parse(text, "lesson.md"));
    if (std::getenv("DRIFTWOOD_BLESS") != nullptr) {
      ASSERT_TRUE(base::write_file_atomically(entry.path() / "document.txt", actual));
    }
    EXPECT_EQ(actual, base::read_file(entry.path() / "document.txt").value());
    ++cases;
  }
  EXPECT_GE(cases, 3);
}

TEST(Parse, SurvivesHostileText) {
  EXPECT_TRUE(base::has_errors(parse(std::string(5'000, '>') + " x", "a.md").diagnostics));
  EXPECT_TRUE(base::has_errors(parse("broken \xff byte", "a.md").diagnostics));
  for (const std::string& text :
       {std::string(20'000, '['), std::string(20'000, '*') + "x", std::string("a\0b", 3)})
    EXPECT_FALSE(parse(text, "a.md").document.blocks.empty());
  EXPECT_TRUE(parse("", "a.md").document.blocks.empty());
}

}  // namespace
}  // namespace lessons::markdown

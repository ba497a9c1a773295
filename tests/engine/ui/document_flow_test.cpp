#include "engine/ui/document_flow.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>

#include "lessons/markdown/parse.h"
#include "simulator/base/files.h"
#include "tests/engine/ui/fixed_metrics.h"

namespace engine::ui {
namespace fs = std::filesystem;
namespace base = simulator::base;
namespace {

/// A folder is a case: lesson.md, and where everything stands in a column 320 px wide whose live parts are
/// 50 px high. DRIFTWOOD_BLESS=1 writes what came.
TEST(DocumentFlow, GoldenFolders) {
  const FixedMetrics fixed;
  int cases = 0;
  for (const auto& entry :
       fs::directory_iterator(fs::path(DRIFTWOOD_SOURCE_DIR) / "tests/engine/ui/golden/layout")) {
    SCOPED_TRACE(entry.path().filename().string());
    const auto parsed =
        lessons::markdown::parse(base::read_file(entry.path() / "lesson.md").value(), "lesson.md");
    const float heights[] = {50, 50, 50};
    const DocumentLayout laid = layout(parsed.document, 320, fixed.metrics, heights);
    const std::string actual = to_text(laid) + "---\n" + laid.plain;
    if (std::getenv("DRIFTWOOD_BLESS") != nullptr) {
      ASSERT_TRUE(base::write_file_atomically(entry.path() / "layout.txt", actual));
    }
    EXPECT_EQ(actual, base::read_file(entry.path() / "layout.txt").value());
    ++cases;
  }
  EXPECT_GE(cases, 2);
}

class Laid : public testing::Test {
 protected:
  void lay(const std::string& text, float width = 200) {
    parsed_ = lessons::markdown::parse(text, "a.md");
    laid_ = layout(parsed_.document, width, fixed_.metrics);
  }
  std::string selected(std::uint32_t begin, std::uint32_t end) {
    return laid_.plain.substr(begin, end - begin);
  }

  FixedMetrics fixed_;
  lessons::markdown::Parsed parsed_;
  DocumentLayout laid_;
};

TEST_F(Laid, APointFindsTheNearestCharacter) {
  lay("abcd efgh");
  EXPECT_EQ(laid_.offset_at(0, 5, fixed_.metrics), 0U);
  EXPECT_EQ(laid_.offset_at(14, 5, fixed_.metrics), 1U);
  EXPECT_EQ(laid_.offset_at(16, 5, fixed_.metrics), 2U);
  EXPECT_EQ(laid_.offset_at(900, 5, fixed_.metrics), 9U);
  EXPECT_EQ(laid_.offset_at(3, 900, fixed_.metrics), 0U);
}

TEST_F(Laid, SelectionCopiesWhatIsReadAcrossStylesAndLines) {
  lay("one **two** three four five six");
  const auto all = laid_.selection(0, static_cast<std::uint32_t>(laid_.plain.size()), fixed_.metrics);
  EXPECT_EQ(all.size(), 2U) << "one rectangle a line";
  EXPECT_EQ(selected(0, 29), "one two three four five six\n\n");
  const auto word = laid_.word_at(5);
  EXPECT_EQ(selected(word.begin, word.end), "two");
  const auto line = laid_.line_at(5);
  EXPECT_EQ(selected(line.begin, line.end), "one two three four five six");
}

TEST_F(Laid, AWideTableSharesTheColumn) {
  lay("| short | long |\n|---|---|\n| a | " + std::string(100, 'x') + " |", 300);
  for (const DocumentRun& run : laid_.runs) EXPECT_LE(run.rect.right(), 300) << run.text;
}

TEST_F(Laid, NarrowColumnsStillMakeProgress) {
  lay("- - - - deep\n\n> > > words that wrap\n\n```sql\nSELECT 1;\n```", 20);
  EXPECT_GT(laid_.height, 0);
}

}  // namespace
}  // namespace engine::ui

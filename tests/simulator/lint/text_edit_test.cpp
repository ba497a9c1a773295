#include "simulator/lint/text_edit.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/simulator/lint/linted.h"

namespace simulator::lint {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

Finding with(std::vector<TextEdit> edits) {
  Finding finding;
  finding.edits = std::move(edits);
  return finding;
}

TEST(TextEdit, AllOfAFindingOrNone) {
  const Finding first = with({{{0, 1}, "A"}, {{4, 1}, "E"}});
  const Finding second = with({{{2, 1}, "C"}, {{4, 1}, "X"}});
  const Finding third = with({{{3, 0}, "-"}});
  const Edited edited = apply_edits("abcde", {&first, &second, &third});
  EXPECT_EQ(edited.text, "Abc-dE");
  EXPECT_THAT(edited.applied, ElementsAre(&first, &third));
  EXPECT_THAT(edited.left, ElementsAre(&second));
}

TEST(TextEdit, InsertionsAtOnePlaceKeepTheirOrder) {
  const Finding first = with({{{1, 0}, "1"}});
  const Finding second = with({{{1, 0}, "2"}});
  EXPECT_EQ(apply_edits("ab", {&first, &second}).text, "a12b");
}

TEST(TextEdit, PastTheEndIsLeftAlone) {
  const Finding beyond = with({{{3, 5}, "x"}});
  const Edited edited = apply_edits("abc", {&beyond});
  EXPECT_EQ(edited.text, "abc");
  EXPECT_THAT(edited.applied, IsEmpty());
}

TEST(TextEdit, BytesOfAWindowsFile) {
  const std::string bytes =
      "\xEF\xBB\xBF"
      "a;\r\nbb;\r\n";  // the text is "a;\nbb;\n"
  const auto moved = for_file_bytes(bytes, {{{3, 2}, "c\nd"}, {{7, 0}, "\n"}});
  Finding finding = with(moved);
  EXPECT_EQ(apply_edits(bytes, {&finding}).text,
            "\xEF\xBB\xBF"
            "a;\r\nc\r\nd;\r\n\r\n");
}

TEST(TextEdit, BytesOfAnOrdinaryFileStay) {
  const std::vector<TextEdit> edits = {{{0, 1}, "x\n"}};
  EXPECT_EQ(for_file_bytes("ab\n", edits), edits);
}

TEST(FindingsBeside, AStatementByOffsetOrByPlace) {
  const GoldenCase golden = read_case("new_columns");
  const LintResult result = lint_case(golden);
  const migration::MigrationFile& file = golden.folder.set.files[1];
  const std::size_t second = file.text.find("ALTER", 1);
  const auto beside = findings_beside(result.findings, file.path, second);
  ASSERT_EQ(beside.size(), 1U);
  EXPECT_EQ(beside[0]->rule, "non-constant-default");
  EXPECT_EQ(findings_beside(result.findings, file.path, base::Position{2, 1}), beside);
  EXPECT_THAT(findings_beside(result.findings, "another.sql", second), IsEmpty());
  EXPECT_THAT(findings_beside(result.findings, file.path, second + 1), IsEmpty());
}

}  // namespace
}  // namespace simulator::lint

// Every folder under golden/ is linted; expected.txt has every finding, and the files as --fix leaves them.
// To accept a change: DRIFTWOOD_BLESS=1, then read the difference before believing it.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cstdlib>

#include "simulator/base/files.h"
#include "simulator/lint/rule.h"
#include "tests/simulator/lint/linted.h"

namespace simulator::lint {
namespace {

std::string listing(const GoldenCase& golden, const LintResult& result) {
  std::string out;
  for (const Finding& finding : result.findings) out += to_string(finding) + "\n\n";
  if (result.not_judged > 0) out += fmt::format("{} files not judged\n\n", result.not_judged);
  const migration::MigrationSetResult after = fixed(golden.folder, result);
  for (std::size_t i = 0; i < after.set.files.size(); ++i) {
    if (after.set.files[i].text != golden.folder.set.files[i].text)
      out += fmt::format("== {} with --fix\n{}\n", after.set.files[i].file_name, after.set.files[i].text);
  }
  return out.empty() ? "Nothing found.\n" : out;
}

class LintGolden : public testing::TestWithParam<std::string> {};

TEST_P(LintGolden, FindsWhatIsExpected) {
  const GoldenCase golden = read_case(GetParam());
  const std::string actual = listing(golden, lint_case(golden));
  const std::string path = golden_root() + "/" + GetParam() + "/expected.txt";
  if (std::getenv("DRIFTWOOD_BLESS") != nullptr) {
    ASSERT_TRUE(base::write_file_atomically(path, actual));
  }
  const auto expected = base::read_file(path);
  ASSERT_TRUE(expected) << base::to_string(expected.error());
  EXPECT_EQ(actual, *expected);
}

// After every edit was made, none of the rules that offered one is found there again, and nothing that ran
// before fails.
TEST_P(LintGolden, EveryEditRemovesItsFinding) {
  GoldenCase golden = read_case(GetParam());
  const LintResult before = lint_case(golden);
  golden.folder = fixed(golden.folder, before);
  const LintResult after = lint_case(golden);
  for (const Finding& old : before.findings) {
    if (old.edits.empty()) continue;
    for (const Finding& now : after.findings)
      EXPECT_FALSE(now.rule == old.rule && now.file == old.file && !now.edits.empty()) << to_string(now);
  }
  const auto failures = [](const LintResult& result) {
    return std::count_if(result.findings.begin(), result.findings.end(),
                         [](const Finding& finding) { return finding.rule == "fails"; });
  };
  EXPECT_LE(failures(after), failures(before));
  EXPECT_LE(after.not_judged, before.not_judged);
}

class LintSandbox : public LintGolden {};
TEST_P(LintSandbox, FindsTheSame) {
  GoldenCase golden = read_case(GetParam());
  const LintResult own = lint_case(golden);
  golden.options.trust = Trust::others;
  const LintResult others = lint_case(golden);
  ASSERT_EQ(own.findings.size(), others.findings.size());
  for (std::size_t i = 0; i < own.findings.size(); ++i) {
    EXPECT_EQ(own.findings[i].rule, others.findings[i].rule);
    EXPECT_EQ(own.findings[i].range, others.findings[i].range);
  }
}

/// All but the one about settings of a connection that the sandbox lets nobody change.
std::vector<std::string> sandboxed_names() {
  std::vector<std::string> names = golden_names();
  std::erase(names, "not_in_transaction");
  return names;
}

INSTANTIATE_TEST_SUITE_P(Folders, LintSandbox, testing::ValuesIn(sandboxed_names()),
                         [](const auto& folder) { return folder.param; });
INSTANTIATE_TEST_SUITE_P(Folders, LintGolden, testing::ValuesIn(golden_names()),
                         [](const auto& folder) { return folder.param; });

TEST(LintRules, EachIsFoundInSomeFolder) {
  std::string all;
  for (const std::string& name : golden_names()) {
    const auto expected = base::read_file(golden_root() + "/" + name + "/expected.txt");
    if (expected) all += *expected;
    if (name.starts_with("quiet_")) {
      EXPECT_EQ(expected.value_or("").find("error["), std::string::npos) << name;
    }
  }
  for (const Rule& rule : rules())
    EXPECT_NE(all.find(fmt::format("[{}]", rule.id)), std::string::npos) << rule.id;
}

TEST(LintRules, HaveWordsAndOneNameEach) {
  std::set<std::string_view> seen;
  for (const Rule& rule : rules()) {
    EXPECT_TRUE(seen.insert(rule.id).second) << rule.id;
    EXPECT_EQ(rule.id.find_first_not_of("abcdefghijklmnopqrstuvwxyz-"), std::string_view::npos) << rule.id;
    EXPECT_FALSE(rule.title.empty() || rule.why.empty() || rule.instead.empty()) << rule.id;
    EXPECT_EQ(find_rule(rule.id), &rule);
  }
  EXPECT_EQ(find_rule("no-such-rule"), nullptr);
}

}  // namespace
}  // namespace simulator::lint

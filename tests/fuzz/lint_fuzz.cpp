// Any bytes are a folder of migrations with an answer, and no ignore comment in them surprises. A line that
// begins with "@" starts the next file.
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "simulator/lint/linter.h"
#include "simulator/lint/rule.h"
#include "simulator/lint/text_edit.h"
#include "tests/fuzz/promise.h"

namespace migration = simulator::migration;
using namespace simulator::lint;

namespace {

std::vector<migration::SourceFile> files_of(const std::string& bytes) {
  std::vector<migration::SourceFile> files;
  std::string text;
  const auto close = [&] {
    if (files.size() < 9) files.push_back({std::to_string(files.size() + 1) + "_fuzz.sql", text});
    text.clear();
  };
  for (std::size_t at = 0; at < bytes.size();) {
    const std::size_t end = std::min(bytes.find('\n', at), bytes.size() - 1) + 1;
    if (bytes[at] == '@') {
      close();
    } else {
      text += bytes.substr(at, end - at);
    }
    at = end;
  }
  close();
  return files;
}

void check(const Finding& finding, const migration::MigrationSet& set) {
  promise(!finding.message.empty(), "a finding says what is the matter");
  for (const migration::MigrationFile& file : set.files) {
    if (file.path != finding.file) continue;
    promise(finding.range.end() <= file.text.size(), "a finding is in its file");
    promise(finding.statement.end() <= file.text.size(), "its statement is in the file");
    for (const TextEdit& edit : finding.edits)
      promise(edit.range.end() <= file.text.size(), "its edits are in the file");
  }
  promise(find_rule(finding.rule) != nullptr || finding.rule.starts_with("migration."),
          "a finding has a rule");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string bytes(reinterpret_cast<const char*>(data), size);
  const migration::MigrationSetResult folder = migration::read_migrations(files_of(bytes), "migrations");
  LintOptions options;
  options.settled = {"1"};
  if (bytes.find("@own") != std::string::npos) options.rules = *rules_of_tool("prisma");
  Rollout rollout;
  rollout.migrations = {"2", "3"};
  rollout.versions = {{"v1", {{"q", "SELECT * FROM t"}, {"i", "INSERT INTO t (a) VALUES (:a)"}}, {"2", "3"}}};
  options.rollout = std::move(rollout);
  const auto result = simulator::lint::lint(folder, options);
  promise(result.has_value() || !result.error().code.empty(), "an error says what it is");
  if (!result) return 0;
  for (const Finding& finding : result->findings) check(finding, folder.set);
  for (const migration::MigrationFile& file : folder.set.files) {
    std::vector<const Finding*> own;
    for (const Finding& finding : result->findings)
      if (finding.file == file.path) own.push_back(&finding);
    const Edited edited = apply_edits(file.text, own);
    promise(edited.applied.size() + edited.left.size() <= own.size(), "every finding is applied or left");
  }
  return 0;
}

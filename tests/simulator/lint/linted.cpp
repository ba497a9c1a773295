#include "tests/simulator/lint/linted.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <sstream>

#include "simulator/base/clock.h"
#include "simulator/base/files.h"
#include "simulator/lint/text_edit.h"

namespace simulator::lint {
namespace {

std::vector<std::string> lines_of(const std::string& path) {
  std::vector<std::string> lines;
  const auto text = base::read_file(path);
  if (!text) return lines;
  std::istringstream in(*text);
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

void read_options(const std::string& root, LintOptions& options) {
  for (const std::string& line : lines_of(root + "/options.txt")) {
    std::istringstream words(line);
    std::string key;
    words >> key;
    for (std::string word; words >> word;) {
      if (key == "tool") options.rules = rules_of_tool(word).value();
      if (key == "settled") options.settled.insert(word);
    }
  }
}

void read_app(const std::string& root, const migration::MigrationSet& set, LintOptions& options) {
  const std::vector<std::string> lines = lines_of(root + "/app.txt");
  if (lines.empty()) return;
  Rollout rollout;
  for (std::size_t i = 1; i < set.files.size(); ++i) rollout.migrations.insert(set.files[i].version);
  for (const std::string& line : lines) {
    const std::size_t first = line.find(" | ");
    const std::size_t second = line.find(" | ", first + 3);
    const std::string version = line.substr(0, first);
    if (rollout.versions.empty() || rollout.versions.back().name != version)
      rollout.versions.push_back({version, {}, rollout.migrations});
    rollout.versions.back().queries.push_back(
        {line.substr(first + 3, second - first - 3), line.substr(second + 3)});
  }
  options.rollout = std::move(rollout);
}

void read_rows(const std::string& root, const migration::MigrationSet& set, LintOptions& options) {
  const auto rows = base::read_file(root + "/rows.sql");
  if (!rows) return;
  auto database = sql::Database::open({.path = ":memory:", .vfs = {}, .read_only = false, .create = true});
  for (const auto& file : set.files) {
    if (options.settled.contains(file.version)) {
      ASSERT_TRUE(database->execute(file.script(migration::Direction::up)));
    }
  }
  const auto filled = database->execute(*rows);
  ASSERT_TRUE(filled) << filled.error().message;
  auto image = Shadow::image_of(*database);
  ASSERT_TRUE(image);
  options.rows = *image;
}

}  // namespace

std::string golden_root() { return std::string(DRIFTWOOD_SOURCE_DIR) + "/tests/simulator/lint/golden"; }

std::vector<std::string> golden_names() {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(golden_root()))
    names.push_back(entry.path().filename().string());
  std::sort(names.begin(), names.end());
  return names;
}

GoldenCase read_case(const std::string& name) {
  const std::string root = golden_root() + "/" + name;
  std::vector<migration::SourceFile> sources;
  const auto folder = base::Folder::open(root + "/migrations");
  EXPECT_TRUE(folder) << root;
  const auto names = folder->list("");
  for (const std::string& file : *names) sources.push_back({file, *folder->read(file)});
  GoldenCase golden{folder_of(sources), {}};
  golden.options.trust = Trust::own;
  read_options(root, golden.options);
  read_rows(root, golden.folder.set, golden.options);
  read_app(root, golden.folder.set, golden.options);
  return golden;
}

migration::MigrationSetResult folder_of(const std::vector<migration::SourceFile>& files) {
  return migration::read_migrations(files, "migrations");
}

LintResult lint_case(const GoldenCase& golden) {
  auto result = lint(golden.folder, golden.options);
  EXPECT_TRUE(result) << base::to_string(result.error());
  return result ? *result : LintResult{};
}

migration::MigrationSetResult fixed(const migration::MigrationSetResult& folder, const LintResult& result) {
  std::vector<migration::SourceFile> files;
  for (const migration::MigrationFile& file : folder.set.files) {
    std::vector<const Finding*> findings;
    for (const Finding& finding : result.findings)
      if (finding.file == file.path) findings.push_back(&finding);
    files.push_back({file.file_name, apply_edits(file.text, findings).text});
  }
  return folder_of(files);
}

}  // namespace simulator::lint

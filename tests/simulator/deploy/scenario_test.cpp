#include "simulator/deploy/scenario.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

namespace simulator::deploy {
namespace {

/// A lesson's folder with one scenario and one migration, gone with the test.
class ScenarioFile : public testing::Test {
 protected:
  void SetUp() override {
    root_ = std::filesystem::path(testing::TempDir()) /
            ("deploy_" + std::string(testing::UnitTest::GetInstance()->current_test_info()->name()));
    std::filesystem::remove_all(root_);
    std::filesystem::create_directories(root_ / "migrations");
    std::ofstream(root_ / "migrations/20260401_create_users.sql") << "CREATE TABLE users (id INTEGER);\n";
  }
  void TearDown() override { std::filesystem::remove_all(root_); }

  std::vector<std::string> mistakes(const std::string& json) {
    std::ofstream(root_ / "x.deploy.json") << json;
    std::vector<std::string> found;
    for (const base::Diagnostic& each :
         read_scenario(*base::Folder::open(root_), "x.deploy.json").diagnostics) {
      found.push_back(std::to_string(each.what.at.line) + " " + each.what.code);
    }
    return found;
  }

  std::filesystem::path root_;
};

TEST_F(ScenarioFile, GoodOneHasNoMistakes) {
  EXPECT_THAT(mistakes(R"({"id": "x", "title": "X", "task": "Find out.",
    "environment": {"name": "production", "migrations": "migrations", "migrated_to": "20260401"},
    "versions": [{"name": "v1", "queries": [{"name": "q", "sql": "SELECT :a", "parameters": {"a": null}}]}],
    "nodes": {"count": 2, "version": "v1"},
    "steps": [{"id": "review", "title": "Review", "do": "nothing"}]})"),
              testing::IsEmpty());
}

TEST_F(ScenarioFile, AllMistakesAreToldAtTheirPlaces) {
  EXPECT_THAT(mistakes(R"({"id": "x", "title": "X", "tusk": "",
"environment": {"name": "production", "migrations": "migrations", "migrated_to": "20260402"},
"versions": [{"name": "v1", "queries": [{"name": "q", "sql": "SELECT 1", "parameters": {"a": []}}]}],
"nodes": {"count": 99, "version": "v7"},
"steps": [{"id": "a", "title": "A", "do": "deploy", "version": "v1", "after": ["b"]},
{"id": "a", "title": "A", "do": "deplyo"}],
"orders": [{"steps": ["a"], "safe": true, "fails_with": "x", "why": "W."}, {"safe": 1}]})"),
              testing::UnorderedElementsAre(
                  "2 deploy.unknown-migration", "3 deploy.bad-parameter", "4 deploy.bad-count",
                  "4 deploy.unknown-version", "5 deploy.unknown-step", "6 json.unknown-value",
                  "6 deploy.duplicate-id", "7 deploy.bad-order", "7 deploy.bad-order", "7 json.missing-key",
                  "7 json.missing-key", "7 json.wrong-kind", "1 json.missing-key", "1 json.unknown-key"));
}

TEST_F(ScenarioFile, AMissingFileOrFolderIsTold) {
  const auto missing = read_scenario(*base::Folder::open(root_), "none.deploy.json");
  ASSERT_EQ(missing.diagnostics.size(), 1U);
  EXPECT_EQ(missing.diagnostics[0].what.code, "files.missing");
}

}  // namespace
}  // namespace simulator::deploy

// golden/<case>/folder is read; expected.txt lists what was found and every diagnostic. To accept a change:
// DRIFTWOOD_UPDATE_GOLDEN=1 simulator_migration_test --gtest_filter='*Golden*', then look at the diff.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cstdlib>

#include "simulator/base/files.h"
#include "simulator/migration/layout.h"

namespace simulator::migration {
namespace {

std::string part(std::string_view name, const Section& section) {
  return fmt::format("  {} at {}:{}, {} bytes{}\n", name, section.start.line, section.start.column,
                     section.length, section.transaction ? "" : ", no transaction");
}

std::string_view word(MigrationKind kind) {
  if (kind == MigrationKind::repeatable) return " repeatable";
  return kind == MigrationKind::cumulative ? " cumulative" : "";
}

std::string listing(const MigrationSetResult& read) {
  std::string out;
  for (const auto& file : read.set.files) {
    out += fmt::format("{} {} {}{}{}{}{}\n", file.version, file.name, file.checksum.substr(0, 12),
                       file.reversible() ? " reversible" : "", word(file.kind), file.has_up ? "" : " no-up",
                       file.broken ? " broken" : "");
    out += part("up", file.up);
    if (file.down) out += part("down", *file.down);
  }
  for (const auto& diagnostic : read.diagnostics) out += "\n" + base::to_string(diagnostic) + "\n";
  return out;
}

struct Case {
  const char* name;
  Tool tool = Tool::driftwood;
};
void PrintTo(const Case& one, std::ostream* out) { *out << one.name; }

class Golden : public testing::TestWithParam<Case> {};

TEST_P(Golden, FolderIsListedAsExpected) {
  const std::string root =
      std::string(DRIFTWOOD_SOURCE_DIR) + "/tests/simulator/migration/golden/" + GetParam().name;
  const auto folder = base::Folder::open(root + "/folder");
  ASSERT_TRUE(folder) << base::to_string(folder.error());
  std::string actual = listing(
      read_layout(GetParam().tool, *folder, {.placeholders = {{"column", "col"}, {"FIRST_ID", "7"}}}));
  for (auto at = actual.find(root); at != std::string::npos; at = actual.find(root))
    actual.erase(at, root.size() + 1);
  if (std::getenv("DRIFTWOOD_UPDATE_GOLDEN") != nullptr) {
    ASSERT_TRUE(base::write_file_atomically(root + "/expected.txt", actual));
  }
  const auto expected = base::read_file(root + "/expected.txt");
  ASSERT_TRUE(expected) << base::to_string(expected.error());
  EXPECT_EQ(actual, *expected);
}

INSTANTIATE_TEST_SUITE_P(
    Folders, Golden,
    testing::Values(Case{"plain"}, Case{"every_mistake"}, Case{"widths_and_twins"},
                    Case{"another_tools_pairs"}, Case{"windows"}, Case{"dbmate_layout", Tool::dbmate},
                    Case{"golang_migrate_layout", Tool::golang_migrate}, Case{"goose_layout", Tool::goose},
                    Case{"flyway_layout", Tool::flyway}, Case{"prisma_layout", Tool::prisma},
                    Case{"atlas_layout", Tool::atlas}),
    [](const auto& one) { return std::string(one.param.name); });

}  // namespace
}  // namespace simulator::migration

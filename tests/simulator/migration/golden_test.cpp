// golden/<case>/folder is read; expected.txt lists what was found and every diagnostic. To accept a change:
// DRIFTWOOD_UPDATE_GOLDEN=1 simulator_migration_test --gtest_filter='*Golden*', then look at the diff.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cstdlib>

#include "simulator/base/files.h"
#include "simulator/migration/migration_set.h"

namespace simulator::migration {
namespace {

std::string part(std::string_view name, const Section& section) {
  return fmt::format("  {} at {}:{}, {} bytes\n", name, section.start.line, section.start.column,
                     section.length);
}

std::string listing(const MigrationSetResult& read) {
  std::string out;
  for (const auto& file : read.set.files) {
    out += fmt::format("{} {} {}{}\n", file.version, file.name, file.checksum.substr(0, 12),
                       file.reversible() ? " reversible" : "");
    out += part("up", file.up);
    if (file.down) out += part("down", *file.down);
  }
  for (const auto& diagnostic : read.diagnostics) out += "\n" + base::to_string(diagnostic) + "\n";
  return out;
}

class Golden : public testing::TestWithParam<const char*> {};

TEST_P(Golden, FolderIsListedAsExpected) {
  const std::string root =
      std::string(DRIFTWOOD_SOURCE_DIR) + "/tests/simulator/migration/golden/" + GetParam();
  const auto folder = base::Folder::open(root + "/folder");
  ASSERT_TRUE(folder) << base::to_string(folder.error());
  std::string actual = listing(read_migrations(*folder));
  for (auto at = actual.find(root); at != std::string::npos; at = actual.find(root))
    actual.erase(at, root.size() + 1);
  if (std::getenv("DRIFTWOOD_UPDATE_GOLDEN") != nullptr) {
    ASSERT_TRUE(base::write_file_atomically(root + "/expected.txt", actual));
  }
  const auto expected = base::read_file(root + "/expected.txt");
  ASSERT_TRUE(expected) << base::to_string(expected.error());
  EXPECT_EQ(actual, *expected);
}

INSTANTIATE_TEST_SUITE_P(Folders, Golden,
                         testing::Values("plain", "every_mistake", "widths_and_twins", "another_tools_pairs",
                                         "windows"));

}  // namespace
}  // namespace simulator::migration

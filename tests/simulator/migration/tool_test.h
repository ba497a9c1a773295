// A database in memory under any tool's rules, for the tests of what each tool does.
#pragma once

#include <gtest/gtest.h>

#include "simulator/migration/atlas_sum.h"
#include "simulator/migration/layout.h"
#include "tests/simulator/migration/world_of_files.h"

namespace simulator::migration::testing_support {

class ToolTest : public testing::Test {
 protected:
  MigrationSet layout(Tool tool, std::vector<SourceFile> sources) {
    if (tool == Tool::atlas) {
      std::vector<SummedFile> summed;
      for (const auto& source : sources) summed.push_back({source.name, source.text});
      sources.push_back({"atlas.sum", to_text(atlas_sum(summed))});
    }
    if (tool == Tool::prisma) {
      const std::size_t count = sources.size();
      for (std::size_t i = 0; i < count; ++i) {
        sources.push_back({sources[i].name + "/", ""});
        sources[i].name += "/migration.sql";
      }
    }
    auto read = read_layout(tool, sources, "m");
    for (const auto& diagnostic : read.diagnostics)
      EXPECT_NE(diagnostic.severity, base::Severity::error) << base::to_string(diagnostic);
    return std::move(read.set);
  }
  RunReport up(const MigrationSet& set, const Target& target = {}) {
    return Runner(database, set, clock).up(target);
  }
  RunReport down(const MigrationSet& set, const Target& target = {}) {
    return Runner(database, set, clock).down(target);
  }
  std::string states(const MigrationSet& set) {
    auto status = Runner(database, set, clock).status();
    if (!status) return base::to_string(status.error());
    std::string out;
    for (const auto& row : *status)
      out += (out.empty() ? "" : ", ") + row.version + " " + std::string(to_string(row.state));
    return out;
  }
  std::string all(const std::string& table) { return rows(database, "SELECT * FROM " + table); }
  bool has_table(const std::string& name) {
    return rows(database, "SELECT count(*) FROM sqlite_schema WHERE name = '" + name + "'") == "1";
  }

  base::ManualClock clock{1'778'750'000'123};
  sql::Database database = open();
};

}  // namespace simulator::migration::testing_support

// A random history, under the rules of every tool that can go back: up, all the way down, and up again give
// the same canonical schema at every step as the statements alone; and however `up` is cut into steps, all of
// them together are one `up`.
#include <gtest/gtest.h>

#include "simulator/base/random.h"
#include "simulator/migration/atlas_sum.h"
#include "simulator/migration/layout.h"
#include "simulator/schema/difference.h"
#include "simulator/schema/read.h"
#include "tests/simulator/migration/fault_stories.h"

namespace simulator::migration {
namespace {

using namespace testing_support;

/// Makes statements that are valid after all those it made before, each with its way back.
class RandomSchema {
 public:
  explicit RandomSchema(std::uint64_t seed) : random_(seed) {}

  struct Change {
    std::string up;
    std::string down;
  };
  Change next() {
    if (tables_.empty()) return create_table();
    switch (random_.below(9)) {
      case 0:
        return create_table();
      case 1:
        return drop_table();
      case 2:
      case 3:
        return add_column();
      case 4:
        return drop_last_column();
      case 5:
        return rename_column();
      case 6:
        return create_index();
      case 7:
        return rename_table();
      default:
        return insert_rows();
    }
  }

 private:
  struct Table {
    std::string name;
    std::vector<std::string> columns;  // the first is the key
    bool indexed = false;              // then its columns stay as they are
  };

  std::string fresh(const char* what) { return what + std::to_string(++names_); }
  Table& any() { return tables_[random_.below(tables_.size())]; }
  static std::string ddl(const Table& table) {
    std::string sql = "CREATE TABLE " + table.name + " (" + table.columns[0] + " INTEGER PRIMARY KEY";
    for (std::size_t i = 1; i < table.columns.size(); ++i)
      sql += ", " + table.columns[i] + " TEXT DEFAULT 'd'";
    return sql + ");";
  }

  Change create_table() {
    Table table{fresh("t"), {fresh("k")}};
    for (auto more = random_.below(4); more > 0; --more) table.columns.push_back(fresh("c"));
    tables_.push_back(table);
    return {ddl(table), "DROP TABLE " + table.name + ";"};
  }
  Change drop_table() {
    const auto at = random_.below(tables_.size());
    const Table table = tables_[at];
    if (table.indexed) return insert_rows();
    tables_.erase(tables_.begin() + static_cast<std::ptrdiff_t>(at));
    return {"DROP TABLE " + table.name + ";", ddl(table)};
  }
  Change add_column() {
    Table& table = any();
    table.columns.push_back(fresh("c"));
    return {"ALTER TABLE " + table.name + " ADD COLUMN " + table.columns.back() + " TEXT DEFAULT 'd';",
            "ALTER TABLE " + table.name + " DROP COLUMN " + table.columns.back() + ";"};
  }
  Change drop_last_column() {
    Table& table = any();
    if (table.columns.size() < 2 || table.indexed) return insert_rows();
    const std::string column = table.columns.back();
    table.columns.pop_back();
    return {"ALTER TABLE " + table.name + " DROP COLUMN " + column + ";",
            "ALTER TABLE " + table.name + " ADD COLUMN " + column + " TEXT DEFAULT 'd';"};
  }
  Change rename_column() {
    Table& table = any();
    std::string& column = table.columns[random_.below(table.columns.size())];
    const std::string before = std::exchange(column, fresh("c"));
    const std::string rename = "ALTER TABLE " + table.name + " RENAME COLUMN ";
    return {rename + before + " TO " + column + ";", rename + column + " TO " + before + ";"};
  }
  Change create_index() {
    Table& table = any();
    table.indexed = true;
    const std::string name = fresh("i");
    return {"CREATE INDEX " + name + " ON " + table.name + " (" + table.columns.back() + " DESC);",
            "DROP INDEX " + name + ";"};
  }
  Change rename_table() {
    Table& table = any();
    const std::string before = std::exchange(table.name, fresh("t"));
    return {"ALTER TABLE " + before + " RENAME TO " + table.name + ";",
            "ALTER TABLE " + table.name + " RENAME TO " + before + ";"};
  }
  Change insert_rows() {
    const Table& table = any();
    return {"INSERT INTO " + table.name + " (" + table.columns[0] + ") SELECT coalesce(max(" +
                table.columns[0] + "), 0) + 1 FROM " + table.name + ";",
            "DELETE FROM " + table.name + ";"};
  }

  base::Random random_;
  std::vector<Table> tables_;
  int names_ = 0;
};

struct File {
  std::string up;
  std::string down;
};

std::vector<File> random_files(std::uint64_t seed) {
  constexpr std::size_t count = 12;
  RandomSchema schema(seed);
  base::Random random(seed + 1);
  std::vector<File> files(count);
  for (File& file : files) {
    for (auto more = 1 + random.below(4); more > 0; --more) {
      const auto change = schema.next();
      file.up += change.up + "\n";
      file.down.insert(0, change.down + "\n");
    }
  }
  return files;
}

MigrationSet folder_of(Tool tool, const std::vector<File>& files) {
  std::vector<SourceFile> sources;
  for (std::size_t i = 0; i < files.size(); ++i) {
    const std::string n = std::to_string(100 + i);
    const auto& [up, down] = files[i];
    if (tool == Tool::golang_migrate) {
      sources.push_back({n + "_s.up.sql", up});
      sources.push_back({n + "_s.down.sql", down});
    } else if (tool == Tool::flyway) {
      sources.push_back({"V" + n + "__s.sql", up});
      sources.push_back({"U" + n + "__s.sql", down});
    } else if (tool == Tool::goose) {
      sources.push_back({n + "_s.sql", "-- +goose Up\n" + up + "-- +goose Down\n" + down});
    } else if (tool == Tool::prisma) {
      sources.push_back({n + "_s/", ""});
      sources.push_back({n + "_s/migration.sql", up});
    } else if (tool == Tool::atlas) {
      sources.push_back({n + "_s.sql", up});
    } else {
      sources.push_back({n + "_s.sql", "-- migrate:up\n" + up + "-- migrate:down\n" + down});
    }
  }
  if (tool == Tool::atlas) {
    std::vector<SummedFile> summed;
    for (const auto& source : sources) summed.push_back({source.name, source.text});
    sources.push_back({"atlas.sum", to_text(atlas_sum(summed))});
  }
  auto read = read_layout(tool, sources, "m");
  EXPECT_FALSE(base::has_errors(read.diagnostics));
  return std::move(read.set);
}

schema::Schema schema_of(sql::Database& database) {
  auto read = schema::read_schema(database);
  EXPECT_TRUE(read) << base::to_string(read.error());
  return std::move(*read);
}

class RandomHistory : public testing::TestWithParam<Tool> {
 protected:
  static constexpr std::uint64_t seeds = 12;

  void expect_done(const RunReport& report, std::size_t files) const {
    ASSERT_FALSE(report.failure) << base::to_string(*report.failure);
    EXPECT_EQ(report.applied.size(), files);
  }
  base::ManualClock clock{1'778'750'000'123};
};

TEST_P(RandomHistory, UpDownUpIsUp) {
  for (std::uint64_t seed = 0; seed < seeds; ++seed) {
    SCOPED_TRACE(seed);
    const auto files = random_files(seed);
    const auto set = folder_of(GetParam(), files);
    auto database = open();
    Runner runner(database, set, clock);
    expect_done(runner.up({}), files.size());
    const auto above = schema_of(database);
    auto plain = open();
    for (const auto& file : files) execute(plain, file.up);
    EXPECT_EQ(content(database), content(plain)) << "the Runner adds nothing of its own";

    std::vector<schema::Schema> below;
    for (std::size_t n = files.size(); n-- > 0;) {
      expect_done(runner.down({.steps = 1}), 1);
      below.push_back(schema_of(database));
    }
    EXPECT_EQ(content(database), "") << "all the way down there is nothing";
    for (std::size_t n = 0; n < files.size(); ++n) {
      EXPECT_EQ(schema::difference(below.back(), schema_of(database)).size(), 0U)
          << "after " << n << " files";
      below.pop_back();
      expect_done(runner.up({.steps = 1}), 1);
    }
    EXPECT_EQ(schema::difference(above, schema_of(database)).size(), 0U);
  }
}

class RandomSteps : public RandomHistory {};

TEST_P(RandomSteps, HoweverUpIsCutTheyAreOneUp) {
  for (std::uint64_t seed = 0; seed < seeds; ++seed) {
    SCOPED_TRACE(seed);
    const auto files = random_files(seed);
    const auto set = folder_of(GetParam(), files);
    auto at_once = open();
    expect_done(Runner(at_once, set, clock).up({}), files.size());
    base::Random random(seed);
    auto in_steps = open();
    for (std::size_t left = files.size(); left > 0;) {
      const auto steps = std::min<std::size_t>(left, random.below(4));
      const bool by_version = random.below(2) == 0 && steps > 0;
      Target target;
      if (by_version)
        target.to = set.files[files.size() - left + steps - 1].version;
      else
        target.steps = static_cast<int>(steps);
      expect_done(Runner(in_steps, set, clock).up(target), steps);
      left -= steps;
    }
    EXPECT_EQ(content(in_steps), content(at_once));
    EXPECT_EQ(history_rows(in_steps, set.tool), history_rows(at_once, set.tool));
    EXPECT_EQ(Runner(in_steps, set, clock).up({}).applied.size(), 0U);
  }
}

std::string tool_name(const testing::TestParamInfo<Tool>& tool) {
  std::string name(to_string(tool.param));
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
}

INSTANTIATE_TEST_SUITE_P(EveryToolThatGoesBack, RandomHistory,
                         testing::Values(Tool::driftwood, Tool::dbmate, Tool::golang_migrate, Tool::goose,
                                         Tool::flyway),
                         tool_name);
INSTANTIATE_TEST_SUITE_P(EveryTool, RandomSteps,
                         testing::Values(Tool::driftwood, Tool::dbmate, Tool::golang_migrate, Tool::goose,
                                         Tool::flyway, Tool::prisma, Tool::atlas),
                         tool_name);

}  // namespace
}  // namespace simulator::migration

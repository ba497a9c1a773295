// A golden folder: migrations/*.sql, and beside it what else the linter is told.
//   options.txt   "tool dbmate", "settled 1 2"
//   rows.sql      run behind the settled files: the database that is given
//   app.txt       "v1 | name of the query | SQL", running during all files but the first
#pragma once

#include <string>

#include "simulator/lint/linter.h"

namespace simulator::lint {

struct GoldenCase {
  migration::MigrationSetResult folder;
  LintOptions options;
};

[[nodiscard]] std::string golden_root();
[[nodiscard]] std::vector<std::string> golden_names();
[[nodiscard]] GoldenCase read_case(const std::string& name);
/// The folder "migrations" with these files, in their order of version.
[[nodiscard]] migration::MigrationSetResult folder_of(const std::vector<migration::SourceFile>& files);
[[nodiscard]] LintResult lint_case(const GoldenCase& golden);
/// With every edit of every finding made.
[[nodiscard]] migration::MigrationSetResult fixed(const migration::MigrationSetResult& folder,
                                                  const LintResult& result);

}  // namespace simulator::lint

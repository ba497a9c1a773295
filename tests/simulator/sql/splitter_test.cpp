// Golden cases: every folder in golden/splitter holds input.sql and expected.txt. A new case is two new
// files.
#include "simulator/sql/splitter.h"

#include <fmt/core.h>
#include <gtest/gtest.h>
#include <sqlite3.h>

#include <memory>
#include <string>

#include "simulator/base/files.h"
#include "simulator/base/text_position.h"
#include "simulator/sql/sqlite_library.h"

namespace simulator::sql {
namespace {

base::Folder golden() {
  return base::Folder::open(DRIFTWOOD_SOURCE_DIR "/tests/simulator/sql/golden/splitter").value();
}

std::string written_out(std::string_view script) {
  std::string out;
  for (const StatementText& piece : split_statements(script)) {
    const base::Position at = base::position_at(script, piece.offset);
    out += fmt::format("=== byte {}, line {}, column {}{}\n{}\n", piece.offset, at.line, at.column,
                       piece.finished ? "" : ", unfinished", piece.text);
  }
  return out;
}

class SplitterGolden : public testing::TestWithParam<std::string> {};

TEST_P(SplitterGolden, CutsAsExpected) {
  const base::Folder folder = golden();
  const std::string script = folder.read(GetParam() + "/input.sql").value();
  EXPECT_EQ(written_out(script), folder.read(GetParam() + "/expected.txt").value());
}

// The same cases against SQLite itself: a piece it can prepare, it prepares to the piece's last byte.
TEST_P(SplitterGolden, AgreesWithSqliteWhereAStatementEnds) {
  const std::string script = golden().read(GetParam() + "/input.sql").value();
  set_up_sqlite();
  sqlite3* raw = nullptr;
  ASSERT_EQ(sqlite3_open(":memory:", &raw), SQLITE_OK);
  const std::unique_ptr<sqlite3, decltype(&sqlite3_close)> connection(raw, sqlite3_close);
  for (const StatementText& piece : split_statements(script)) {
    // The rest of the script is in sight, so that a piece cut too short would be noticed too.
    const std::string rest = script.substr(piece.offset);
    sqlite3_stmt* statement = nullptr;
    const char* tail = nullptr;
    if (sqlite3_prepare_v2(raw, rest.c_str(), -1, &statement, &tail) == SQLITE_OK) {
      const std::size_t end = piece.finished ? piece.text.size() : rest.size();
      EXPECT_EQ(static_cast<std::size_t>(tail - rest.c_str()), end) << piece.text;
      sqlite3_step(statement);
    }
    sqlite3_finalize(statement);
  }
}

std::vector<std::string> cases() {
  std::vector<std::string> names = golden().list("").value();
  for (std::string& name : names) name.pop_back();  // the '/' of a directory
  return names;
}

INSTANTIATE_TEST_SUITE_P(Cases, SplitterGolden, testing::ValuesIn(cases()),
                         [](const auto& one) { return one.param; });

TEST(Splitter, ThereAreCases) { EXPECT_GE(cases().size(), 8U); }

TEST(Splitter, PiecesPointIntoTheScript) {
  const std::string script = "-- hello\n  SELECT 1; SELECT 2";
  const auto pieces = split_statements(script);
  ASSERT_EQ(pieces.size(), 2U);
  EXPECT_EQ(pieces[0].offset, 11U);
  EXPECT_EQ(pieces[0].text.data(), script.data() + 11);
  EXPECT_FALSE(pieces[1].finished);
}

}  // namespace
}  // namespace simulator::sql

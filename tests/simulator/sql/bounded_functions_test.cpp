// Our functions against SQLite's own: the same calls on a guarded and on a plain connection.
#include "simulator/sql/bounded_functions.h"

#include <fmt/core.h>
#include <gtest/gtest.h>

#include <array>
#include <string>

#include "simulator/base/random.h"
#include "simulator/sql/sandbox.h"

namespace simulator::sql {
namespace {

class BoundedFunctions : public testing::Test {
 protected:
  static std::string cell(Database& database, const std::string& sql) {
    const auto rows = database.query(sql);
    return rows ? to_display(rows->rows[0][0]) : rows.error().message;
  }
  // The type is part of the answer.
  void same(const std::string& expression) {
    const std::string sql = fmt::format("SELECT typeof({0}) || ' ' || coalesce(quote({0}), '')", expression);
    EXPECT_EQ(cell(ours, sql), cell(theirs, sql)) << expression;
  }
  std::string pick(std::initializer_list<const char*> values) {
    return *(values.begin() + random.below(values.size()));
  }
  // A literal: mostly short texts over few letters, so that matches happen.
  std::string literal() {
    switch (random.below(10)) {
      case 0:
        return pick({"NULL", "12", "-1.5", "0", "x'6161'", "x''", "x'c3bcc3'"});
      default: {
        std::string text;
        for (std::uint64_t i = random.below(7); i > 0; --i) text += pick({"a", "b", "ü", "ab", "€", " "});
        return quote_text(text);
      }
    }
  }

  Database ours = Database::open({.path = ":memory:", .vfs = {}}).value();
  Database theirs = Database::open({.path = ":memory:", .vfs = {}}).value();
  std::unique_ptr<Sandbox> sandbox = Sandbox::guard(ours, SandboxMode::learner).value();
  base::Random random{3};
};

TEST_F(BoundedFunctions, TextFunctionsGiveWhatSqliteGives) {
  sandbox->begin({.vm_operations = 100'000'000, .wall = std::chrono::hours(1)});
  for (int round = 0; round < 1500; ++round) {
    same(fmt::format("instr({}, {})", literal(), literal()));
    same(fmt::format("replace({}, {}, {})", literal(), literal(), literal()));
    const std::string trim = pick({"trim", "ltrim", "rtrim"});
    same(fmt::format("{}({}, {})", trim, literal(), literal()));
    same(fmt::format("{}({})", trim, literal()));
  }
}

TEST_F(BoundedFunctions, PrintfGivesWhatSqliteGives) {
  sandbox->begin({.vm_operations = 100'000'000, .wall = std::chrono::hours(1)});
  for (int round = 0; round < 4000; ++round) {
    std::string format = pick({"", "a", "ü"});
    std::string arguments;
    for (std::uint64_t i = 1 + random.below(2); i > 0; --i) {
      format += '%' + pick({"", "", "-", "+", " ", "0", "#", ",", "!", "-0", "!#"});
      format += pick({"", "", "", "1", "5", "12", "*"});
      format += pick({"", "", "", ".0", ".2", ".12", ".*", "."});
      format += pick({"", "", "l", "ll"});
      format += pick({"d", "i", "u", "x", "X", "o", "c", "s", "q", "Q", "w", "f",
                      "e", "E", "g", "G", "p", "n", "%", "d", "s", "c", "k", "y"});
      format += pick({"", "|", "é"});
    }
    for (std::uint64_t i = random.below(5); i > 0; --i) {
      arguments +=
          ", " + (random.below(2) == 0 ? literal() : pick({"3", "-2", "1234", "0.1", "1e300", "-4.25", "7"}));
    }
    same(fmt::format("printf({}{})", quote_text(format), arguments));
  }
}

TEST_F(BoundedFunctions, AHugeWidthOrPrecisionIsTooBig) {
  for (const char* sql : {"SELECT printf('%.*c', 2000000000, 'x')", "SELECT printf('%2000000000d', 1)",
                          "SELECT format('%*s', 2000000000, 'x')", "SELECT printf('%.2000000000f', 1.0)",
                          "SELECT randomblob(1000000000)", "SELECT printf('%.*d', -2147483648, 1)"}) {
    const auto rows = ours.query(sql);
    ASSERT_FALSE(rows.has_value()) << sql;
    EXPECT_EQ(sandbox->explain(rows.error()).code, "sandbox.too-big") << sql;
  }
  EXPECT_EQ(cell(ours, "SELECT length(printf('%.*c', 100000, 'x'))"), "100000");
}

}  // namespace
}  // namespace simulator::sql

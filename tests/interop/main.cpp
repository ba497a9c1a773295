// interop_test TOOL [Google Test's options]: the tests with this tool. Ends with 77 when the tool is not
// installed, which ctest counts as skipped; `./dev interop`, which has just installed everything, sets
// DRIFTWOOD_INTEROP_ALL, and then it is a failure.
#include <gtest/gtest.h>

#include <cstdlib>
#include <iostream>

#include "tests/interop/sides.h"

int main(int count, char** words) {
  testing::InitGoogleTest(&count, words);
  constexpr int wrong_usage = 2;
  constexpr int skipped = 77;
  if (count != 2) {
    std::cerr << "usage: interop_test dbmate|prisma|sqitch|alembic|postgres\n";
    return wrong_usage;
  }
  const std::string tool = words[1];
  if (const std::string missing = interop::missing_for(tool); !missing.empty()) {
    std::cerr << "\n*** NOT TESTED with " << tool << ": " << missing
              << "\n*** `./dev interop` installs what is missing and tests it.\n\n";
    return std::getenv("DRIFTWOOD_INTEROP_ALL") != nullptr ? EXIT_FAILURE : skipped;
  }
  testing::GTEST_FLAG(filter) = tool + ".*";
  const int failed = RUN_ALL_TESTS();
  if (testing::UnitTest::GetInstance()->test_to_run_count() > 0) return failed;
  std::cerr << "there is no test with " << tool << '\n';
  return wrong_usage;
}

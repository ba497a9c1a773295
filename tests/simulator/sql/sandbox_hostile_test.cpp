// Every file of hostile/ is a script that tries to get out, or to take the machine's time or memory. Its
// first line says how it must end: an error code of Sandbox::explain(), or "ok" for a bounded result; a
// second one may name a mode. A new case is a new file.
//
// Times are printed, not tested: the whole script, and the longest stretch in which the sandbox could not
// have stopped it.
#include <fmt/core.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <string>
#include <vector>

#include "simulator/base/files.h"
#include "simulator/sql/sandbox.h"

namespace simulator::sql {
namespace {

// The sandbox looks at its clock whenever it could stop; between two looks it could not.
class WatchingClock final : public base::Clock {
 public:
  [[nodiscard]] std::int64_t unix_ms() const override { return 0; }
  [[nodiscard]] std::int64_t monotonic_ms() const override {
    look();
    return 0;  // the deadline never comes: what ends the script is the same on every machine
  }
  void look() const {
    const auto now = std::chrono::steady_clock::now();
    longest_ = std::max(longest_, now - last_);
    last_ = now;
  }
  [[nodiscard]] double longest_ms() const {
    return std::chrono::duration<double, std::milli>(longest_).count();
  }
  [[nodiscard]] double total_ms() const {
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start_).count();
  }

 private:
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
  mutable std::chrono::steady_clock::time_point last_ = start_;
  mutable std::chrono::steady_clock::duration longest_{};
};

base::Folder hostile() {
  return base::Folder::open(DRIFTWOOD_SOURCE_DIR "/tests/simulator/sql/hostile").value();
}

std::string note(const std::string& script, const std::string& key) {
  const std::string mark = "-- " + key + ": ";
  const std::size_t at = script.find(mark);
  if (at == std::string::npos) return "";
  const std::size_t begin = at + mark.size();
  return script.substr(begin, script.find('\n', begin) - begin);
}

class Hostile : public testing::TestWithParam<std::string> {};

TEST_P(Hostile, EndsAsItMust) {
  const std::string script = hostile().read(GetParam() + ".sql").value();
  WatchingClock clock;
  Database database = Database::open({.path = ":memory:", .vfs = {}}).value();
  const SandboxMode mode = note(script, "mode") == "query" ? SandboxMode::query : SandboxMode::learner;
  const auto sandbox = Sandbox::guard(database, mode, {.clock = &clock}).value();
  const std::string steps = note(script, "steps");
  const std::int64_t most = steps.empty() ? 2'000'000 : std::stoll(steps);
  sandbox->begin({.vm_operations = most, .wall = std::chrono::hours(1)});

  const auto ran = database.execute(script);
  clock.look();
  const std::string ended = ran ? "ok" : sandbox->explain(ran.error()).code;
  EXPECT_EQ(ended, note(script, "expect")) << (ran ? "" : ran.error().message);
  if (!ran && ended.starts_with("sandbox.")) {
    EXPECT_FALSE(sandbox->explain(ran.error()).help.empty());
  }
  EXPECT_LE(sandbox->operations_used(), most + 50);
  fmt::print("{:<28} {:<18} {:>9} steps {:>8.1f} ms, longest stretch {:>6.1f} ms\n", GetParam(), ended,
             sandbox->operations_used(), clock.total_ms(), clock.longest_ms());
}

std::vector<std::string> scripts() {
  std::vector<std::string> names = hostile().list("").value();
  for (std::string& name : names) name.resize(name.rfind('.'));
  return names;
}

INSTANTIATE_TEST_SUITE_P(Scripts, Hostile, testing::ValuesIn(scripts()),
                         [](const auto& one) { return one.param; });

TEST(HostileSet, IsLargeEnough) { EXPECT_GE(scripts().size(), 40U); }

}  // namespace
}  // namespace simulator::sql

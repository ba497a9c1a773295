// The benchmarks of Driftwood: one table of ratios, and the memory of the desktop program.
//
//   driftwood_bench [--benchmark_filter=REGEX] [--benchmark_repetitions=N]    a row's name is its number from
//   0
//
// Without a filter also what whole programs need. Each repetition is one pair, floor and ours in turns first;
// a pair that runs once before warms up caches. Exit code 1: a row is over its limit.
#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include <cstdlib>
#include <exception>
#include <filesystem>
#include <iterator>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "tests/bench/memory.h"
#include "tests/bench/pair.h"
#include "tests/bench/table.h"

namespace {

void run_pair(benchmark::State& state, const bench::Pair& pair, bool& ours_first) {
  for (auto _ : state) {
    try {
      double floor = 0;
      double ours = 0;
      if (ours_first) ours = pair.ours();
      floor = pair.floor();
      if (!ours_first) ours = pair.ours();
      ours_first = !ours_first;
      state.SetIterationTime(ours);
      state.counters["floor"] = floor;
      state.counters["ours"] = ours;
    } catch (const std::exception& error) {
      state.SkipWithError(error.what());
      return;
    }
  }
}

std::string megabytes(const std::optional<bench::Needs>& needs) {
  return needs ? fmt::format("{:.1f} MB", static_cast<double>(needs->resident_bytes) / 1e6) : "not measured";
}

std::string seconds(const std::optional<bench::Needs>& needs) {
  return needs ? fmt::format("{:.2f} s", needs->seconds) : "not measured";
}

/// What whole programs need, as the system counts it.
struct Programs {
  std::optional<bench::Needs> without_gl, with_gl;
  bench::RunnerNeeds runner;
};

Programs measure_programs() {
  const std::filesystem::path programs = std::filesystem::read_symlink("/proc/self/exe").parent_path();
  const std::vector<std::string> page = {(programs / "driftwood").string(), "--no-progress", "--lesson",
                                         "01-what-a-migration-is",          "--screenshot",  "/dev/null"};
  Programs out;
  out.without_gl = bench::needs_of(page, bench::Display::none);
  if (std::getenv("DISPLAY") != nullptr) out.with_gl = bench::needs_of(page, bench::Display::as_here);
  out.runner = bench::needs_of_runner((programs / "driftwoodctl").string());
  return out;
}

void print(const Programs& programs) {
  fmt::print("\nlargest resident memory, lesson 01 on the screen: {} without OpenGL, {} with it\n",
             megabytes(programs.without_gl), megabytes(programs.with_gl));
  fmt::print("driftwoodctl migrate up, largest resident memory: {} for 1,000 files, {} for 10,000\n",
             megabytes(programs.runner.thousand), megabytes(programs.runner.ten_thousand));
  fmt::print("1,000 files of dbmate's, as whole programs: driftwoodctl {}, dbmate {}\n",
             seconds(programs.runner.as_dbmate), seconds(programs.runner.dbmate));
}

}  // namespace

int main(int count, char** arguments) {
  benchmark::Initialize(&count, arguments);
  if (benchmark::ReportUnrecognizedArguments(count, arguments)) return 2;
  // Before anything else: a child's largest memory begins with its parent's.
  std::optional<Programs> programs;
  if (benchmark::GetBenchmarkFilter().empty()) programs = measure_programs();

  std::vector<bench::Pair> pairs;
  for (auto* rows : {bench::migration_pairs, bench::sandbox_pairs, bench::world_pairs, bench::schema_pairs,
                     bench::lesson_pairs, bench::frame_pairs, bench::start_pairs, bench::explore_pairs}) {
    auto more = rows();
    std::move(more.begin(), more.end(), std::back_inserter(pairs));
  }
  const auto turns = std::make_unique<bool[]>(pairs.size());
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    benchmark::RegisterBenchmark(
        std::to_string(i).c_str(),
        [&pairs, &turns, i](benchmark::State& state) { run_pair(state, pairs[i], turns[i]); })
        ->UseManualTime()
        ->Iterations(1)
        ->Repetitions(pairs[i].pairs);
  }
  bench::Table table(pairs);
  benchmark::RunSpecifiedBenchmarks(&table);
  if (programs) print(*programs);
  return table.within_limits() ? 0 : 1;
}

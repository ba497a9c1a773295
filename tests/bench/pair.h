// A row of the benchmark's table: what we do, and a floor, the least work anybody would have to do for it.
//
// Both sides are measured in the same run, one after the other, so that a slow or busy machine slows both;
// only the ratio counts. Time is CPU time of the process, which other programs on the machine do not add to.
#pragma once

#include <ctime>
#include <filesystem>
#include <functional>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "simulator/base/error.h"

namespace bench {

/// Runs once and says how many CPU seconds the measured part took.
using Run = std::function<double()>;

/// How many pairs a row has, unless it takes too long.
inline constexpr int usual_pairs = 11;

struct Pair {
  std::string corpus;  ///< what is worked on, and against what
  /// ours / floor must not be more; empty: nobody has promised a number.
  std::optional<double> limit = 1;
  Run floor;
  Run ours;
  int pairs = usual_pairs;
};

/// CPU seconds of the process since it was made.
class Stopwatch {
 public:
  Stopwatch() : start_(now()) {}
  [[nodiscard]] double seconds() const { return now() - start_; }

 private:
  static double now() {
    timespec time{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
  }
  double start_;
};

/// A benchmark cannot go on without this: throws what went wrong.
template <class T>
T must(simulator::base::Result<T> result) {
  if (!result) throw std::runtime_error(to_string(result.error()));
  if constexpr (!std::is_void_v<T>) return std::move(*result);
}

/// The course that ships with the program, in the source tree.
[[nodiscard]] std::filesystem::path source_folder();

// The rows, each in the file of its name.
[[nodiscard]] std::vector<Pair> migration_pairs();
[[nodiscard]] std::vector<Pair> sandbox_pairs();
[[nodiscard]] std::vector<Pair> world_pairs();
[[nodiscard]] std::vector<Pair> schema_pairs();
[[nodiscard]] std::vector<Pair> lesson_pairs();
[[nodiscard]] std::vector<Pair> frame_pairs();
[[nodiscard]] std::vector<Pair> start_pairs();
[[nodiscard]] std::vector<Pair> explore_pairs();

}  // namespace bench

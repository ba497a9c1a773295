// What whole programs need: memory at most, and time.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace bench {

struct Needs {
  double seconds = 0;       ///< of CPU, in the program and in the system for it
  long resident_bytes = 0;  ///< at most
};

enum class Display { none, as_here };

/// Runs the program to its end, its output thrown away; nothing when it could not be run or failed. Call it
/// early: on Linux a child's largest size begins with its parent's.
[[nodiscard]] std::optional<Needs> needs_of(const std::vector<std::string>& command, Display display);

/// `driftwoodctl migrate up`, and dbmate beside it where `./dev interop` has put it.
struct RunnerNeeds {
  std::optional<Needs> thousand;
  std::optional<Needs> ten_thousand;
  std::optional<Needs> as_dbmate;  ///< 1,000 files, --tool dbmate
  std::optional<Needs> dbmate;     ///< the same files
};
[[nodiscard]] RunnerNeeds needs_of_runner(const std::string& driftwoodctl);

}  // namespace bench

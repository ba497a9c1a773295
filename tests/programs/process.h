// A program started by a test, in a process of its own, ended with the test at the latest.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace programs {

/// Under what circumstances.
struct Surroundings {
  std::filesystem::path output = {};          ///< the file that gets what it writes
  std::filesystem::path errors = {};          ///< ... to standard error; empty: the same file
  std::vector<std::string> environment = {};  ///< added to this process' own ("DISPLAY=:7")
  std::filesystem::path folder = {};          ///< where it stands; empty: where this process does
  int pass = -1;                              ///< a descriptor it gets under its own number; -1: none
};

class Process {
 public:
  /// `words[0]` is looked up in PATH. Throws std::runtime_error when it cannot be started.
  Process(const std::vector<std::string>& words, Surroundings surroundings);
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;
  ~Process();

  /// The exit code; -1 when it was ended by a signal or did not end in time.
  [[nodiscard]] int wait(std::chrono::milliseconds most);
  /// True when it ends within this time: an early end is seen at once.
  [[nodiscard]] bool ends_within(std::chrono::milliseconds time);
  /// Time on a processor so far, in the kernel's ticks, user and system.
  [[nodiscard]] std::int64_t ticks() const;
  [[nodiscard]] std::string output() const;
  [[nodiscard]] std::string errors() const;

 private:
  Surroundings surroundings_;
  pid_t pid_ = 0;
  int pidfd_ = -1;
  bool ended_ = false;
};

}  // namespace programs

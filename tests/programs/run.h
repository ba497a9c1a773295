// Runs a program to its end, as a person would, and a folder to run it in that is gone afterwards.
#pragma once

#include <chrono>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace programs {

struct Ran {
  int exit = -1;  ///< -1 when it was ended by a signal, or did not end in time
  std::string out;
  std::string err;
};

/// A program that takes longer hangs.
inline constexpr std::chrono::seconds longest_run{240};

/// In `folder`, or where this process stands. Throws as Process does.
[[nodiscard]] Ran run(const std::vector<std::string>& words, const std::filesystem::path& folder = {},
                      const std::vector<std::string>& environment = {});

class TemporaryFolder {
 public:
  TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  ~TemporaryFolder();

  [[nodiscard]] const std::filesystem::path& root() const { return root_; }
  [[nodiscard]] std::string path(std::string_view name) const { return (root_ / name).string(); }
  /// Creates parent folders too; returns the path.
  std::string write(std::string_view name, std::string_view text) const;

 private:
  std::filesystem::path root_;
};

}  // namespace programs

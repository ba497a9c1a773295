// Runs the built driftwoodctl as a person would, in a process of its own; and a folder to run it in that
// is gone afterwards.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace engine::app::testing {

struct Ran {
  int exit = -1;  ///< -1 when it was ended by a signal or could not be started
  std::string out;
  std::string err;
};

[[nodiscard]] Ran run(const std::vector<std::string>& arguments);

class TemporaryFolder {
 public:
  TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  ~TemporaryFolder();

  [[nodiscard]] std::string path(std::string_view name) const { return (root_ / name).string(); }
  /// Creates parent folders too; returns the path.
  std::string write(std::string_view name, std::string_view text) const;
  /// A database file made by `sql`; returns the path.
  std::string database(std::string_view name, const std::string& sql) const;

 private:
  std::filesystem::path root_;
};

}  // namespace engine::app::testing

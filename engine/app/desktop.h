// The desktop program: finds its data, opens the progress store, shows the course in a window, or walks it by
// a script. Without a display, scripts and screenshots still work, drawn in software.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace engine::app {

struct DesktopOptions {
  std::filesystem::path content;  ///< empty: what was installed with the program
  std::string lesson;             ///< open this one; empty: home
  std::filesystem::path screenshot;
  std::filesystem::path script;
  int width = 1440;
  int height = 900;
  std::string theme;  ///< empty: as last time
  std::optional<int> text_percent;
  bool no_progress = false;  ///< keep nothing on disk
  /// A person's own folder of migrations and database, opened to look; both or neither.
  std::string folder;
  std::string database;
  std::string tool = "auto";              ///< whose rules count there
  std::vector<std::string> placeholders;  ///< "name=value", as for driftwoodctl
};

/// Exit code: 0 fine, 1 a script did not go through, 2 could not start. Messages go to standard error.
[[nodiscard]] int run_desktop(const DesktopOptions& options);

}  // namespace engine::app

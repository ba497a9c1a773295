// Where the desktop program writes what a person asks it for (an exported replay): a folder that they look
// into anyway.
#pragma once

#include <filesystem>

namespace engine::app {

/// $XDG_DOCUMENTS_DIR when it is a folder; else Documents, Downloads or nothing behind `home`, the first that
/// is there. Empty when there is no home either. `documents` and `home` may be null or empty.
[[nodiscard]] std::filesystem::path export_folder(const char* documents, const char* home);

/// As above, of the environment.
[[nodiscard]] std::filesystem::path export_folder();

}  // namespace engine::app

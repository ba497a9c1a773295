#include "engine/app/export_folder.h"

#include <cstdlib>
#include <system_error>

namespace engine::app {
namespace fs = std::filesystem;

fs::path export_folder(const char* documents, const char* home) {
  std::error_code failed;
  if (documents != nullptr && fs::is_directory(documents, failed)) return documents;
  if (home == nullptr || !fs::is_directory(home, failed)) return {};
  for (const char* name : {"Documents", "Downloads"})
    if (const fs::path folder = fs::path(home) / name; fs::is_directory(folder, failed)) return folder;
  return home;
}

fs::path export_folder() { return export_folder(std::getenv("XDG_DOCUMENTS_DIR"), std::getenv("HOME")); }

}  // namespace engine::app

#include "engine/app/data_folder.h"

#include <cstdlib>
#include <string>
#include <vector>

namespace engine::app {
namespace fs = std::filesystem;
namespace base = simulator::base;
namespace {

bool holds_data(const fs::path& folder) {
  std::error_code failed;
  return fs::is_directory(folder / "content", failed) && fs::is_directory(folder / "assets", failed);
}

}  // namespace

base::Result<fs::path> find_data_folder(const fs::path& program, const char* environment_value) {
  std::vector<fs::path> places;
  if (environment_value != nullptr && *environment_value != '\0') {
    places.emplace_back(environment_value);
  } else {
    const fs::path folder = program.parent_path();
    places.push_back(folder.parent_path() / "share/driftwood");
    for (fs::path above = folder; above.has_relative_path(); above = above.parent_path())
      places.push_back(above.parent_path());
  }
  std::string tried;
  for (const fs::path& place : places) {
    if (holds_data(place)) return place;
    tried += "\n  " + place.string();
  }
  return base::failure("data.missing", "the folders content and assets are in none of these places:" + tried,
                       "Set DRIFTWOOD_DATA to the folder that holds both, or install the package again.");
}

base::Result<fs::path> find_data_folder() {
  std::error_code failed;
  return find_data_folder(fs::read_symlink("/proc/self/exe", failed), std::getenv("DRIFTWOOD_DATA"));
}

}  // namespace engine::app

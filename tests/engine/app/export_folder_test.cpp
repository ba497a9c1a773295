#include "engine/app/export_folder.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <string>

namespace engine::app {
namespace fs = std::filesystem;

TEST(ExportFolder, TheFirstThatIsThereAndNeverOneThatIsNot) {
  std::string pattern = (fs::temp_directory_path() / "driftwood-export-XXXXXX").string();
  const fs::path home = ::mkdtemp(pattern.data());
  const std::string elsewhere = (home / "Dokumente").string();
  EXPECT_EQ(export_folder(elsewhere.c_str(), home.c_str()), home) << "XDG_DOCUMENTS_DIR is not there";
  fs::create_directory(home / "Downloads");
  EXPECT_EQ(export_folder(nullptr, home.c_str()), home / "Downloads");
  fs::create_directory(home / "Documents");
  EXPECT_EQ(export_folder("", home.c_str()), home / "Documents");
  fs::create_directory(elsewhere);
  EXPECT_EQ(export_folder(elsewhere.c_str(), home.c_str()), elsewhere);
  fs::remove_all(home);
  EXPECT_EQ(export_folder(nullptr, home.c_str()), "");
  EXPECT_EQ(export_folder(nullptr, nullptr), "");
}

}  // namespace engine::app

#include "engine/app/data_folder.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>

namespace engine::app {
namespace fs = std::filesystem;
namespace {

class DataFolder : public ::testing::Test {
 protected:
  DataFolder() {
    std::string name = (fs::temp_directory_path() / "driftwood-data-XXXXXX").string();
    root_ = ::mkdtemp(name.data());
  }
  ~DataFolder() override { fs::remove_all(root_); }
  void make(const fs::path& folder) {
    fs::create_directories(root_ / folder / "content");
    fs::create_directories(root_ / folder / "assets");
  }
  fs::path root_;
};

TEST_F(DataFolder, AnInstalledProgramFindsItsShare) {
  make("usr/share/driftwood");
  EXPECT_EQ(find_data_folder(root_ / "usr/bin/driftwood", nullptr).value(), root_ / "usr/share/driftwood");
}

TEST_F(DataFolder, ABuildFindsItsSourceTree) {
  make("src");
  EXPECT_EQ(find_data_folder(root_ / "src/build/release/bin/driftwood", nullptr).value(), root_ / "src");
}

TEST_F(DataFolder, TheEnvironmentComesFirstAndIsNotSecondGuessed) {
  make("src");
  make("elsewhere");
  EXPECT_EQ(find_data_folder(root_ / "src/bin/driftwood", (root_ / "elsewhere").c_str()).value(),
            root_ / "elsewhere");
  const auto missing = find_data_folder(root_ / "src/bin/driftwood", (root_ / "nowhere").c_str());
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().code, "data.missing");
  EXPECT_NE(missing.error().message.find("nowhere"), std::string::npos);
}

}  // namespace
}  // namespace engine::app

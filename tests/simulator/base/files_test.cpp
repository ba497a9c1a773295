#include "simulator/base/files.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

namespace simulator::base {
namespace fs = std::filesystem;
namespace {

class FolderTest : public testing::Test {
 protected:
  FolderTest() {
    std::string name = (fs::temp_directory_path() / "driftwood-files-XXXXXX").string();
    root_ = ::mkdtemp(name.data());
    fs::create_directories(root_ / "course/lesson");
    std::ofstream(root_ / "secret.txt") << "secret";
    std::ofstream(root_ / "course/lesson/lesson.md") << "# Hi";
    fs::create_symlink(root_ / "secret.txt", root_ / "course/leak.md");
    fs::create_symlink(root_, root_ / "course/up");
    fs::create_symlink("lesson/lesson.md", root_ / "course/inside.md");
  }
  ~FolderTest() override { fs::remove_all(root_); }
  fs::path root_;
};

TEST_F(FolderTest, ReadsInsideAndFollowsLinksThatStayInside) {
  const auto folder = Folder::open(root_ / "course");
  ASSERT_TRUE(folder);
  EXPECT_EQ(folder->read("lesson/lesson.md").value(), "# Hi");
  EXPECT_EQ(folder->read("inside.md").value(), "# Hi");
  EXPECT_EQ(folder->list("").value(), (std::vector<std::string>{"inside.md", "leak.md", "lesson/", "up"}));
  EXPECT_EQ(folder->folder("lesson")->read("lesson.md").value(), "# Hi");
}

TEST_F(FolderTest, NothingLeavesTheRoot) {
  const auto folder = Folder::open(root_ / "course");
  ASSERT_TRUE(folder);
  EXPECT_EQ(folder->read("../secret.txt").error().code, "files.outside");
  EXPECT_EQ(folder->read("lesson/../../secret.txt").error().code, "files.outside");
  EXPECT_EQ(folder->read((root_ / "secret.txt").string()).error().code, "files.outside");
  EXPECT_EQ(folder->read("leak.md").error().code, "files.outside");
  EXPECT_EQ(folder->read("up/secret.txt").error().code, "files.outside");
  EXPECT_FALSE(folder->contains_file("leak.md"));
}

TEST_F(FolderTest, SaysWhatIsWrong) {
  const auto folder = Folder::open(root_ / "course");
  ASSERT_TRUE(folder);
  EXPECT_EQ(folder->read("nothing.md").error().code, "files.missing");
  EXPECT_EQ(folder->read("lesson").error().code, "files.unreadable");
  EXPECT_EQ(folder->read("lesson/lesson.md", 3).error().code, "files.too-large");
  EXPECT_EQ(Folder::open(root_ / "nowhere").error().code, "files.missing");
  ASSERT_EQ(::mkfifo((root_ / "course/pipe").c_str(), 0600), 0);
  EXPECT_EQ(folder->read("pipe").error().code, "files.unreadable");
}

TEST_F(FolderTest, WritesAtomicallyAndLeavesNoTemporaryBehind) {
  ASSERT_TRUE(write_file_atomically(root_ / "course/new.txt", "one"));
  ASSERT_TRUE(write_file_atomically(root_ / "course/new.txt", "two"));
  EXPECT_EQ(read_file(root_ / "course/new.txt").value(), "two");
  EXPECT_EQ(write_file_atomically(root_ / "nowhere/new.txt", "x").error().code, "files.unwritable");
  EXPECT_EQ(Folder::open(root_ / "course")->list("").value(),
            (std::vector<std::string>{"inside.md", "leak.md", "lesson/", "new.txt", "up"}));
}

}  // namespace
}  // namespace simulator::base

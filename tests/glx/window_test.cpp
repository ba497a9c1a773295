// The shipped program in a real window: OpenGL, the X server's keyboard, its clipboard, and what it costs to
// leave it open. Everything else about the screen is tested without a window.
#include <gtest/gtest.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include "engine/platform/picture.h"
#include "tests/glx/screen_server.h"
#include "tests/programs/process.h"

namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using engine::platform::Picture;
using programs::Process;

const std::string program = DRIFTWOOD_RELEASE;
const fs::path source = DRIFTWOOD_SOURCE_DIR;

class WindowTest : public testing::Test {
 protected:
  WindowTest() {
    std::string pattern = (fs::temp_directory_path() / "driftwood-glx-XXXXXX").string();
    if (mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no folder for the test");
    folder_ = pattern;
  }
  ~WindowTest() override {
    std::error_code ignored;
    fs::remove_all(folder_, ignored);
  }
  void SetUp() override {
    ASSERT_TRUE(fs::exists(program)) << program << " is not built: run ./dev build";
    server_ = std::make_unique<glx::ScreenServer>(folder_);
  }

  std::unique_ptr<Process> start(std::vector<std::string> words, const std::string& name) {
    const std::vector<std::string> variables{server_->variable(), "XDG_DATA_HOME=" + folder_.string(),
                                             "LIBGL_ALWAYS_SOFTWARE=1"};
    return std::make_unique<Process>(
        words, programs::Surroundings{.output = folder_ / (name + ".txt"), .environment = variables});
  }
  std::unique_ptr<Process> driftwood(std::vector<std::string> options) {
    options.insert(options.begin(), {program, (source / "content").string()});
    return start(std::move(options), "driftwood");
  }
  /// An X client that does one thing; its output.
  std::string tool(const std::vector<std::string>& words) {
    const auto run = start(words, words.front());
    EXPECT_EQ(run->wait(60s), 0) << words.front() << ": " << run->output();
    return run->output();
  }
  /// The window is there and has the keyboard.
  void focus_window() {
    const std::string found = tool({"xdotool", "search", "--sync", "--onlyvisible", "--class", "driftwood"});
    tool({"xdotool", "windowfocus", "--sync", found.substr(0, found.find('\n'))});
  }
  /// Until it used no processor time for five seconds in a row; false when it never comes to rest.
  static bool comes_to_rest(Process& window) {
    for (int tries = 0; tries < 8; ++tries) {
      const auto before = window.ticks();
      if (window.ends_within(5s)) return false;
      if (window.ticks() == before) return true;
    }
    return false;
  }

  fs::path folder_;
  std::unique_ptr<glx::ScreenServer> server_;
};

std::size_t colours(const Picture& picture) {
  std::set<std::uint32_t> seen;
  for (std::size_t at = 0; at + 3 < picture.rgba.size(); at += 4)
    seen.insert(static_cast<std::uint32_t>(picture.rgba[at] << 16U | picture.rgba[at + 1] << 8U |
                                           picture.rgba[at + 2]));
  return seen.size();
}

TEST_F(WindowTest, ShowsWhatTheSoftwareDrawsWithoutAScreen) {
  const std::vector<std::string> look{"--size", "1280x800", "--no-progress", "--lesson",
                                      "01-what-a-migration-is"};
  auto words = look;
  words.insert(words.end(), {"--screenshot", (folder_ / "gl.png").string()});
  const auto real = driftwood(words);
  ASSERT_EQ(real->wait(60s), 0) << real->output();

  words = look;
  words.insert(words.begin(), {"env", "--unset=DISPLAY", program, (source / "content").string()});
  words.insert(words.end(), {"--screenshot", (folder_ / "software.png").string()});
  const auto software = start(words, "software");
  ASSERT_EQ(software->wait(60s), 0) << software->output();

  const auto gl = engine::platform::read_png(folder_ / "gl.png");
  const auto drawn = engine::platform::read_png(folder_ / "software.png");
  ASSERT_TRUE(gl && drawn);
  EXPECT_EQ(gl->width, 1280);
  EXPECT_GT(colours(*gl), 100U);
  const auto difference = engine::platform::compare(*gl, *drawn, 32);
  EXPECT_TRUE(difference.same_size);
  EXPECT_LT(difference.share, 0.002) << difference.pixels << " pixels, by up to " << difference.largest;
}

TEST_F(WindowTest, WalksTheWholeLesson) {
  const fs::path here = folder_ / "walk";
  fs::create_directories(here);
  const auto walk = start({"env", "-C", here.string(), program, (source / "content").string(), "--script",
                           (source / "tests/walk/lesson-01.script").string()},
                          "walk");
  ASSERT_EQ(walk->wait(540s), 0) << walk->output();
  int pictures = 0;
  for (const auto& entry : fs::directory_iterator(here)) {
    if (entry.path().extension() != ".png") continue;
    ++pictures;
    const auto picture = engine::platform::read_png(entry.path());
    ASSERT_TRUE(picture) << entry.path();
    EXPECT_GT(colours(*picture), 100U) << entry.path() << " is all but empty";
  }
  EXPECT_EQ(pictures, 21);
}

TEST_F(WindowTest, AnIdleWindowCostsNothing) {
  const auto window = driftwood({"--lesson", "01-what-a-migration-is"});
  focus_window();
  EXPECT_TRUE(comes_to_rest(*window)) << window->output();
}

TEST_F(WindowTest, KeysArriveAndWhatIsCopiedCanBePastedElsewhere) {
  const auto window = driftwood({"--lesson", "01-what-a-migration-is"});
  focus_window();
  ASSERT_TRUE(comes_to_rest(*window)) << window->output();
  tool({"xdotool", "key", "ctrl+a", "ctrl+c"});
  // The program answers for the selection while it runs.
  ASSERT_TRUE(comes_to_rest(*window)) << window->output();
  const std::string copied = tool({"xclip", "-selection", "clipboard", "-out"});
  EXPECT_NE(copied.find("it replaces ad-hoc DDL"), std::string::npos) << copied.substr(0, 200);
  EXPECT_NE(copied.find("schema_migrations"), std::string::npos);
}

}  // namespace

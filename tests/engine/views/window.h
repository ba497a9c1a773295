// The whole window over a course, on a host without a window, driven by the names in the ledger.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/views/shell.h"
#include "lessons/progress/drafts.h"
#include "simulator/base/files.h"
#include "tests/engine/platform/screen.h"

namespace engine::views {
namespace fs = std::filesystem;

inline const fs::path source = DRIFTWOOD_SOURCE_DIR;

/// What stays when a window closes: the progress store.
struct Kept {
  base::SystemClock clock;
  lessons::progress::Store store =
      lessons::progress::Store::in_memory(source / "assets/progress/migrations", clock).value();
};

struct Window {
  explicit Window(Kept& kept, const fs::path& course = source / "content/schema-migrations",
                  const ui::Look& look = {}, int width = 1440, int height = 900, fs::path exports = {},
                  std::vector<HomeNotice> notices = {})
      : drafts(kept.store, kept.clock),
        services{worker,
                 kept.store,
                 drafts,
                 kept.clock,
                 [](const std::string&) {},
                 1,
                 [this](const base::Error& error) { complaints.push_back(to_string(error)); },
                 {},
                 std::move(exports)},
        shell(services, lessons::course::Shelf(base::Folder::open(course).value()), std::move(notices)),
        screen([this](ui::Ui& ui) { shell.draw(ui); }, look, width, height) {}

  /// Until the worker is done and nothing moves.
  void settle() {
    for (int round = 0; round < 200; ++round) {
      worker.wait_idle(std::chrono::seconds(20));
      screen.driver.frames(4);
      screen.driver.settle();
      if (!worker.busy()) break;
    }
    EXPECT_THAT(complaints, testing::IsEmpty());
    EXPECT_THAT(screen.ui.ledger().duplicates(), testing::IsEmpty());
  }
  void click(std::string_view name) {
    screen.driver.click(name);
    settle();
  }
  void open(std::string_view entry) {
    if (!screen.driver.has(entry)) {
      shell.open_lesson("01-what-a-migration-is");
      settle();
    }
    click(entry);
  }
  void type_into(std::string_view name, std::string_view text) {
    screen.driver.click(name);
    screen.driver.type(text);
    settle();
  }

  /// Over what stands there.
  void retype(std::string_view name, std::string_view text) {
    screen.driver.click(name);
    screen.driver.key(ui::Key::a, ui::with_control);
    screen.driver.type(text);
    settle();
  }

  std::vector<std::string> complaints;
  platform::Worker worker{[] {}};
  lessons::progress::Drafts drafts;
  Services services;
  Shell shell;
  Screen screen;
};

}  // namespace engine::views

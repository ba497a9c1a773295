// A screen for tests: shared fonts (built once a test binary), a Ui, a host without a window.
#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "engine/platform/driver.h"
#include "engine/platform/null_host.h"
#include "engine/platform/picture.h"
#include "engine/ui/fonts.h"
#include "engine/ui/ui.h"

/// One atlas a test binary; tests that change the text size change it back by making their own Screen.
inline engine::ui::Fonts& shared_fonts() {
  static const std::unique_ptr<engine::ui::Fonts> fonts = [] {
    auto loaded = engine::ui::Fonts::load();
    if (!loaded) throw std::runtime_error(to_string(loaded.error()));
    return std::move(*loaded);
  }();
  return *fonts;
}

struct Screen {
  explicit Screen(engine::platform::FrameLoop::Draw draw, const engine::ui::Look& look = {}, int width = 1440,
                  int height = 900)
      : host(width, height), ui(shared_fonts(), look), driver(host, ui, std::move(draw)) {}

  engine::platform::NullHost host;
  engine::ui::Ui ui;
  engine::platform::Driver driver;

  /// Writes the picture where DRIFTWOOD_PICTURES says, for people to look at; without it does nothing.
  void look_at(const std::string& name) {
    const char* folder = std::getenv("DRIFTWOOD_PICTURES");
    if (folder == nullptr) return;
    const auto written =
        engine::platform::write_png(driver.picture(), std::filesystem::path(folder) / (name + ".png"));
    EXPECT_TRUE(written.has_value());
  }
};

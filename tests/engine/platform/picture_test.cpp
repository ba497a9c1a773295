#include "engine/platform/picture.h"

#include <gtest/gtest.h>
#include <imgui.h>

#include <array>
#include <filesystem>

#include "engine/ui/paint.h"
#include "tests/engine/platform/screen.h"

using namespace engine;
using platform::Picture;

namespace {

std::array<int, 3> pixel(const Picture& picture, int x, int y) {
  const auto at =
      (static_cast<std::size_t>(y) * static_cast<std::size_t>(picture.width) + static_cast<std::size_t>(x)) *
      4;
  return {picture.rgba[at], picture.rgba[at + 1], picture.rgba[at + 2]};
}

std::filesystem::path scratch(const char* name) {
  return std::filesystem::path(testing::TempDir()) / (std::string("driftwood-") + name);
}

}  // namespace

TEST(Picture, RectanglesCoverExactlyTheirPixels) {
  Screen screen(
      [](ui::Ui&) {
        ImGui::GetWindowDrawList()->AddRectFilled({10, 10}, {12, 13}, IM_COL32(255, 0, 0, 255));
        ImGui::GetWindowDrawList()->AddRectFilled({20, 10}, {22, 12}, IM_COL32(0, 0, 0, 128));
      },
      {}, 40, 30);
  const Picture picture = screen.driver.picture();
  const std::array<int, 3> page{0xFB, 0xFA, 0xF7};
  const std::array<int, 3> red{255, 0, 0};
  for (int y = 8; y < 15; ++y)
    for (int x = 8; x < 14; ++x)
      EXPECT_EQ(pixel(picture, x, y), (x >= 10 && x < 12 && y >= 10 && y < 13 ? red : page)) << x << "," << y;
  EXPECT_NEAR(pixel(picture, 20, 10)[0], 0xFB / 2, 1) << "half black over the page";
}

TEST(Picture, ALookThatIsSetWhileAFrameIsDrawnWaitsForTheNext) {
  ui::ThemeKind wanted = ui::ThemeKind::light;
  Screen screen(
      [&wanted](ui::Ui& ui) {
        ImGui::GetWindowDrawList()->AddRectFilled({10, 10}, {12, 13}, ui::to_u32(ui.theme().text));
        ui::Look look = ui.look();
        look.theme = wanted;
        ui.set_look(look);
      },
      {}, 40, 30);
  const auto shown = [&](ui::ThemeKind kind, const char* when) {
    const ui::Theme& theme = ui::theme(kind);
    const Picture picture = screen.driver.picture();
    EXPECT_EQ(pixel(picture, 5, 5), (std::array<int, 3>{theme.page.r, theme.page.g, theme.page.b})) << when;
    EXPECT_EQ(pixel(picture, 10, 10), (std::array<int, 3>{theme.text.r, theme.text.g, theme.text.b})) << when;
  };
  wanted = ui::ThemeKind::dark;
  screen.driver.frames(1);
  shown(ui::ThemeKind::light, "set while it was drawn");
  screen.driver.frames(1);
  shown(ui::ThemeKind::dark, "the next frame");
}

TEST(Picture, ClipsAtTheClipRectangle) {
  Screen screen(
      [](ui::Ui&) {
        ImGui::PushClipRect({0, 0}, {11, 11}, false);
        ImGui::GetWindowDrawList()->AddRectFilled({5, 5}, {20, 20}, IM_COL32(255, 0, 0, 255));
        ImGui::PopClipRect();
      },
      {}, 40, 30);
  const Picture picture = screen.driver.picture();
  EXPECT_EQ(pixel(picture, 10, 10)[1], 0);
  EXPECT_EQ(pixel(picture, 11, 10)[1], 0xFA);
}

TEST(Picture, PngFilesComeBackAsTheyWere) {
  Picture picture{3, 2, {}};
  for (int i = 0; i < 24; ++i) picture.rgba.push_back(static_cast<std::uint8_t>(i % 4 == 3 ? 255 : i * 10));
  const auto path = scratch("picture.png");
  ASSERT_TRUE(platform::write_png(picture, path).has_value());
  const auto read = platform::read_png(path);
  ASSERT_TRUE(read.has_value());
  EXPECT_EQ(read->rgba, picture.rgba);
  std::filesystem::remove(path);
}

TEST(Picture, FilesThatAreNotPicturesAreNamed) {
  const auto missing = platform::read_png(scratch("nothing.png"));
  ASSERT_FALSE(missing.has_value());
  EXPECT_EQ(missing.error().code, "picture.read");
  EXPECT_NE(missing.error().file.find("nothing.png"), std::string::npos);
  const auto nowhere = platform::write_png({1, 1, {0, 0, 0, 255}}, scratch("no-folder") / "x.png");
  ASSERT_FALSE(nowhere.has_value());
  EXPECT_EQ(nowhere.error().code, "picture.write");
}

TEST(Picture, ComparingCountsWhatIsBeyondTheTolerance) {
  const Picture a{2, 1, {10, 10, 10, 255, 50, 50, 50, 255}};
  Picture b = a;
  b.rgba[0] = 20;
  b.rgba[5] = 90;
  const auto difference = platform::compare(a, b);
  EXPECT_EQ(difference.pixels, 1U);
  EXPECT_EQ(difference.largest, 40);
  EXPECT_DOUBLE_EQ(difference.share, 0.5);
  EXPECT_FALSE(platform::compare(a, {1, 1, {0, 0, 0, 0}}).same_size);
}

// A picture of the screen as pixels, and a small software rasteriser that makes one from Dear ImGui's draw
// data without OpenGL: the same pixels on every machine, for the golden pictures and for hosts without a
// display.
//
// Draws what ImGui emits: triangles with one colour a vertex, one alpha-textured atlas, clip rectangles,
// alpha blending. A triangle covers a pixel by its centre (top-left rule), as OpenGL does.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <vector>

#include "engine/ui/fonts.h"
#include "engine/ui/theme.h"
#include "simulator/base/error.h"

struct ImDrawData;

namespace engine::platform {

struct Picture {
  int width = 0;
  int height = 0;
  std::vector<std::uint8_t> rgba;  ///< 4 bytes a pixel, rows from the top, no padding
};

/// Over `ground`. The atlas must be the one the draw data was made with.
[[nodiscard]] Picture rasterise(const ImDrawData& data, const ui::Fonts& fonts, ui::Colour ground);

/// Error picture.write names the file.
[[nodiscard]] simulator::base::Result<void> write_png(const Picture& picture,
                                                      const std::filesystem::path& path);
/// Error picture.read names the file and the reason.
[[nodiscard]] simulator::base::Result<Picture> read_png(const std::filesystem::path& path);

struct PictureDifference {
  bool same_size = true;
  std::size_t pixels = 0;  ///< pixels with any channel off by more than the tolerance
  int largest = 0;         ///< the largest channel difference anywhere
  double share = 0;        ///< of all pixels
};
/// Counts pixels whose channels differ by more than `tolerance` (of 255).
[[nodiscard]] PictureDifference compare(const Picture& a, const Picture& b, int tolerance = 16);

}  // namespace engine::platform

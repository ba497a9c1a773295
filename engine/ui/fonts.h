// The typefaces in the sizes of the type scale, in one Dear ImGui atlas (FreeType, light hinting).
//
// Characters are drawn on demand: the atlas starts with Latin-1 and the typographic signs, and `require` adds
// what a text needs; the atlas is then built again between two frames. So start-up stays short and a Greek
// e-mail address in a table still has its letters one frame later. Characters above U+FFFF cannot be drawn
// (Debian's Dear ImGui has 16-bit characters); they show as U+FFFD.
//
// Ownership: one Fonts may serve many Ui objects one after the other (a test binary builds the atlas once);
// it outlives them. Threads: the UI thread only.
#pragma once

#include <array>
#include <bitset>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "engine/ui/font_metrics.h"
#include "engine/ui/text_style.h"
#include "simulator/base/error.h"

struct ImFont;
struct ImFontAtlas;

namespace engine::ui {

inline constexpr int smallest_text_percent = 75;
inline constexpr int largest_text_percent = 300;

class Fonts {
 public:
  /// Reads the six font files: from `folder` if it holds them, else where Debian's fonts-inter and
  /// fonts-jetbrains-mono put them. Error ui.font-missing names the file and the package. Nothing is
  /// rasterised yet.
  static simulator::base::Result<std::unique_ptr<Fonts>> load(const std::filesystem::path& folder = {});

  Fonts(const Fonts&) = delete;
  Fonts& operator=(const Fonts&) = delete;
  ~Fonts();

  /// Text size times the screen's own scale: 1 is 100 % on a 96 dpi screen. Takes effect with the next build.
  void set_scale(float scale);
  [[nodiscard]] float scale() const { return scale_; }

  /// Makes sure the characters of a text are in the atlas from the next frame on. Cheap for ASCII.
  void require(std::string_view utf8);

  /// The atlas does not match what was asked for.
  [[nodiscard]] bool stale() const { return stale_; }
  /// Rasterises; never between NewFrame and Render. Pointers from `font` and tables from `metrics` change.
  void build();
  /// Grows with each build: a backend uploads the texture again when it changes.
  [[nodiscard]] std::uint64_t generation() const { return generation_; }

  [[nodiscard]] ImFont* font(TextStyle style) const { return fonts_[static_cast<std::size_t>(style)]; }
  [[nodiscard]] const FontMetrics& metrics() const { return metrics_; }
  [[nodiscard]] ImFontAtlas& atlas() const { return *atlas_; }
  /// Whether a face has a picture for the character (and not only the fallback).
  [[nodiscard]] bool has_glyph(TextStyle style, std::uint32_t code_point) const;

 private:
  Fonts();
  struct File {
    std::string bytes;
    float height_per_em =
        1.2F;  ///< (ascender - descender) / em, because the atlas sizes a font by its height
  };

  std::array<File, 6> files_;
  std::unique_ptr<ImFontAtlas> atlas_;
  std::array<ImFont*, text_style_count> fonts_{};
  FontMetrics metrics_;
  std::bitset<0x10000> wanted_;
  float scale_ = 1;
  bool stale_ = true;
  std::uint64_t generation_ = 0;
};

}  // namespace engine::ui

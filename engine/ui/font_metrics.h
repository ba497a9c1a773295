// The port between layout and fonts: how wide a character is, how high a line. Fonts gives the real one,
// tests a made-up one. It is plain tables, because laying out a lesson asks it once a character.
//
// Ownership: refers to tables it does not own; valid until the fonts are built again.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

#include "engine/ui/text_style.h"

namespace engine::ui {

struct FaceMetrics {
  std::span<const float> advance;  ///< by code point; a missing one has the fallback's width
  float fallback = 0;              ///< px
  float line_height = 0;           ///< px, from the type scale
  float glyph_height = 0;          ///< px from ascender to descender; text is drawn centred in its line
};

struct FontMetrics {
  std::array<FaceMetrics, text_style_count> faces;
  float scale = 1;  ///< px per px of the tokens

  [[nodiscard]] const FaceMetrics& face(TextStyle style) const {
    return faces[static_cast<std::size_t>(style)];
  }
  [[nodiscard]] float line_height(TextStyle style) const { return face(style).line_height; }
  [[nodiscard]] float advance(TextStyle style, std::uint32_t code_point) const {
    const FaceMetrics& f = face(style);
    return code_point < f.advance.size() ? f.advance[code_point] : f.fallback;
  }
  /// Width of UTF-8 text on one line.
  [[nodiscard]] float width(TextStyle style, std::string_view text) const;
};

/// One that begins with a byte from 0x80 on.
[[nodiscard]] std::uint32_t next_wide_code_point(std::string_view text, std::size_t& at);

/// Decodes the code point at `at` and moves past it; broken bytes give U+FFFD, one byte each.
[[nodiscard]] inline std::uint32_t next_code_point(std::string_view text, std::size_t& at) {
  const auto lead = static_cast<unsigned char>(text[at]);
  if (lead >= 0x80) return next_wide_code_point(text, at);
  ++at;
  return lead;
}

}  // namespace engine::ui

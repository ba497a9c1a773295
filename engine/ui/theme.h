// Colours as data: the tokens of the look for light, dark and high contrast. No Dear ImGui here, so that the
// contrast test is plain arithmetic.
//
// Contrast is WCAG 2.1's ratio of relative luminances; text on each of its grounds is 4.5:1 or more, 7:1 or
// more in the high-contrast themes (tests/engine/ui/theme_test.cpp computes every pair).
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace engine::ui {

struct Colour {
  std::uint8_t r = 0, g = 0, b = 0, a = 255;
  friend bool operator==(const Colour&, const Colour&) = default;
};

[[nodiscard]] constexpr Colour rgb(std::uint32_t hex) {
  return {static_cast<std::uint8_t>(hex >> 16U & 0xFFU), static_cast<std::uint8_t>(hex >> 8U & 0xFFU),
          static_cast<std::uint8_t>(hex & 0xFFU)};
}
[[nodiscard]] constexpr Colour faded(Colour colour, float alpha) {
  colour.a = static_cast<std::uint8_t>(static_cast<float>(colour.a) * alpha + 0.5F);
  return colour;
}
/// A straight mix in sRGB: 0 gives `from`, 1 gives `to`.
[[nodiscard]] Colour mix(Colour from, Colour to, float amount);
/// 1 to 21.
[[nodiscard]] double contrast(Colour a, Colour b);

enum class ThemeKind { light, dark, contrast_light, contrast_dark };
inline constexpr std::array theme_kinds{ThemeKind::light, ThemeKind::dark, ThemeKind::contrast_light,
                                        ThemeKind::contrast_dark};
/// "light", "dark", "contrast-light", "contrast-dark": as written in settings.
[[nodiscard]] std::string_view to_string(ThemeKind kind);
/// For people: "Light", "Dark", "High contrast, light", ...
[[nodiscard]] std::string_view title(ThemeKind kind);
/// Falls back to light.
[[nodiscard]] ThemeKind theme_kind(std::string_view name);

/// What a text or mark means; the theme turns it into a colour.
enum class Tone {
  normal,
  muted,
  accent,
  ok,
  warn,
  bad,
  version_1,
  version_2,
  version_3,
  version_4,
  on_accent
};

struct Theme {
  ThemeKind kind = ThemeKind::light;
  bool dark = false;
  bool outlines = false;  ///< high contrast: soft grounds are the page with an outline in the tone's colour
  Colour page, surface, side;
  Colour text, muted, line;
  Colour accent, accent_soft, on_accent;
  Colour ok, ok_soft, warn, warn_soft, bad, bad_soft;
  Colour version_1, version_1_soft, version_2, version_2_soft;
  Colour version_3, version_3_soft, version_4, version_4_soft;
  Colour code_ground, code_keyword, code_string, code_number, code_comment;
  Colour selection;  ///< ground of selected text

  [[nodiscard]] Colour ink(Tone tone) const;   ///< the tone as text or mark
  [[nodiscard]] Colour soft(Tone tone) const;  ///< the tone as ground
};

[[nodiscard]] const Theme& theme(ThemeKind kind);

}  // namespace engine::ui

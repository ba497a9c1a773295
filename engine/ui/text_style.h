// The type scale: which face, size and line height a piece of text has. Sizes are the em in pixels at 100 %
// text. No Dear ImGui here: document layout and its tests use it too.
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

namespace engine::ui {

enum class TextStyle {
  body,    ///< prose
  strong,  ///< bold inside prose
  italic,  ///< emphasis inside prose
  small,   ///< secondary lines, captions, table cells
  small_strong,
  control,  ///< buttons, fields, tabs
  h1,
  h2,
  h3,
  code,
  code_bold,
  code_small,  ///< file names and objects beside small text, keyboard shortcuts
};
inline constexpr std::size_t text_style_count = 12;

enum class Typeface { inter_regular, inter_medium, inter_semibold, inter_italic, mono_regular, mono_bold };

struct TypeToken {
  Typeface face;
  float size;  ///< em, px at 100 %
  float line;  ///< line height, px at 100 %
};

inline constexpr std::array<TypeToken, text_style_count> type_tokens{{
    {Typeface::inter_regular, 16.0F, 25.0F},
    {Typeface::inter_semibold, 16.0F, 25.0F},
    {Typeface::inter_italic, 16.0F, 25.0F},
    {Typeface::inter_regular, 13.5F, 20.0F},
    {Typeface::inter_semibold, 13.5F, 20.0F},
    {Typeface::inter_medium, 14.5F, 22.0F},
    {Typeface::inter_semibold, 30.0F, 38.0F},
    {Typeface::inter_semibold, 22.0F, 30.0F},
    {Typeface::inter_semibold, 15.0F, 22.0F},
    {Typeface::mono_regular, 14.0F, 22.0F},
    {Typeface::mono_bold, 14.0F, 22.0F},
    {Typeface::mono_regular, 12.5F, 20.0F},
}};

[[nodiscard]] constexpr const TypeToken& token(TextStyle style) {
  return type_tokens[static_cast<std::size_t>(style)];
}

}  // namespace engine::ui

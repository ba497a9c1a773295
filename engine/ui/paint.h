// Small drawing vocabulary over ImDrawList: theme colours, grounds with a hairline, text at a place, and the
// marks (tick, cross, ...) that the look wants as shapes instead of characters.
#pragma once

#include <imgui.h>

#include <string_view>

#include "engine/ui/rect.h"
#include "engine/ui/text_style.h"
#include "engine/ui/theme.h"

namespace engine::ui {

class Ui;

[[nodiscard]] inline ImU32 to_u32(Colour c) { return IM_COL32(c.r, c.g, c.b, c.a); }
[[nodiscard]] inline ImVec4 to_vec4(Colour c) {
  return {static_cast<float>(c.r) / 255.0F, static_cast<float>(c.g) / 255.0F,
          static_cast<float>(c.b) / 255.0F, static_cast<float>(c.a) / 255.0F};
}
[[nodiscard]] inline ImVec2 top_left(const Rect& r) { return {r.x, r.y}; }
[[nodiscard]] inline ImVec2 bottom_right(const Rect& r) { return {r.right(), r.bottom()}; }

/// Filled, then outlined by a hairline when `outline` is not transparent.
void ground(ImDrawList& list, const Rect& rect, Colour fill, Colour outline, float rounding);
/// The soft ground of a tone; in high contrast an outline of the tone's ink.
void soft_ground(Ui& ui, ImDrawList& list, const Rect& rect, Tone tone, float rounding);
void hairline(ImDrawList& list, float x1, float y1, float x2, float y2, Colour colour);
/// Around an item that has the keyboard.
void focus_ring(Ui& ui, ImDrawList& list, const Rect& rect, float rounding);

/// One line, its box starting at (x, y) and as high as the style's line; centred in it. Does not wrap and
/// does not register: see text.h for text that belongs to the layout.
void draw_text(Ui& ui, ImDrawList& list, float x, float y, TextStyle style, Colour colour,
               std::string_view text);
/// As above, cut with an ellipsis when wider than `width`.
void draw_text_cut(Ui& ui, ImDrawList& list, float x, float y, float width, TextStyle style, Colour colour,
                   std::string_view text);

enum class Mark {
  tick,
  cross,
  ring,
  dot,
  half,  ///< half-filled ring: works, but gives a wrong answer
  triangle_right,
  triangle_down,
  chevron_right,
  chevron_down,
  chevron_up,
  chevron_left,
  arrow_up,
  arrow_down,
  arrow_right,
  plus,
  minus,
  unequal,
  diamond,
  play,
  pause,
  undo,
  redo,
  grip,
  menu,
  warning,
};
/// Centred at (x, y), inside a square of `size`.
void draw_mark(ImDrawList& list, Mark mark, float x, float y, float size, Colour colour);
/// The word for it, for the ledger and for high contrast: "done", "failed", "open".
[[nodiscard]] std::string_view word(Mark mark);

}  // namespace engine::ui

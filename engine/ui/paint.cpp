#include "engine/ui/paint.h"

#include <imgui_internal.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "engine/ui/ui.h"

namespace engine::ui {

void ground(ImDrawList& list, const Rect& rect, Colour fill, Colour outline, float rounding) {
  if (fill.a != 0) list.AddRectFilled(top_left(rect), bottom_right(rect), to_u32(fill), rounding);
  if (outline.a != 0) list.AddRect(top_left(rect), bottom_right(rect), to_u32(outline), rounding);
}

void soft_ground(Ui& ui, ImDrawList& list, const Rect& rect, Tone tone, float rounding) {
  const Theme& theme = ui.theme();
  ground(list, rect, theme.soft(tone), theme.outlines ? theme.ink(tone) : Colour{0, 0, 0, 0}, rounding);
}

void hairline(ImDrawList& list, float x1, float y1, float x2, float y2, Colour colour) {
  const auto snap = [](float v) { return std::floor(v) + 0.5F; };
  if (std::abs(x1 - x2) < 0.5F)
    list.AddRectFilled({std::floor(x1), y1}, {std::floor(x1) + 1, y2}, to_u32(colour));
  else if (std::abs(y1 - y2) < 0.5F)
    list.AddRectFilled({x1, std::floor(y1)}, {x2, std::floor(y1) + 1}, to_u32(colour));
  else
    list.AddLine({snap(x1), snap(y1)}, {snap(x2), snap(y2)}, to_u32(colour));
}

void focus_ring(Ui& ui, ImDrawList& list, const Rect& rect, float rounding) {
  const float gap = ui.px(2);
  list.AddRect({rect.x - gap, rect.y - gap}, {rect.right() + gap, rect.bottom() + gap},
               to_u32(ui.theme().accent), rounding + gap, 0, std::max(2.0F, ui.px(2)));
}

void draw_text(Ui& ui, ImDrawList& list, float x, float y, TextStyle style, Colour colour,
               std::string_view text) {
  if (text.empty()) return;
  ui.fonts().require(text);
  const FaceMetrics& face = ui.metrics().face(style);
  const float top = std::floor(y + (face.line_height - face.glyph_height) / 2);
  ImFont* font = ui.fonts().font(style);
  list.AddText(font, font->FontSize, {std::floor(x), top}, to_u32(colour), text.data(),
               text.data() + text.size());
}

void draw_text_cut(Ui& ui, ImDrawList& list, float x, float y, float width, TextStyle style, Colour colour,
                   std::string_view text) {
  if (ui.metrics().width(style, text) <= width + 0.5F) return draw_text(ui, list, x, y, style, colour, text);
  const float dots = ui.metrics().width(style, "\u2026");
  float used = 0;
  std::size_t end = 0;
  for (std::size_t at = 0; at < text.size();) {
    const float advance = ui.metrics().advance(style, next_code_point(text, at));
    if (used + advance + dots > width) break;
    used += advance;
    end = at;
  }
  draw_text(ui, list, x, y, style, colour, text.substr(0, end));
  draw_text(ui, list, x + used, y, style, colour, "\u2026");
}

void draw_mark(ImDrawList& list, Mark mark, float x, float y, float size, Colour colour) {
  const ImU32 ink = to_u32(colour);
  const float r = size / 2;
  const float w = std::max(1.3F, size * 0.12F);
  const auto at = [&](float fx, float fy) { return ImVec2(x + fx * r, y + fy * r); };
  const auto line = [&](std::initializer_list<ImVec2> points, bool closed = false) {
    list.AddPolyline(points.begin(), static_cast<int>(points.size()), ink, closed ? ImDrawFlags_Closed : 0,
                     w);
  };
  constexpr float pi = std::numbers::pi_v<float>;
  const auto turn = [&](float side) {
    // A round arrow: an open arc with a head where it starts.
    list.PathArcTo({x, y + r * 0.15F}, r * 0.62F, side > 0 ? -pi * 0.95F : -pi * 0.05F,
                   side > 0 ? pi * 0.55F : -pi * 1.55F, 20);
    list.PathStroke(ink, 0, w);
    line({at(-side * 0.95F, -0.45F), at(-side * 0.6F, 0.12F), at(-side * 0.1F, -0.28F)});
  };
  switch (mark) {
    case Mark::tick:
      return line({at(-0.72F, 0.05F), at(-0.2F, 0.6F), at(0.75F, -0.6F)});
    case Mark::cross:
      line({at(-0.6F, -0.6F), at(0.6F, 0.6F)});
      return line({at(-0.6F, 0.6F), at(0.6F, -0.6F)});
    case Mark::ring:
      return list.AddCircle({x, y}, r * 0.72F, ink, 0, w);
    case Mark::dot:
      return list.AddCircleFilled({x, y}, r * 0.62F, ink);
    case Mark::half:
      list.AddCircle({x, y}, r * 0.72F, ink, 0, w);
      list.PathArcTo({x, y}, r * 0.72F, pi * 0.5F, pi * 1.5F, 16);
      return list.PathFillConvex(ink);
    case Mark::triangle_right:
    case Mark::play:
      return list.AddTriangleFilled(at(-0.5F, -0.75F), at(0.75F, 0), at(-0.5F, 0.75F), ink);
    case Mark::triangle_down:
      return list.AddTriangleFilled(at(-0.75F, -0.5F), at(0.75F, -0.5F), at(0, 0.75F), ink);
    case Mark::chevron_right:
      return line({at(-0.3F, -0.65F), at(0.35F, 0), at(-0.3F, 0.65F)});
    case Mark::chevron_left:
      return line({at(0.3F, -0.65F), at(-0.35F, 0), at(0.3F, 0.65F)});
    case Mark::chevron_down:
      return line({at(-0.65F, -0.3F), at(0, 0.35F), at(0.65F, -0.3F)});
    case Mark::chevron_up:
      return line({at(-0.65F, 0.3F), at(0, -0.35F), at(0.65F, 0.3F)});
    case Mark::arrow_up:
      line({at(0, 0.8F), at(0, -0.75F)});
      return line({at(-0.5F, -0.2F), at(0, -0.75F), at(0.5F, -0.2F)});
    case Mark::arrow_down:
      line({at(0, -0.8F), at(0, 0.75F)});
      return line({at(-0.5F, 0.2F), at(0, 0.75F), at(0.5F, 0.2F)});
    case Mark::arrow_right:
      line({at(-0.8F, 0), at(0.75F, 0)});
      return line({at(0.2F, -0.5F), at(0.75F, 0), at(0.2F, 0.5F)});
    case Mark::plus:
      line({at(-0.7F, 0), at(0.7F, 0)});
      return line({at(0, -0.7F), at(0, 0.7F)});
    case Mark::minus:
      return line({at(-0.7F, 0), at(0.7F, 0)});
    case Mark::unequal:
      line({at(-0.65F, -0.28F), at(0.65F, -0.28F)});
      line({at(-0.65F, 0.28F), at(0.65F, 0.28F)});
      return line({at(-0.4F, 0.75F), at(0.4F, -0.75F)});
    case Mark::diamond:
      return line({at(0, -0.85F), at(0.85F, 0), at(0, 0.85F), at(-0.85F, 0)}, true);
    case Mark::pause:
      list.AddRectFilled(at(-0.6F, -0.7F), at(-0.15F, 0.7F), ink, 1);
      return list.AddRectFilled(at(0.15F, -0.7F), at(0.6F, 0.7F), ink, 1);
    case Mark::undo:
      return turn(1);
    case Mark::redo:
      return turn(-1);
    case Mark::grip:
      for (const float gy : {-0.6F, 0.0F, 0.6F})
        for (const float gx : {-0.3F, 0.3F})
          list.AddCircleFilled(at(gx, gy), std::max(1.0F, size * 0.07F), ink);
      return;
    case Mark::warning:
      line({at(0, -0.8F), at(0.85F, 0.7F), at(-0.85F, 0.7F)}, true);
      line({at(0, -0.25F), at(0, 0.2F)});
      return list.AddCircleFilled(at(0, 0.47F), w * 0.6F, ink);
  }
}

std::string_view word(Mark mark) {
  switch (mark) {
    case Mark::tick:
      return "done";
    case Mark::cross:
      return "failed";
    case Mark::ring:
      return "open";
    case Mark::dot:
      return "current";
    case Mark::half:
      return "wrong answer";
    case Mark::unequal:
      return "differs";
    case Mark::warning:
      return "warning";
    default:
      return "";
  }
}

}  // namespace engine::ui

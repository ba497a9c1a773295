#include "engine/ui/paint.h"

#include <imgui_internal.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <span>

#include "engine/ui/ui.h"

namespace engine::ui {

namespace {

// A rounded rectangle as rings of points around its corners, half a pixel outside its edge and half a pixel
// (with an outline, also one and a half) inside it. Colours blend from ring to ring, so that edges are smooth
// at the corners and fill whole pixels where they are straight. All rings share their directions, for which
// ImGui keeps a table: one pass, no square roots, a third of the work of AddRectFilled and AddRect.
void rounded(ImDrawList& list, const Rect& rect, Colour fill, Colour outline, float rounding) {
  struct Ring {
    float inset;
    ImU32 ink;
  };
  const auto bare = [](Colour c) { return to_u32({c.r, c.g, c.b, 0}); };
  const Ring outlined[] = {{-0.5F, bare(outline)}, {0.5F, to_u32(outline)}, {1.5F, to_u32(fill)}};
  const Ring plain[] = {{-0.5F, bare(fill)}, {0.5F, to_u32(fill)}};
  const std::span<const Ring> rings = outline.a != 0 ? std::span<const Ring>(outlined) : plain;
  constexpr int quarter = IM_DRAWLIST_ARCFAST_TABLE_SIZE / 4;
  const int step = rounding <= 3 ? 6 : rounding <= 6 ? 4 : rounding <= 12 ? 3 : rounding <= 28 ? 2 : 1;
  const int points = 4 * (quarter / step + 1);
  const int ring_count = static_cast<int>(rings.size());
  list.PrimReserve((points - 2) * 3 + (ring_count - 1) * points * 6, points * ring_count);

  const ImVec2 corners[] = {{rect.right() - rounding, rect.bottom() - rounding},
                            {rect.x + rounding, rect.bottom() - rounding},
                            {rect.x + rounding, rect.y + rounding},
                            {rect.right() - rounding, rect.y + rounding}};
  const ImVec2 white = list._Data->TexUvWhitePixel;
  ImDrawVert* vertex = list._VtxWritePtr;
  for (const Ring& ring : rings)
    for (int corner = 0; corner < 4; ++corner)
      for (int at = 0; at <= quarter; at += step) {
        const ImVec2 towards =
            list._Data->ArcFastVtx[(corner * quarter + at) % IM_DRAWLIST_ARCFAST_TABLE_SIZE];
        const float radius = rounding - ring.inset;
        *vertex++ = {{corners[corner].x + towards.x * radius, corners[corner].y + towards.y * radius},
                     white,
                     ring.ink};
      }
  ImDrawIdx* index = list._IdxWritePtr;
  const unsigned first = list._VtxCurrentIdx;
  const auto triangle = [&](unsigned a, unsigned b, unsigned c) {
    *index++ = static_cast<ImDrawIdx>(first + a);
    *index++ = static_cast<ImDrawIdx>(first + b);
    *index++ = static_cast<ImDrawIdx>(first + c);
  };
  const auto around = static_cast<unsigned>(points);
  const unsigned innermost = around * static_cast<unsigned>(ring_count - 1);
  for (unsigned i = 2; i < around; ++i) triangle(innermost, innermost + i - 1, innermost + i);
  for (unsigned outer = 0; outer < innermost; outer += around)
    for (unsigned i = 0; i < around; ++i) {
      const unsigned next = i + 1 == around ? 0 : i + 1;
      triangle(outer + i, outer + next, outer + around + next);
      triangle(outer + i, outer + around + next, outer + around + i);
    }
  list._VtxWritePtr = vertex;
  list._IdxWritePtr = index;
  list._VtxCurrentIdx += around * static_cast<unsigned>(ring_count);
}

}  // namespace

void ground(ImDrawList& list, const Rect& rect, Colour fill, Colour outline, float rounding) {
  if (fill.a == 0 && outline.a == 0) return;
  const ImVec4& clip = list._CmdHeader.ClipRect;
  if (rect.x > clip.z || rect.right() < clip.x || rect.y > clip.w || rect.bottom() < clip.y) return;
  rounding = std::min({rounding, rect.width / 2, rect.height / 2});
  if (rounding >= 2 && fill.a != 0) return rounded(list, rect, fill, outline, rounding);
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

// Most of what a frame costs is text, and all of ours is one line at its own size: nothing to wrap, to scale
// or to look for line ends in. So the glyphs are written straight into the list, which takes half the time of
// ImFont::RenderText.
void draw_text(Ui& ui, ImDrawList& list, float x, float y, TextStyle style, Colour colour,
               std::string_view text) {
  if (text.empty()) return;
  const FaceMetrics& face = ui.metrics().face(style);
  const ImFont& font = *ui.fonts().font(style);
  const float top = std::floor(y + (face.line_height - face.glyph_height) / 2);
  const ImVec4& clip = list._CmdHeader.ClipRect;
  if (top > clip.w || top + face.line_height < clip.y) return;

  const auto most = static_cast<int>(text.size());
  list.PrimReserve(most * 6, most * 4);
  ImDrawVert* vertex = list._VtxWritePtr;
  ImDrawIdx* index = list._IdxWritePtr;
  unsigned first = list._VtxCurrentIdx;
  const ImU32 ink = to_u32(colour);
  const ImFontGlyph* const glyphs = font.Glyphs.Data;
  const ImWchar* const lookup = font.IndexLookup.Data;
  const auto known = static_cast<std::uint32_t>(font.IndexLookup.Size);
  const float right_end = clip.z;
  constexpr auto none = static_cast<ImWchar>(-1);
  bool missing = false;
  float pen = std::floor(x);
  for (std::size_t at = 0; at < text.size() && pen <= right_end;) {
    const std::uint32_t c = next_code_point(text, at);
    if (c == '\n' || c == '\r') continue;  // a line's own end may come with it
    const ImWchar found = c < known ? lookup[c] : none;
    const ImFontGlyph& glyph = found != none ? glyphs[found] : *font.FallbackGlyph;
    if (found == none) missing = true;
    if (glyph.Visible) {
      const float left = pen + glyph.X0;
      const float right = pen + glyph.X1;
      const float above = top + glyph.Y0;
      const float below = top + glyph.Y1;
      const ImVec2 uv0(glyph.U0, glyph.V0);
      const ImVec2 uv1(glyph.U1, glyph.V1);
      vertex[0] = {{left, above}, uv0, ink};
      vertex[1] = {{right, above}, {uv1.x, uv0.y}, ink};
      vertex[2] = {{right, below}, uv1, ink};
      vertex[3] = {{left, below}, {uv0.x, uv1.y}, ink};
      index[0] = index[3] = static_cast<ImDrawIdx>(first);
      index[1] = static_cast<ImDrawIdx>(first + 1);
      index[2] = index[4] = static_cast<ImDrawIdx>(first + 2);
      index[5] = static_cast<ImDrawIdx>(first + 3);
      vertex += 4;
      index += 6;
      first += 4;
    }
    pen += glyph.AdvanceX;
  }
  const int spare = most - static_cast<int>(first - list._VtxCurrentIdx) / 4;
  list._VtxWritePtr = vertex;
  list._IdxWritePtr = index;
  list._VtxCurrentIdx = first;
  list.PrimUnreserve(spare * 6, spare * 4);
  if (missing) ui.fonts().require(text);
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
    case Mark::menu:
      for (const float row : {-0.6F, 0.0F, 0.6F}) line({at(-0.8F, row), at(0.8F, row)});
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

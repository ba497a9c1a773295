#include "engine/platform/picture.h"

#include <imgui.h>
#include <stb_image.h>
#include <stb_image_write.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>

namespace engine::platform {
namespace {

struct Pixel {
  float r, g, b, a;
};

Pixel unpack(ImU32 c) {
  return {static_cast<float>(c >> IM_COL32_R_SHIFT & 0xFFU),
          static_cast<float>(c >> IM_COL32_G_SHIFT & 0xFFU),
          static_cast<float>(c >> IM_COL32_B_SHIFT & 0xFFU),
          static_cast<float>(c >> IM_COL32_A_SHIFT & 0xFFU) / 255.0F};
}

struct Atlas {
  const unsigned char* alpha = nullptr;
  int width = 0;
  int height = 0;

  // Bilinear, as OpenGL samples it: at whole pixels, which is where text lands, it is the texel itself.
  [[nodiscard]] float at(float u, float v) const {
    const float x = u * static_cast<float>(width) - 0.5F;
    const float y = v * static_cast<float>(height) - 0.5F;
    const float fx = std::floor(x);
    const float fy = std::floor(y);
    const float tx = x - fx;
    const float ty = y - fy;
    const auto texel = [&](float px, float py) {
      const int ix = std::clamp(static_cast<int>(px), 0, width - 1);
      const int iy = std::clamp(static_cast<int>(py), 0, height - 1);
      return static_cast<float>(alpha[iy * width + ix]);
    };
    const float top = texel(fx, fy) * (1 - tx) + texel(fx + 1, fy) * tx;
    const float bottom = texel(fx, fy + 1) * (1 - tx) + texel(fx + 1, fy + 1) * tx;
    return (top * (1 - ty) + bottom * ty) / 255.0F;
  }
};

float edge(const ImVec2& a, const ImVec2& b, float x, float y) {
  return (b.x - a.x) * (y - a.y) - (b.y - a.y) * (x - a.x);
}

// Pixels exactly on an edge belong to the triangle on one side only.
bool top_left_edge(const ImVec2& a, const ImVec2& b) { return (a.y == b.y && b.x > a.x) || b.y < a.y; }

struct Clip {
  int x0, y0, x1, y1;
};

void fill(Picture& out, const Atlas& atlas, const Clip& clip, const ImDrawVert* a, const ImDrawVert* b,
          const ImDrawVert* c) {
  float area = edge(a->pos, b->pos, c->pos.x, c->pos.y);
  if (area == 0) return;
  if (area < 0) {
    std::swap(b, c);
    area = -area;
  }
  const auto low = [](float p, float q, float r) { return std::min({p, q, r}); };
  const auto high = [](float p, float q, float r) { return std::max({p, q, r}); };
  const int x0 = std::max(clip.x0, static_cast<int>(std::floor(low(a->pos.x, b->pos.x, c->pos.x))));
  const int y0 = std::max(clip.y0, static_cast<int>(std::floor(low(a->pos.y, b->pos.y, c->pos.y))));
  const int x1 = std::min(clip.x1, static_cast<int>(std::ceil(high(a->pos.x, b->pos.x, c->pos.x))) + 1);
  const int y1 = std::min(clip.y1, static_cast<int>(std::ceil(high(a->pos.y, b->pos.y, c->pos.y))) + 1);
  const Pixel ca = unpack(a->col);
  const Pixel cb = unpack(b->col);
  const Pixel cc = unpack(c->col);
  const bool flat = a->col == b->col && b->col == c->col;
  const bool one_texel = a->uv.x == b->uv.x && b->uv.x == c->uv.x && a->uv.y == b->uv.y && b->uv.y == c->uv.y;
  const float solid = one_texel ? atlas.at(a->uv.x, a->uv.y) : 0;
  const bool ab = top_left_edge(a->pos, b->pos);
  const bool bc = top_left_edge(b->pos, c->pos);
  const bool ca_edge = top_left_edge(c->pos, a->pos);
  for (int y = y0; y < y1; ++y) {
    for (int x = x0; x < x1; ++x) {
      const float px = static_cast<float>(x) + 0.5F;
      const float py = static_cast<float>(y) + 0.5F;
      float wc = edge(a->pos, b->pos, px, py);
      float wa = edge(b->pos, c->pos, px, py);
      float wb = edge(c->pos, a->pos, px, py);
      if (wc < 0 || wa < 0 || wb < 0 || (wc == 0 && !ab) || (wa == 0 && !bc) || (wb == 0 && !ca_edge))
        continue;
      wa /= area;
      wb /= area;
      wc /= area;
      const Pixel ink = flat ? ca
                             : Pixel{ca.r * wa + cb.r * wb + cc.r * wc, ca.g * wa + cb.g * wb + cc.g * wc,
                                     ca.b * wa + cb.b * wb + cc.b * wc, ca.a * wa + cb.a * wb + cc.a * wc};
      const float cover = one_texel ? solid
                                    : atlas.at(a->uv.x * wa + b->uv.x * wb + c->uv.x * wc,
                                               a->uv.y * wa + b->uv.y * wb + c->uv.y * wc);
      const float alpha = ink.a * cover;
      if (alpha <= 0) continue;
      std::uint8_t* to = &out.rgba[(static_cast<std::size_t>(y) * static_cast<std::size_t>(out.width) +
                                    static_cast<std::size_t>(x)) *
                                   4];
      const auto blend = [&](std::uint8_t under, float over) {
        return static_cast<std::uint8_t>(std::lround(over * alpha + static_cast<float>(under) * (1 - alpha)));
      };
      to[0] = blend(to[0], ink.r);
      to[1] = blend(to[1], ink.g);
      to[2] = blend(to[2], ink.b);
    }
  }
}

simulator::base::Error file_error(const char* code, const std::filesystem::path& path,
                                  const std::string& message) {
  simulator::base::Error error;
  error.code = code;
  error.message = message;
  error.file = path.string();
  return error;
}

}  // namespace

Picture rasterise(const ImDrawData& data, const ui::Fonts& fonts, ui::Colour ground) {
  Picture out;
  out.width = static_cast<int>(data.DisplaySize.x);
  out.height = static_cast<int>(data.DisplaySize.y);
  out.rgba.assign(static_cast<std::size_t>(out.width) * static_cast<std::size_t>(out.height) * 4, 255);
  for (std::size_t i = 0; i < out.rgba.size(); i += 4) {
    out.rgba[i] = ground.r;
    out.rgba[i + 1] = ground.g;
    out.rgba[i + 2] = ground.b;
  }
  unsigned char* alpha = nullptr;
  Atlas atlas;
  fonts.atlas().GetTexDataAsAlpha8(&alpha, &atlas.width, &atlas.height);
  atlas.alpha = alpha;
  for (int n = 0; n < data.CmdListsCount; ++n) {
    const ImDrawList& list = *data.CmdLists[n];
    for (const ImDrawCmd& command : list.CmdBuffer) {
      if (command.UserCallback != nullptr) continue;
      const Clip clip{std::max(0, static_cast<int>(command.ClipRect.x - data.DisplayPos.x)),
                      std::max(0, static_cast<int>(command.ClipRect.y - data.DisplayPos.y)),
                      std::min(out.width, static_cast<int>(command.ClipRect.z - data.DisplayPos.x)),
                      std::min(out.height, static_cast<int>(command.ClipRect.w - data.DisplayPos.y))};
      const ImDrawVert* vertices = list.VtxBuffer.Data + command.VtxOffset;
      const ImDrawIdx* indices = list.IdxBuffer.Data + command.IdxOffset;
      for (unsigned i = 0; i + 2 < command.ElemCount; i += 3)
        fill(out, atlas, clip, vertices + indices[i], vertices + indices[i + 1], vertices + indices[i + 2]);
    }
  }
  return out;
}

simulator::base::Result<void> write_png(const Picture& picture, const std::filesystem::path& path) {
  if (stbi_write_png(path.c_str(), picture.width, picture.height, 4, picture.rgba.data(),
                     picture.width * 4) != 0)
    return {};
  return tl::unexpected(file_error("picture.write", path,
                                   "The picture could not be written. Is the folder there and writable?"));
}

simulator::base::Result<Picture> read_png(const std::filesystem::path& path) {
  Picture picture;
  int channels = 0;
  stbi_uc* pixels = stbi_load(path.c_str(), &picture.width, &picture.height, &channels, 4);
  if (pixels == nullptr)
    return tl::unexpected(file_error(
        "picture.read", path, std::string("The picture could not be read: ") + stbi_failure_reason() + "."));
  const auto size = static_cast<std::size_t>(picture.width) * static_cast<std::size_t>(picture.height) * 4;
  picture.rgba.assign(pixels, pixels + size);
  stbi_image_free(pixels);
  return picture;
}

PictureDifference compare(const Picture& a, const Picture& b, int tolerance) {
  PictureDifference difference;
  difference.same_size = a.width == b.width && a.height == b.height;
  if (!difference.same_size) return difference;
  for (std::size_t i = 0; i + 3 < a.rgba.size(); i += 4) {
    int worst = 0;
    for (std::size_t k = 0; k < 4; ++k)
      worst = std::max(worst, std::abs(static_cast<int>(a.rgba[i + k]) - static_cast<int>(b.rgba[i + k])));
    difference.largest = std::max(difference.largest, worst);
    if (worst > tolerance) ++difference.pixels;
  }
  difference.share =
      static_cast<double>(difference.pixels) / std::max<double>(1, static_cast<double>(a.rgba.size() / 4));
  return difference;
}

}  // namespace engine::platform

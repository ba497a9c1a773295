#include "engine/ui/fonts.h"

#include <ft2build.h>
#include <imgui.h>
#include <imgui_freetype.h>
#include FT_FREETYPE_H

#include <algorithm>
#include <cmath>

#include "simulator/base/files.h"

namespace engine::ui {
namespace {

struct Source {
  const char* file;
  const char* folder;
  const char* package;
};

// In the order of Typeface.
constexpr std::array<Source, 6> sources{{
    {"Inter-Regular.otf", "/usr/share/fonts/opentype/inter", "fonts-inter"},
    {"Inter-Medium.otf", "/usr/share/fonts/opentype/inter", "fonts-inter"},
    {"Inter-SemiBold.otf", "/usr/share/fonts/opentype/inter", "fonts-inter"},
    {"Inter-Italic.otf", "/usr/share/fonts/opentype/inter", "fonts-inter"},
    {"JetBrainsMono-Regular.ttf", "/usr/share/fonts/truetype/jetbrains-mono", "fonts-jetbrains-mono"},
    {"JetBrainsMono-Bold.ttf", "/usr/share/fonts/truetype/jetbrains-mono", "fonts-jetbrains-mono"},
}};

constexpr std::size_t largest_font = 16U << 20U;

/// Empty when it cannot be read.
std::string read_bytes(const std::filesystem::path& path) {
  return simulator::base::read_file(path, largest_font).value_or("");
}

// The atlas asks FreeType for a font whose ascender to descender is the given size, while the look speaks of
// the em, as CSS does. This is the ratio between the two.
float height_per_em(FT_Library library, const std::string& bytes) {
  FT_Face face = nullptr;
  if (FT_New_Memory_Face(library, reinterpret_cast<const FT_Byte*>(bytes.data()),
                         static_cast<FT_Long>(bytes.size()), 0, &face) != 0)
    return 0;
  const float ratio = static_cast<float>(face->ascender - face->descender) /
                      static_cast<float>(std::max<int>(face->units_per_EM, 1));
  FT_Done_Face(face);
  return ratio;
}

// Dear ImGui's text fields set lines exactly one font height apart. For code the height is made the line
// height of the look, with the glyphs moved to its middle, so that the editor's lines have air like everybody
// else's.
void spread_lines(ImFont& font, FaceMetrics& face) {
  const float shift = std::floor((face.line_height - font.FontSize) / 2);
  for (ImFontGlyph& glyph : font.Glyphs) {
    glyph.Y0 += shift;
    glyph.Y1 += shift;
  }
  font.FontSize = face.line_height;
  face.glyph_height = face.line_height;
}

}  // namespace

Fonts::Fonts() : atlas_(std::make_unique<ImFontAtlas>()) {
  const auto want = [this](std::uint32_t first, std::uint32_t last) {
    for (std::uint32_t c = first; c <= last; ++c) wanted_.set(c);
  };
  want(0x20, 0x7E);
  want(0xA0, 0xFF);
  want(0x2010, 0x2027);
  want(0x2039, 0x203A);
  want(0x2190, 0x2194);
  for (const std::uint32_t c : {0x2212U, 0x2248U, 0x2260U, 0x2264U, 0x2265U, 0x20ACU, 0xFFFDU})
    wanted_.set(c);
}

Fonts::~Fonts() = default;

simulator::base::Result<std::unique_ptr<Fonts>> Fonts::load(const std::filesystem::path& folder) {
  std::unique_ptr<Fonts> fonts(new Fonts());
  FT_Library library = nullptr;
  if (FT_Init_FreeType(&library) != 0)
    return simulator::base::failure("ui.freetype", "FreeType could not be started.");
  for (std::size_t i = 0; i < sources.size(); ++i) {
    const Source& source = sources[i];
    File& file = fonts->files_[i];
    if (!folder.empty()) file.bytes = read_bytes(folder / source.file);
    if (file.bytes.empty()) file.bytes = read_bytes(std::filesystem::path(source.folder) / source.file);
    file.height_per_em = file.bytes.empty() ? 0 : height_per_em(library, file.bytes);
    if (file.height_per_em <= 0) {
      FT_Done_FreeType(library);
      return simulator::base::failure(
          "ui.font-missing", std::string("The font ") + source.file + " is not installed or cannot be read.",
          std::string("It belongs to the package ") + source.package + ": sudo apt install " +
              source.package);
    }
  }
  FT_Done_FreeType(library);
  return fonts;
}

void Fonts::set_scale(float scale) {
  scale = std::clamp(scale, 0.5F, 8.0F);
  if (std::abs(scale - scale_) < 0.001F) return;
  scale_ = scale;
  stale_ = true;
}

void Fonts::require(std::string_view utf8) {
  for (std::size_t at = 0; at < utf8.size();) {
    if (static_cast<unsigned char>(utf8[at]) < 0x80) {
      ++at;
      continue;
    }
    const std::uint32_t code_point = next_code_point(utf8, at);
    if (code_point > 0xFFFF || wanted_[code_point]) continue;
    wanted_.set(code_point);
    stale_ = true;
  }
}

void Fonts::build() {
  ImVector<ImWchar> ranges;
  ImFontGlyphRangesBuilder builder;
  for (std::size_t c = 0; c < wanted_.size(); ++c)
    if (wanted_[c]) builder.AddChar(static_cast<ImWchar>(c));
  builder.BuildRanges(&ranges);

  atlas_->Clear();
  atlas_->FontBuilderIO = ImGuiFreeType::GetBuilderForFreeType();
  atlas_->FontBuilderFlags = ImGuiFreeTypeBuilderFlags_LightHinting;
  atlas_->TexGlyphPadding = 1;
  for (std::size_t i = 0; i < text_style_count; ++i) {
    const TypeToken& type = type_tokens[i];
    File& file = files_[static_cast<std::size_t>(type.face)];
    ImFontConfig config;
    config.FontDataOwnedByAtlas = false;
    config.OversampleH = config.OversampleV = 1;
    config.PixelSnapH = true;
    config.GlyphRanges = ranges.Data;
    const float height = std::round(type.size * scale_ * file.height_per_em);
    fonts_[i] =
        atlas_->AddFontFromMemoryTTF(file.bytes.data(), static_cast<int>(file.bytes.size()), height, &config);
  }
  atlas_->Build();

  metrics_.scale = scale_;
  for (std::size_t i = 0; i < text_style_count; ++i) {
    const ImFont& font = *fonts_[i];
    FaceMetrics& face = metrics_.faces[i];
    face.advance = {font.IndexAdvanceX.Data, static_cast<std::size_t>(font.IndexAdvanceX.Size)};
    face.fallback = font.FallbackAdvanceX;
    face.line_height = std::round(type_tokens[i].line * scale_);
    face.glyph_height = font.FontSize;
    if (type_tokens[i].face == Typeface::mono_regular || type_tokens[i].face == Typeface::mono_bold)
      spread_lines(*fonts_[i], face);
  }
  stale_ = false;
  ++generation_;
}

bool Fonts::has_glyph(TextStyle style, std::uint32_t code_point) const {
  return code_point <= 0xFFFF &&
         font(style)->FindGlyphNoFallback(static_cast<ImWchar>(code_point)) != nullptr;
}

}  // namespace engine::ui

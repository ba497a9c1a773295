#include "engine/ui/theme.h"

#include <algorithm>
#include <cmath>

namespace engine::ui {
namespace {

constexpr Theme light{
    .kind = ThemeKind::light,
    .dark = false,
    .outlines = false,
    .page = rgb(0xFBFAF7),
    .surface = rgb(0xFFFFFF),
    .side = rgb(0xF4F2ED),
    .text = rgb(0x1F2328),
    .muted = rgb(0x60666E),  // dark enough for 4.5:1 on the soft grounds as well
    .line = rgb(0xE3DFD7),
    .accent = rgb(0x0F6E84),
    .accent_soft = rgb(0xE2F0F3),
    .on_accent = rgb(0xFFFFFF),
    .ok = rgb(0x2B7A4B),
    .ok_soft = rgb(0xE5F3EA),
    .warn = rgb(0x8A5C00),  // likewise, for the side pane and its own soft ground
    .warn_soft = rgb(0xFBF1D9),
    .bad = rgb(0xB3372F),
    .bad_soft = rgb(0xFBE7E5),
    .version_1 = rgb(0x7A5AA6),
    .version_1_soft = rgb(0xEFE9F7),
    .version_2 = rgb(0x0F6E84),
    .version_2_soft = rgb(0xE2F0F3),
    .version_3 = rgb(0x3A5CB0),
    .version_3_soft = rgb(0xE6ECF9),
    .version_4 = rgb(0xA03C78),
    .version_4_soft = rgb(0xF8E7F1),
    .code_ground = rgb(0xF5F3EE),
    .code_keyword = rgb(0x8A3FA0),
    .code_string = rgb(0x2B7A4B),
    .code_number = rgb(0x9A5B00),
    .code_comment = rgb(0x666C74),
    .selection = rgb(0xCDE6EC),
};

constexpr Theme dark{
    .kind = ThemeKind::dark,
    .dark = true,
    .outlines = false,
    .page = rgb(0x16181B),
    .surface = rgb(0x1D2024),
    .side = rgb(0x131518),
    .text = rgb(0xE6E4DF),
    .muted = rgb(0x9BA1A8),
    .line = rgb(0x2D3136),
    .accent = rgb(0x5FB7C9),
    .accent_soft = rgb(0x17323A),
    .on_accent = rgb(0x131518),
    .ok = rgb(0x6CC08B),
    .ok_soft = rgb(0x16301F),
    .warn = rgb(0xE0B25A),
    .warn_soft = rgb(0x352A12),
    .bad = rgb(0xEF7A70),
    .bad_soft = rgb(0x3A1C1A),
    .version_1 = rgb(0xB79CE0),
    .version_1_soft = rgb(0x2A2338),
    .version_2 = rgb(0x5FB7C9),
    .version_2_soft = rgb(0x17323A),
    .version_3 = rgb(0x93B0F2),
    .version_3_soft = rgb(0x1F2A45),
    .version_4 = rgb(0xE598C5),
    .version_4_soft = rgb(0x3A1F31),
    .code_ground = rgb(0x14161A),
    .code_keyword = rgb(0xC792EA),
    .code_string = rgb(0x8FD3A5),
    .code_number = rgb(0xE0B25A),
    .code_comment = rgb(0x868D95),
    .selection = rgb(0x24444D),
};

constexpr Theme contrast_light = [] {
  Theme t = light;
  t.kind = ThemeKind::contrast_light;
  t.outlines = true;
  t.page = t.surface = t.side = t.code_ground = t.on_accent = rgb(0xFFFFFF);
  t.text = t.muted = t.line = rgb(0x000000);
  t.accent = t.version_2 = rgb(0x00465A);
  t.ok = t.code_string = rgb(0x004D26);
  t.warn = t.code_number = rgb(0x5C3B00);
  t.bad = rgb(0x8E0000);
  t.version_1 = t.code_keyword = rgb(0x4B1E80);
  t.version_3 = rgb(0x10307A);
  t.version_4 = rgb(0x6E0F4C);
  t.code_comment = rgb(0x404040);
  t.accent_soft = t.ok_soft = t.warn_soft = t.bad_soft = t.page;
  t.version_1_soft = t.version_2_soft = t.version_3_soft = t.version_4_soft = t.page;
  t.selection = rgb(0xBFE4F0);
  return t;
}();

constexpr Theme contrast_dark = [] {
  Theme t = dark;
  t.kind = ThemeKind::contrast_dark;
  t.outlines = true;
  t.page = t.surface = t.side = t.code_ground = t.on_accent = rgb(0x000000);
  t.text = t.muted = t.line = rgb(0xFFFFFF);
  t.accent = t.version_2 = rgb(0x7FE3F7);
  t.ok = t.code_string = rgb(0x8CF0B0);
  t.warn = t.code_number = rgb(0xFFD479);
  t.bad = rgb(0xFFA29A);
  t.version_1 = t.code_keyword = rgb(0xDCC6FF);
  t.version_3 = rgb(0xBCD0FF);
  t.version_4 = rgb(0xFFBFE2);
  t.code_comment = rgb(0xC8C8C8);
  t.accent_soft = t.ok_soft = t.warn_soft = t.bad_soft = t.page;
  t.version_1_soft = t.version_2_soft = t.version_3_soft = t.version_4_soft = t.page;
  t.selection = rgb(0x00505F);
  return t;
}();

double linear(std::uint8_t channel) {
  const double value = channel / 255.0;
  return value <= 0.03928 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
}

double luminance(Colour c) { return 0.2126 * linear(c.r) + 0.7152 * linear(c.g) + 0.0722 * linear(c.b); }

}  // namespace

Colour mix(Colour from, Colour to, float amount) {
  const auto channel = [&](std::uint8_t a, std::uint8_t b) {
    return static_cast<std::uint8_t>(
        std::lround(static_cast<float>(a) + (static_cast<float>(b) - static_cast<float>(a)) * amount));
  };
  return {channel(from.r, to.r), channel(from.g, to.g), channel(from.b, to.b), channel(from.a, to.a)};
}

double contrast(Colour a, Colour b) {
  const double la = luminance(a);
  const double lb = luminance(b);
  return (std::max(la, lb) + 0.05) / (std::min(la, lb) + 0.05);
}

std::string_view to_string(ThemeKind kind) {
  switch (kind) {
    case ThemeKind::light:
      return "light";
    case ThemeKind::dark:
      return "dark";
    case ThemeKind::contrast_light:
      return "contrast-light";
    case ThemeKind::contrast_dark:
      return "contrast-dark";
  }
  return "light";
}

std::string_view title(ThemeKind kind) {
  switch (kind) {
    case ThemeKind::light:
      return "Light";
    case ThemeKind::dark:
      return "Dark";
    case ThemeKind::contrast_light:
      return "High contrast, light";
    case ThemeKind::contrast_dark:
      return "High contrast, dark";
  }
  return "Light";
}

ThemeKind theme_kind(std::string_view name) {
  for (const ThemeKind kind : theme_kinds)
    if (to_string(kind) == name) return kind;
  return ThemeKind::light;
}

Colour Theme::ink(Tone tone) const {
  switch (tone) {
    case Tone::normal:
      return text;
    case Tone::muted:
      return muted;
    case Tone::accent:
      return accent;
    case Tone::ok:
      return ok;
    case Tone::warn:
      return warn;
    case Tone::bad:
      return bad;
    case Tone::version_1:
      return version_1;
    case Tone::version_2:
      return version_2;
    case Tone::version_3:
      return version_3;
    case Tone::version_4:
      return version_4;
    case Tone::on_accent:
      return on_accent;
  }
  return text;
}

Colour Theme::soft(Tone tone) const {
  switch (tone) {
    case Tone::accent:
      return accent_soft;
    case Tone::ok:
      return ok_soft;
    case Tone::warn:
      return warn_soft;
    case Tone::bad:
      return bad_soft;
    case Tone::version_1:
      return version_1_soft;
    case Tone::version_2:
      return version_2_soft;
    case Tone::version_3:
      return version_3_soft;
    case Tone::version_4:
      return version_4_soft;
    case Tone::on_accent:
      return accent;
    case Tone::normal:
    case Tone::muted:
      return outlines ? page : mix(surface, line, 0.45F);
  }
  return surface;
}

const Theme& theme(ThemeKind kind) {
  switch (kind) {
    case ThemeKind::light:
      return light;
    case ThemeKind::dark:
      return dark;
    case ThemeKind::contrast_light:
      return contrast_light;
    case ThemeKind::contrast_dark:
      return contrast_dark;
  }
  return light;
}

}  // namespace engine::ui

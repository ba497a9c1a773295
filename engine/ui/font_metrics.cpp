#include "engine/ui/font_metrics.h"

namespace engine::ui {

std::uint32_t next_wide_code_point(std::string_view text, std::size_t& at) {
  const auto byte = [&](std::size_t i) {
    return static_cast<std::uint32_t>(static_cast<unsigned char>(text[i]));
  };
  const std::uint32_t lead = byte(at);
  const std::size_t length = lead >> 5U == 6 ? 2 : lead >> 4U == 14 ? 3 : lead >> 3U == 30 ? 4 : 0;
  if (length == 0 || at + length > text.size()) {
    ++at;
    return 0xFFFD;
  }
  std::uint32_t value = lead & (0xFFU >> (length + 1));
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(at + i) & 0xC0U) != 0x80) {
      ++at;
      return 0xFFFD;
    }
    value = value << 6U | (byte(at + i) & 0x3FU);
  }
  at += length;
  return value;
}

float FontMetrics::width(TextStyle style, std::string_view text) const {
  const FaceMetrics& f = face(style);
  float sum = 0;
  for (std::size_t at = 0; at < text.size();) {
    const std::uint32_t code_point = next_code_point(text, at);
    if (code_point == '\n' || code_point == '\r') continue;
    sum += code_point < f.advance.size() ? f.advance[code_point] : f.fallback;
  }
  return sum;
}

}  // namespace engine::ui

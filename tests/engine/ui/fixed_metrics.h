// Metrics for tests: every character is 10 px wide, every line 20 px high. What a test expects can then be
// counted on fingers.
#pragma once

#include <vector>

#include "engine/ui/font_metrics.h"

struct FixedMetrics {
  std::vector<float> normal = std::vector<float>(128, 10.0F);
  engine::ui::FontMetrics metrics;

  FixedMetrics() {
    for (engine::ui::FaceMetrics& face : metrics.faces) {
      face.advance = normal;
      face.fallback = 10;
      face.line_height = 20;
      face.glyph_height = 16;
    }
  }
  FixedMetrics(const FixedMetrics&) = delete;
  FixedMetrics& operator=(const FixedMetrics&) = delete;
};

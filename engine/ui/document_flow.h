// Lays out a lesson's document for a width: blocks one below another, prose wrapped, code wrapped between
// words, tables in columns, room for the live parts. Pure arithmetic over FontMetrics.
#pragma once

#include <span>

#include "engine/ui/document_layout.h"
#include "engine/ui/font_metrics.h"
#include "lessons/markdown/document.h"

namespace engine::ui {

/// Prose wraps at `width`; code, tables and live parts may use `wide` pixels (at least `width`).
/// `slot_heights` in pixels, in document order; a missing one is 0.
[[nodiscard]] DocumentLayout layout(const lessons::markdown::Document& document, float width,
                                    const FontMetrics& metrics, std::span<const float> slot_heights = {},
                                    float wide = 0);

/// The widest column that is pleasant to read: 72 characters of average text.
[[nodiscard]] float reading_width(const FontMetrics& metrics);

}  // namespace engine::ui

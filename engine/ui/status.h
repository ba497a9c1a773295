// Small signs of state: a mark alone, a mark with words, a pill, a progress bar. Never colour alone: a shape
// or a word is always there.
#pragma once

#include <optional>
#include <string_view>

#include "engine/ui/paint.h"

namespace engine::ui {

class Ui;

/// A mark in a box as high as a line of `beside_style`, so that text beside it lines up.
void mark(Ui& ui, Mark shape, Tone tone, TextStyle beside_style = TextStyle::small);

/// A mark and words behind it, wrapped under themselves.
void status(Ui& ui, std::string_view name, Mark shape, Tone tone, std::string_view words,
            TextStyle style = TextStyle::small, float width = 0);

struct PillOptions {
  std::optional<Mark> mark = {};
  bool filled = false;  ///< on the tone's soft ground instead of a hairline
};
/// A short word in a small box: "junior", "as its history says", "drifted".
void pill(Ui& ui, std::string_view words, Tone tone = Tone::muted, const PillOptions& options = {});
[[nodiscard]] float pill_width(Ui& ui, std::string_view words, const PillOptions& options = {});

/// `share` 0 to 1, `width` pixels; `label` is what it means, for the ledger: "5 of 10".
void progress_bar(Ui& ui, std::string_view name, float share, float width, std::string_view label);

}  // namespace engine::ui

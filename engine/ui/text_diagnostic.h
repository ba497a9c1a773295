// Something wrong or doubtful at a place of a text that is on the screen: a squiggle under it, and what it is
// in a tooltip.
#pragma once

#include <cstddef>
#include <string>

#include "engine/ui/rect.h"
#include "engine/ui/theme.h"

struct ImDrawList;

namespace engine::ui {

class Ui;

struct TextDiagnostic {
  std::size_t offset = 0;  ///< bytes
  std::size_t length = 0;  ///< 0 marks one character
  Tone tone = Tone::bad;
  std::string message;
};

/// `words` is the line box of what is marked.
void draw_diagnostic(Ui& ui, ImDrawList& list, const Rect& words, const TextDiagnostic& what);

}  // namespace engine::ui

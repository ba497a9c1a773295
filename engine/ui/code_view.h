// Code on a screen: colours for its classes, and a block of it that is only read, with a Copy button.
#pragma once

#include <string_view>

#include "engine/text/sql_colours.h"
#include "engine/ui/theme.h"

namespace engine::ui {

class Ui;

[[nodiscard]] Colour code_colour(const Theme& theme, text::ColourClass colour);

struct CodeViewOptions {
  bool sql = true;   ///< else plain text
  bool copy = true;  ///< name.copy is its button
  float width = 0;   ///< pixels; 0: what is left
};

/// On the code ground, never wrapped: lines wider than the block scroll sideways (Shift and the wheel).
void code_view(Ui& ui, std::string_view name, std::string_view code, const CodeViewOptions& options = {});

}  // namespace engine::ui

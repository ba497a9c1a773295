// A bar between two panes that moves by dragging, by Left and Right (Up and Down) while it has the keyboard,
// and goes back to where it was by a double click.
#pragma once

#include <string_view>

namespace engine::ui {

class Ui;

struct SplitterOptions {
  bool vertical = true;     ///< the bar stands upright: left and right panes
  float least_first = 160;  ///< look pixels
  float least_second = 160;
  float initial = 0.5F;  ///< where a double click returns to
};

/// `share` of the first pane, 0 to 1, of `total` pixels; drawn at ImGui's cursor, `length` pixels long. True
/// when it moved. The bar itself is 1 pixel wide and can be grabbed 4 look pixels to either side.
bool splitter(Ui& ui, std::string_view name, std::string_view label, float& share, float total, float length,
              const SplitterOptions& options = {});

/// The first pane's size in whole pixels, with both least sizes kept.
[[nodiscard]] float first_size(Ui& ui, float share, float total, const SplitterOptions& options = {});

}  // namespace engine::ui

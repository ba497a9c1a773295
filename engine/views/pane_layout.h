// A screen of several parts beside each other, in a window of any size: where there is no room for two, they
// share a place behind tabs.
//
// A view says which parts share which column; the layout remembers which one is in front. The tabs are
// reached with Tab and moved with Left and Right; every part behind a tab is also a command ("Show:
// Environments").
// Ownership: holds what is in front. Threads: the window's.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace engine::ui {
class Ui;
}

namespace engine::views {

// Look pixels: below these the parts of a lab and of a deploy share a place behind tabs.
inline constexpr float least_width_for_three = 900;
inline constexpr float least_width_for_two = 640;
inline constexpr float least_height_with_strip = 400;

struct Part {
  std::string_view id;     ///< "board": its pane is called "lab.board"
  std::string_view title;  ///< on its tab
  std::string_view label;  ///< of its pane, for the ledger
};

/// A column of the screen; several parts share it behind tabs, the first in front at the beginning.
struct Column {
  float width = 0;  ///< pixels; 0: what is left
  std::vector<std::size_t> parts;
};

class PaneLayout {
 public:
  /// `name` is the screen's: "lab".
  PaneLayout(std::string name, std::vector<Part> parts);

  /// Brings the part to the front of its column.
  void show(std::size_t part) { shown_at_[part] = ++counter_; }
  /// Whether it was drawn in the last frame.
  [[nodiscard]] bool visible(std::size_t part) const { return visible_[part]; }

  /// From ImGui's cursor, `height` pixels. `draw_part` draws into a pane; it is given the pixels of height
  /// that the pane has inside its padding.
  void draw(ui::Ui& ui, std::span<const Column> columns, float height,
            const std::function<void(std::size_t part, float height)>& draw_part);

 private:
  [[nodiscard]] std::size_t front_of(const Column& column) const;
  std::size_t draw_tabs(ui::Ui& ui, std::size_t column_number, const Column& column);

  std::string name_;
  std::vector<Part> parts_;
  std::vector<std::uint64_t> shown_at_;
  std::vector<bool> visible_;
  std::uint64_t counter_ = 0;
};

}  // namespace engine::views

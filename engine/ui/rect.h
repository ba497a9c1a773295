// A rectangle in pixels, without Dear ImGui, for what is computed apart from the screen.
#pragma once

namespace engine::ui {

struct Rect {
  float x = 0, y = 0, width = 0, height = 0;
  [[nodiscard]] float right() const { return x + width; }
  [[nodiscard]] float bottom() const { return y + height; }
  [[nodiscard]] float centre_x() const { return x + width / 2; }
  [[nodiscard]] float centre_y() const { return y + height / 2; }
  [[nodiscard]] bool contains(float px, float py) const {
    return px >= x && px < right() && py >= y && py < bottom();
  }
  [[nodiscard]] bool overlaps(const Rect& other) const {
    return x < other.right() && other.x < right() && y < other.bottom() && other.y < bottom();
  }
  friend bool operator==(const Rect&, const Rect&) = default;
};

}  // namespace engine::ui

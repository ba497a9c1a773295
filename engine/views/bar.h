// The bar at the top of every screen: where you are, and what can be done here.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/ui/key.h"
#include "engine/ui/paint.h"

namespace engine::views {

/// A button at the right of the bar, and a command for the keyboard and the palette.
struct BarAction {
  std::string name;   ///< "lab.undo"
  std::string label;  ///< "Undo"
  std::string title;  ///< for the palette: "Undo the last command"
  std::optional<ui::Mark> mark;
  bool enabled = true;
  bool primary = false;
  ui::Key key = ui::Key::none;
  ui::Mods mods;
  std::function<void()> run;
};

/// One step of "Schema migrations / 1 What a migration is"; `go` is empty for where you are.
struct Crumb {
  std::string name;
  std::string label;
  std::function<void()> go;
};

inline constexpr float bar_height = 48;    ///< look pixels
inline constexpr float strip_height = 64;  ///< of the strip along the bottom of labs and deploys

/// Draws the bar across the window at ImGui's cursor and moves below it.
void draw_bar(ui::Ui& ui, std::span<const Crumb> crumbs, std::span<const BarAction> actions);

}  // namespace engine::views

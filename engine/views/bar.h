// The bar at the top of every screen: where you are, and what can be done here.
//
// It fits any window. When there is no room for everything, things yield in this order: the steps of the way
// here, from the left (the last step stays; the one before it becomes an arrow back), then actions by how
// they yield. What has left the bar is still in the palette.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/ui/key.h"
#include "engine/ui/paint.h"

namespace engine::views {

/// How an action makes room in a narrow bar. Those named first yield first.
enum class Yields {
  leaves_first,  ///< to the palette: the look
  to_mark,       ///< shows its mark alone, words in the tooltip: undo, redo
  to_mark_late,  ///< likewise, after all of those: the palette
  leaves_last,   ///< to the palette: what is rarely pressed
  never,
};

/// A button at the right of the bar, and a command for the keyboard and the palette.
struct BarAction {
  std::string name = {};   ///< "lab.undo"
  std::string label = {};  ///< "Undo"
  std::string title = {};  ///< for the palette: "Undo the last command"; empty: not a command of its own
  std::optional<ui::Mark> mark = {};
  bool enabled = true;
  bool primary = false;
  ui::Key key = ui::Key::none;
  ui::Mods mods = {};
  Yields yields = Yields::never;
  std::string keycap = {};  ///< shown in a small box behind the label
  std::function<void()> run = {};
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

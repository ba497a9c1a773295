// What every widget that can be pressed is built on: takes room at the cursor, answers mouse and keyboard,
// and registers itself. The widget draws its own looks into `rect`.
#pragma once

#include <string>
#include <string_view>

#include "engine/ui/ledger.h"
#include "engine/ui/rect.h"

namespace engine::ui {

class Ui;

struct Interaction {
  Rect rect;
  bool shown = false;    ///< draw only then
  bool pressed = false;  ///< mouse released over it, or Space or Enter while it has the keyboard
  bool double_clicked = false;
  bool hovered = false;
  bool held = false;
  bool focused = false;  ///< has the keyboard and should show it
  std::uint32_t id = 0;
};

struct Interactive {
  std::string_view name = {};  ///< stable dotted name; also the id, so unique on the screen
  Role role = Role::button;
  std::string_view label = {};
  std::string_view value = {};
  bool enabled = true;
  bool focusable = true;
  bool hand = true;  ///< hand cursor while hovered
};

/// `width` and `height` in pixels, at ImGui's cursor.
Interaction interact(Ui& ui, const Interactive& what, float width, float height);
/// At a place of one's own, without moving the cursor (links in a document, marks on a timeline).
Interaction interact_at(Ui& ui, const Interactive& what, const Rect& rect);

/// Shows after the pointer rested on the last interaction for a moment, or while it has the keyboard.
void tooltip(Ui& ui, const Interaction& of, std::string_view words);

}  // namespace engine::ui

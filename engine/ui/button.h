// Buttons. A label says what happens ("Migrate laptop"). One primary button a screen.
#pragma once

#include <optional>
#include <string_view>

#include "engine/ui/paint.h"

namespace engine::ui {

class Ui;

enum class ButtonKind {
  primary,    ///< filled with the accent
  secondary,  ///< surface with a hairline
  quiet,      ///< words only, a ground while hovered
};

struct ButtonOptions {
  ButtonKind kind = ButtonKind::secondary;
  bool enabled = true;
  bool selected = false;          ///< quiet: keeps its ground (the current entry of a list)
  bool small = false;             ///< in cards and beside small text
  float width = 0;                ///< pixels; 0: as wide as its words
  bool align_left = false;        ///< words at the left instead of centred
  std::optional<Mark> mark = {};  ///< a shape before the words
  Tone tone = Tone::normal;       ///< of a quiet button's words
  std::string_view tooltip = {};
  std::string_view shortcut = {};  ///< shown in a small box behind the words
};

/// True in the frame it is pressed.
bool button(Ui& ui, std::string_view name, std::string_view label, const ButtonOptions& options = {});

/// A square button that shows only a mark; `label` is what it says to the ledger and in its tooltip.
bool mark_button(Ui& ui, std::string_view name, std::string_view label, Mark mark,
                 const ButtonOptions& options = {});

/// How wide and high a button will be, for laying out from the right.
[[nodiscard]] float button_width(Ui& ui, std::string_view label, const ButtonOptions& options = {});
[[nodiscard]] float button_height(Ui& ui, const ButtonOptions& options = {});
/// Between its edge and its words: to set a quiet button's words under those of a text.
[[nodiscard]] float button_padding(Ui& ui, const ButtonOptions& options = {});

/// A keyboard shortcut in a small box: decoration, not pressable.
void keycap(Ui& ui, std::string_view shortcut);

}  // namespace engine::ui

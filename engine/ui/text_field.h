// A field to type into, one line or several. Dear ImGui keeps a private copy while a field has the keyboard,
// so a change of `value` by the program is seen only while it has not.
#pragma once

#include <string>
#include <string_view>

namespace engine::ui {

class Ui;

struct TextFieldOptions {
  std::string_view hint = {};  ///< shown while empty
  float width = 0;             ///< pixels; 0: what is left
  int lines = 1;               ///< more than one: the text wraps, Enter makes a new line, Ctrl+Enter submits
  bool mono = false;
  bool enabled = true;
};

struct TextFieldResult {
  bool changed = false;
  bool submitted = false;  ///< Enter (Ctrl+Enter in several lines)
  bool left = false;       ///< the keyboard went elsewhere in this frame
};

/// `label` is what the field means, for the ledger; it is not drawn.
TextFieldResult text_field(Ui& ui, std::string_view name, std::string_view label, std::string& value,
                           const TextFieldOptions& options = {});

}  // namespace engine::ui

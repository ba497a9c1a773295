// What a person can do now, as a table: views add their commands each frame, and the shortcuts, the palette
// (Ctrl+K), the menu and the tests all read the same rows.
//
// Ownership: one per Ui; rows live for one frame. Threads: the UI thread only.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/ui/key.h"

namespace engine::ui {

struct Shortcut {
  Key key = Key::none;
  Mods mods = {};
  [[nodiscard]] bool any() const { return key != Key::none; }
  friend bool operator==(const Shortcut&, const Shortcut&) = default;
};
/// "Ctrl Shift Z", "F6", "Ctrl Enter"; empty for none.
[[nodiscard]] std::string to_string(const Shortcut& shortcut);

struct Command {
  std::string id = {};     ///< stable dotted name: "lab.undo"
  std::string title = {};  ///< says what happens: "Undo the last command"
  Shortcut shortcut = {};
  bool enabled = true;
  std::function<void()> run = {};
};

class Commands {
 public:
  void add(Command command);
  /// Those of the last whole frame: what the palette lists.
  [[nodiscard]] const std::vector<Command>& all() const { return last_; }
  [[nodiscard]] const Command* find(std::string_view id) const;
  /// The enabled command of the current frame that a key press means; null when there is none. While somebody
  /// types, keys without Ctrl or Alt are text (function keys are not).
  [[nodiscard]] const Command* match(const Shortcut& pressed, bool typing) const;
  [[nodiscard]] const std::vector<Command>& current() const { return current_; }
  void begin_frame();

 private:
  std::vector<Command> last_;
  std::vector<Command> current_;
};

}  // namespace engine::ui

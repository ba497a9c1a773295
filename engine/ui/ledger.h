// What is on the screen, by name. Every widget registers itself once a frame under a stable dotted name
// ("lab.editor.run") that does not depend on its label. Tests and scripts find items by it, Tab walks the
// focus along it, and the text and JSON dumps are made from it: it is the program's accessibility tree.
//
// Two frames are kept: the one being drawn and the last whole one. Readers outside of drawing (the test
// driver, the dumps) read the last whole one. The items of frames gone by lend their strings to the next, so
// a screen that does not change registers itself without asking for memory. Ownership: one per Ui. Threads:
// the UI thread only.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/ui/rect.h"

namespace engine::ui {

enum class Role {
  button,
  link,
  checkbox,
  radio,
  tab,
  text_field,
  editor,
  document,
  slider,
  list_item,
  menu_item,
  progress,
  heading,
  text,
  status,
  card,
  pane,
  splitter,
  picture,
};
[[nodiscard]] std::string_view to_string(Role role);

struct Item {
  std::string name = {};   ///< empty for plain text
  std::string label = {};  ///< what a person reads on it
  std::string value = {};  ///< "checked", "selected", "3 of 7", the text of a field; may be empty
  Role role = Role::text;
  Rect rect;            ///< on the window, not clipped
  bool visible = true;  ///< at least partly inside what is drawn
  bool enabled = true;
  bool focused = false;    ///< has the keyboard
  bool focusable = false;  ///< Tab stops here
  int layer = 0;           ///< 1 inside a popup: while one is open, Tab stays in it
  std::uint32_t id = 0;    ///< Dear ImGui's id, 0 for text
  friend bool operator==(const Item&, const Item&) = default;
};

/// An Item whose words are only looked at: how a widget tells of itself.
struct ItemView {
  std::string_view name = {};
  std::string_view label = {};
  std::string_view value = {};
  Role role = Role::text;
  Rect rect = {};
  bool visible = true;
  bool enabled = true;
  bool focused = false;
  bool focusable = false;
  int layer = 0;
  std::uint32_t id = 0;
};

class Ledger {
 public:
  /// Starts a frame: what was current becomes the last frame. Ui calls it.
  void begin_frame();
  /// Adds to the current frame.
  void add(const ItemView& item);
  /// Adds what is out of sight, as it was when it was last drawn, moved and without the keyboard. It is
  /// copied only if somebody looks: a page has many such items, and in most frames nobody does.
  void add_unseen(std::shared_ptr<const std::vector<Item>> items, float right, float down);

  /// The last whole frame.
  [[nodiscard]] std::span<const Item> items() const { return last_.items(); }
  /// In the last whole frame; null when nothing has that name. Valid until the next frame begins.
  [[nodiscard]] const Item* find(std::string_view name) const;
  /// How many there are so far in the frame being drawn.
  [[nodiscard]] std::size_t added() const { return current_.size; }
  /// Name of the item that had the keyboard in the last whole frame; empty for none.
  [[nodiscard]] const std::string& focused() const { return focused_; }
  /// Names that two items of the last frame share: a bug of the view that drew them.
  [[nodiscard]] std::vector<std::string> duplicates() const;

  /// One item a line in reading order as drawn: `button lab.run "Migrate laptop" [disabled]`.
  [[nodiscard]] std::string to_text() const;
  /// {"items":[{"name","role","label","value","rect":[x,y,w,h],"visible","enabled","focused"}]}
  [[nodiscard]] std::string to_json() const;

 private:
  struct Unseen {
    std::size_t before = 0;  ///< how many of the frame's own items come first
    std::shared_ptr<const std::vector<Item>> items;
    float right = 0, down = 0;
  };
  struct Frame {
    std::vector<Item> own;  ///< those behind `own_count` only lend their strings
    std::size_t own_count = 0;
    std::vector<Unseen> unseen;
    std::size_t size = 0;
    mutable std::vector<Item> all;  ///< with the unseen among them, once somebody has looked
    mutable bool put_together = false;
    [[nodiscard]] std::span<const Item> items() const;
  };
  Frame last_;
  Frame current_;
  std::string focused_;
};

}  // namespace engine::ui

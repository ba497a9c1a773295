// The one door for input. GLFW's callbacks, the test driver, a --script and a recording all push events here;
// nothing else writes to ImGuiIO's input fields.
//
// Why: Dear ImGui 1.86 keeps only the *state* of keys and buttons, so a press and release between two frames
// is lost (github.com/ocornut/imgui/issues/2787). The queue applies events to a frame until a key or a button
// would change twice, or the pointer would move after a click; the rest waits for the next frame. Characters
// are never held back on their own account (Dear ImGui's issue 7889: typing would lag).
//
// Ownership: one per Ui. Threads: the UI thread only; a worker wakes the window with FrameHost::wake instead.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "engine/ui/key.h"
#include "simulator/base/error.h"

struct ImGuiIO;

namespace engine::ui {

struct MouseMoved {
  float x = 0, y = 0;  ///< pixels from the window's top left
  friend bool operator==(const MouseMoved&, const MouseMoved&) = default;
};
struct MouseButton {
  int button = 0;  ///< 0 left, 1 right, 2 middle
  bool down = false;
  friend bool operator==(const MouseButton&, const MouseButton&) = default;
};
struct Scrolled {
  float x = 0, y = 0;  ///< wheel steps, up and left positive
  friend bool operator==(const Scrolled&, const Scrolled&) = default;
};
struct KeyChanged {
  Key key = Key::none;
  bool down = false;
  friend bool operator==(const KeyChanged&, const KeyChanged&) = default;
};
struct Character {
  std::uint32_t code_point = 0;  ///< above U+FFFF becomes U+FFFD: Debian's Dear ImGui has 16-bit characters
  friend bool operator==(const Character&, const Character&) = default;
};
struct FocusChanged {
  bool focused = false;  ///< losing the focus releases every key and button
  friend bool operator==(const FocusChanged&, const FocusChanged&) = default;
};
using InputEvent = std::variant<MouseMoved, MouseButton, Scrolled, KeyChanged, Character, FocusChanged>;

/// An event and the frame it was applied in, counted from the start of the recording.
struct RecordedEvent {
  std::uint64_t frame = 0;
  InputEvent event;
  friend bool operator==(const RecordedEvent&, const RecordedEvent&) = default;
};

class InputQueue {
 public:
  void push(InputEvent event);
  void push_text(std::string_view utf8);
  /// Press and release, with the modifiers held around it.
  void push_key(Key key, Mods mods = {});

  [[nodiscard]] bool empty() const { return events_.empty(); }
  [[nodiscard]] std::size_t size() const { return events_.size(); }
  /// Changes of one key that are not applied yet.
  [[nodiscard]] std::size_t waiting(Key key) const;
  /// Events applied so far; a caller sees by it whether anything happened since.
  [[nodiscard]] std::uint64_t applied() const { return applied_; }

  /// Once a frame, before ImGui::NewFrame: applies what fits into one frame and writes all of io's input.
  void apply(ImGuiIO& io);

  [[nodiscard]] bool is_down(Key key) const;
  [[nodiscard]] Mods mods() const;

  void start_recording();
  [[nodiscard]] std::vector<RecordedEvent> stop_recording();
  /// From the next frame on, pushes each event before the frame it was recorded in.
  void replay(std::vector<RecordedEvent> recording);
  [[nodiscard]] bool replaying() const { return replay_next_ < replay_.size(); }

 private:
  std::deque<InputEvent> events_;
  bool keys_[key_slots] = {};
  bool buttons_[5] = {};
  float mouse_x_ = -1, mouse_y_ = -1;
  bool mouse_known_ = false;
  std::uint64_t applied_ = 0;
  std::uint64_t frame_ = 0;
  bool recording_ = false;
  std::uint64_t record_start_ = 0;
  std::vector<RecordedEvent> record_;
  std::vector<RecordedEvent> replay_;
  std::size_t replay_next_ = 0;
  std::uint64_t replay_start_ = 0;
};

/// Tells a Dear ImGui context which native indices its named keys have. Tab is left out on purpose: Ui moves
/// the focus itself, over every item (1.86's own Tab visits text fields only).
void map_keys(ImGuiIO& io);

/// One event a line: `12 key 257 down`, `12 move 40 80`, `13 char 68`. For people to read and edit.
[[nodiscard]] std::string to_text(const std::vector<RecordedEvent>& recording);
/// Error input.recording with the line that cannot be read.
[[nodiscard]] simulator::base::Result<std::vector<RecordedEvent>> read_recording(std::string_view text);

}  // namespace engine::ui

#include "engine/ui/input_queue.h"

#include <imgui.h>

#include <algorithm>
#include <bitset>
#include <charconv>
#include <sstream>

#include "engine/ui/font_metrics.h"

namespace engine::ui {
namespace {

template <class... Ts>
struct Overloaded : Ts... {
  using Ts::operator()...;
};
template <class... Ts>
Overloaded(Ts...) -> Overloaded<Ts...>;

bool is_modifier(Key key) { return key >= Key::left_shift && key <= Key::right_super; }

std::size_t slot(Key key) { return static_cast<std::size_t>(static_cast<int>(key)); }

}  // namespace

void InputQueue::push(InputEvent event) {
  // The pointer's path between two frames does not matter, only where it ends.
  if (std::holds_alternative<MouseMoved>(event) && !events_.empty() &&
      std::holds_alternative<MouseMoved>(events_.back())) {
    events_.back() = event;
    return;
  }
  events_.push_back(event);
}

void InputQueue::push_text(std::string_view utf8) {
  for (std::size_t at = 0; at < utf8.size();) push(Character{next_code_point(utf8, at)});
}

void InputQueue::push_key(Key key, Mods mods) {
  const auto hold = [&](bool down) {
    if (mods.control) push(KeyChanged{Key::left_control, down});
    if (mods.shift) push(KeyChanged{Key::left_shift, down});
    if (mods.alt) push(KeyChanged{Key::left_alt, down});
  };
  hold(true);
  push(KeyChanged{key, true});
  push(KeyChanged{key, false});
  hold(false);
}

std::size_t InputQueue::waiting(Key key) const {
  return static_cast<std::size_t>(std::count_if(events_.begin(), events_.end(), [&](const InputEvent& event) {
    const auto* change = std::get_if<KeyChanged>(&event);
    return change != nullptr && change->key == key;
  }));
}

bool InputQueue::is_down(Key key) const { return slot(key) < key_slots && keys_[slot(key)]; }

Mods InputQueue::mods() const {
  return {.control = is_down(Key::left_control) || is_down(Key::right_control),
          .shift = is_down(Key::left_shift) || is_down(Key::right_shift),
          .alt = is_down(Key::left_alt) || is_down(Key::right_alt)};
}

void InputQueue::apply(ImGuiIO& io) {
  while (replaying() && replay_[replay_next_].frame <= frame_ - replay_start_)
    push(replay_[replay_next_++].event);

  std::bitset<key_slots> key_changed;
  std::bitset<5> button_changed;
  bool typed = false;
  bool acted = false;  // a key that is no modifier, or a button, changed
  io.MouseWheel = io.MouseWheelH = 0.0F;
  while (!events_.empty()) {
    const InputEvent event = events_.front();
    const bool fits = std::visit(
        Overloaded{
            [&](const MouseMoved& e) {
              if (button_changed.any()) return false;
              mouse_x_ = e.x;
              mouse_y_ = e.y;
              mouse_known_ = true;
              return true;
            },
            [&](const MouseButton& e) {
              if (e.button < 0 || e.button >= 5) return true;
              const auto index = static_cast<std::size_t>(e.button);
              if (button_changed[index]) return false;
              button_changed[index] = buttons_[index] != e.down;
              acted = true;
              buttons_[index] = e.down;
              return true;
            },
            [&](const Scrolled& e) {
              acted = true;
              io.MouseWheelH += e.x;
              io.MouseWheel += e.y;
              return true;
            },
            [&](const KeyChanged& e) {
              if (slot(e.key) >= key_slots) return true;
              // Ctrl let go in the frame of Ctrl+A would make it a plain A: modifiers change in a frame of
              // their own.
              if (is_modifier(e.key) && (acted || typed)) return false;
              // A key after a character belongs after it: "a, Backspace" must not become "Backspace, a".
              if (key_changed[slot(e.key)] || (typed && e.down)) return false;
              if (keys_[slot(e.key)] != e.down) key_changed[slot(e.key)] = true;
              keys_[slot(e.key)] = e.down;
              acted = acted || !is_modifier(e.key);
              return true;
            },
            [&](const Character& e) {
              // A character after another key that was pressed in this frame waits for it (Home, then "x");
              // its own key is a letter or digit and does no harm.
              for (const Key key : {Key::backspace, Key::del, Key::enter, Key::home, Key::end, Key::left,
                                    Key::right, Key::up, Key::down, Key::tab, Key::escape})
                if (key_changed[slot(key)] && keys_[slot(key)]) return false;
              typed = true;
              const bool fits_16_bits = e.code_point <= 0xFFFF;
              io.AddInputCharacter(fits_16_bits ? static_cast<unsigned>(e.code_point) : 0xFFFDU);
              return true;
            },
            [&](const FocusChanged& e) {
              if (!e.focused) {
                std::fill(std::begin(keys_), std::end(keys_), false);
                std::fill(std::begin(buttons_), std::end(buttons_), false);
              }
              io.AddFocusEvent(e.focused);
              return true;
            },
        },
        event);
    if (!fits) break;
    if (recording_) record_.push_back({frame_ - record_start_, event});
    events_.pop_front();
    ++applied_;
  }
  std::copy(std::begin(keys_), std::end(keys_), std::begin(io.KeysDown));
  std::copy(std::begin(buttons_), std::end(buttons_), std::begin(io.MouseDown));
  io.MousePos = mouse_known_ ? ImVec2(mouse_x_, mouse_y_) : ImVec2(-FLT_MAX, -FLT_MAX);
  const Mods held = mods();
  io.KeyCtrl = held.control;
  io.KeyShift = held.shift;
  io.KeyAlt = held.alt;
  io.KeySuper = is_down(Key::left_super) || is_down(Key::right_super);
  ++frame_;
}

void InputQueue::start_recording() {
  recording_ = true;
  record_.clear();
  record_start_ = frame_;
}

std::vector<RecordedEvent> InputQueue::stop_recording() {
  recording_ = false;
  return std::move(record_);
}

void InputQueue::replay(std::vector<RecordedEvent> recording) {
  replay_ = std::move(recording);
  replay_next_ = 0;
  replay_start_ = frame_;
}

void map_keys(ImGuiIO& io) {
  const auto map = [&](int named, Key key) { io.KeyMap[named] = static_cast<int>(key); };
  map(ImGuiKey_LeftArrow, Key::left);
  map(ImGuiKey_RightArrow, Key::right);
  map(ImGuiKey_UpArrow, Key::up);
  map(ImGuiKey_DownArrow, Key::down);
  map(ImGuiKey_PageUp, Key::page_up);
  map(ImGuiKey_PageDown, Key::page_down);
  map(ImGuiKey_Home, Key::home);
  map(ImGuiKey_End, Key::end);
  map(ImGuiKey_Insert, Key::insert);
  map(ImGuiKey_Delete, Key::del);
  map(ImGuiKey_Backspace, Key::backspace);
  map(ImGuiKey_Space, Key::space);
  map(ImGuiKey_Enter, Key::enter);
  map(ImGuiKey_Escape, Key::escape);
  map(ImGuiKey_KeyPadEnter, Key::kp_enter);
  map(ImGuiKey_A, Key::a);
  map(ImGuiKey_C, Key::c);
  map(ImGuiKey_V, Key::v);
  map(ImGuiKey_X, Key::x);
  map(ImGuiKey_Y, Key::y);
  map(ImGuiKey_Z, Key::z);
}

std::string to_text(const std::vector<RecordedEvent>& recording) {
  std::ostringstream out;
  for (const RecordedEvent& recorded : recording) {
    out << recorded.frame << ' ';
    std::visit(Overloaded{
                   [&](const MouseMoved& e) { out << "move " << e.x << ' ' << e.y; },
                   [&](const MouseButton& e) { out << "button " << e.button << (e.down ? " down" : " up"); },
                   [&](const Scrolled& e) { out << "scroll " << e.x << ' ' << e.y; },
                   [&](const KeyChanged& e) {
                     out << "key " << static_cast<int>(e.key) << (e.down ? " down" : " up");
                   },
                   [&](const Character& e) { out << "char " << e.code_point; },
                   [&](const FocusChanged& e) { out << "focus " << (e.focused ? "in" : "out"); },
               },
               recorded.event);
    out << '\n';
  }
  return out.str();
}

simulator::base::Result<std::vector<RecordedEvent>> read_recording(std::string_view text) {
  std::vector<RecordedEvent> recording;
  std::istringstream lines{std::string(text)};
  std::string line;
  for (int number = 1; std::getline(lines, line); ++number) {
    if (line.empty() || line[0] == '#') continue;
    std::istringstream in(line);
    RecordedEvent recorded;
    std::string kind;
    std::string state;
    in >> recorded.frame >> kind;
    bool read = true;
    if (kind == "move") {
      MouseMoved e;
      in >> e.x >> e.y;
      recorded.event = e;
    } else if (kind == "button") {
      MouseButton e;
      in >> e.button >> state;
      e.down = state == "down";
      recorded.event = e;
    } else if (kind == "scroll") {
      Scrolled e;
      in >> e.x >> e.y;
      recorded.event = e;
    } else if (kind == "key") {
      int key = 0;
      in >> key >> state;
      recorded.event = KeyChanged{static_cast<Key>(key), state == "down"};
    } else if (kind == "char") {
      Character e;
      in >> e.code_point;
      recorded.event = e;
    } else if (kind == "focus") {
      in >> state;
      recorded.event = FocusChanged{state == "in"};
    } else {
      read = false;
    }
    if (!read || in.fail()) {
      simulator::base::Error error;
      error.code = "input.recording";
      error.message = "This line is not an input event: " + line;
      error.help =
          "A line is a frame number and one of: move X Y, button N down|up, scroll X Y, key N down|up, "
          "char N, focus in|out. Nothing was replayed.";
      error.at = {.line = number, .column = 1};
      return tl::unexpected(std::move(error));
    }
    recording.push_back(std::move(recorded));
  }
  return recording;
}

}  // namespace engine::ui

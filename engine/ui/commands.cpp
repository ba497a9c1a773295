#include "engine/ui/commands.h"

#include <algorithm>

namespace engine::ui {
namespace {

std::string key_name(Key key) {
  const int number = static_cast<int>(key);
  if (key >= Key::f1 && key <= Key::f12) return "F" + std::to_string(number - static_cast<int>(Key::f1) + 1);
  switch (key) {
    case Key::space:
      return "Space";
    case Key::enter:
      return "Enter";
    case Key::escape:
      return "Esc";
    case Key::tab:
      return "Tab";
    case Key::backspace:
      return "Backspace";
    case Key::del:
      return "Del";
    case Key::left:
      return "Left";
    case Key::right:
      return "Right";
    case Key::up:
      return "Up";
    case Key::down:
      return "Down";
    case Key::home:
      return "Home";
    case Key::end:
      return "End";
    case Key::page_up:
      return "PgUp";
    case Key::page_down:
      return "PgDn";
    default:
      return number > 32 && number < 127 ? std::string(1, static_cast<char>(number)) : std::string();
  }
}

}  // namespace

std::string to_string(const Shortcut& shortcut) {
  if (!shortcut.any()) return {};
  std::string out;
  if (shortcut.mods.control) out += "Ctrl ";
  if (shortcut.mods.alt) out += "Alt ";
  if (shortcut.mods.shift) out += "Shift ";
  return out + key_name(shortcut.key);
}

void Commands::begin_frame() {
  std::swap(last_, current_);
  current_.clear();
}

void Commands::add(Command command) { current_.push_back(std::move(command)); }

const Command* Commands::find(std::string_view id) const {
  const auto found = std::find_if(last_.begin(), last_.end(), [&](const Command& c) { return c.id == id; });
  return found == last_.end() ? nullptr : &*found;
}

const Command* Commands::match(const Shortcut& pressed, bool typing) const {
  const bool function_key = pressed.key >= Key::f1 && pressed.key <= Key::f12;
  if (typing && !pressed.mods.control && !pressed.mods.alt && !function_key) return nullptr;
  // Undo and redo belong to the text that is being typed.
  const bool of_the_text = pressed.key == Key::z || pressed.key == Key::y;
  if (typing && of_the_text && pressed.mods.control && !pressed.mods.alt) return nullptr;
  const auto found = std::find_if(current_.begin(), current_.end(),
                                  [&](const Command& c) { return c.enabled && c.shortcut == pressed; });
  return found == current_.end() ? nullptr : &*found;
}

}  // namespace engine::ui

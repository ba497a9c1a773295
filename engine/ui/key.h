// The keys the program knows, with GLFW's numbers (GLFW 3.3 documentation, "Keyboard keys"), so that the
// window, the tests and a recording speak of the same key without anybody but engine/platform including GLFW.
// Dear ImGui 1.86 indexes io.KeysDown with these numbers too (InputQueue maps its ~22 named keys).
#pragma once

namespace engine::ui {

// clang-format off
enum class Key : int {
  none = 0,
  space = 32, apostrophe = 39, comma = 44, minus = 45, period = 46, slash = 47,
  n0 = 48, n1, n2, n3, n4, n5, n6, n7, n8, n9,
  semicolon = 59, equal = 61,
  a = 65, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t, u, v, w, x, y, z,
  left_bracket = 91, backslash = 92, right_bracket = 93, grave = 96,
  escape = 256, enter, tab, backspace, insert, del, right, left, down, up,
  page_up, page_down, home, end,
  f1 = 290, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12,
  kp_0 = 320, kp_enter = 335,
  left_shift = 340, left_control, left_alt, left_super,
  right_shift, right_control, right_alt, right_super, menu,
};
// clang-format on

/// How many slots io.KeysDown has; a key at or above it is ignored.
inline constexpr int key_slots = 512;

struct Mods {
  bool control = false;
  bool shift = false;
  bool alt = false;
  friend bool operator==(const Mods&, const Mods&) = default;
};
inline constexpr Mods no_mods{};
inline constexpr Mods with_control{.control = true};
inline constexpr Mods with_shift{.shift = true};
inline constexpr Mods with_control_shift{.control = true, .shift = true};
inline constexpr Mods with_alt{.alt = true};

}  // namespace engine::ui

// Scripts for the desktop program (--script FILE): a person's moves, one a line, by the names in the ledger.
//
//   open LESSON           opens a lesson
//   click NAME            presses an item ("lesson.do.lab.new-engineer"), scrolling to it first
//   type TEXT             types into what has the keyboard; \n is Enter inside the text
//   key [Ctrl+][Shift+][Alt+]NAME   Enter, Escape, Tab, Up, Down, Left, Right, Home, End, Delete, a letter
//   wait NAME             until an item of this name is there (10 s at most)
//   wait idle             until the worker has nothing to do
//   screenshot FILE.png   a picture of the window
//   theme NAME, text N    light, dark, contrast-light, contrast-dark; per cent
//   # comment
//
// Errors name the script's line and what was on the screen.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "simulator/base/error.h"

namespace engine::app {

struct ScriptLine {
  int number = 0;
  std::string verb;
  std::string argument;
};

struct Script {
  std::vector<ScriptLine> lines;
  simulator::base::Diagnostics diagnostics;  ///< script.unknown-verb, script.missing-argument
};

/// `file` is only for messages.
[[nodiscard]] Script parse_script(std::string_view text, const std::string& file);

}  // namespace engine::app

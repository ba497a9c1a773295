// A lab: a World to start in, goals to reach, and the author's proof that they can be reached and that the
// known wrong ways do not reach them.
//
// Read from a *.lab.json:
//   { "id", "title", "task", "start": {...}, "goals": [ { "id", "title", "criterion": {...} } ],
//     "hints": ["..."], "free": false, "solution": [commands], "wrong": [ { "id", "why", "commands": [...],
//     "fails": { "goals": ["history"], "message": "duplicate column name" } } ] }
// A free lab ("free": true) asks for nothing: its goals, hints and solution are empty lists, and the learner
// chooses the tool whose rules count.
// The start is world_start.h's, a command is command.h's, a criterion is goal.h's.
//
// Ownership: plain values. Threads: none shared.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "lessons/lab/goal.h"
#include "simulator/base/error.h"
#include "simulator/base/files.h"
#include "simulator/world/command.h"
#include "simulator/world/world_start.h"

namespace lessons::lab {

namespace base = simulator::base;
namespace world = simulator::world;

/// A way that must not work. `check` runs it: afterwards exactly the goals in `failing_goals` are open, and
/// `message`, when given, was the error of some command.
struct WrongExample {
  std::string id;
  std::string why;  ///< one sentence for people
  std::vector<world::Command> commands;
  std::vector<base::Position> commands_at;  ///< one a command
  std::vector<std::string> failing_goals;
  std::string message;
  base::Position at;
};

struct Lab {
  std::string id;
  std::string title;
  std::string task;  ///< markdown
  std::string file;  ///< for messages
  world::WorldStart start;
  bool free = false;  ///< nothing is asked for, and any tool's rules may be chosen
  std::vector<Goal> goals;
  std::vector<std::string> hints;  ///< inline markdown, from a nudge to nearly the answer
  std::vector<world::Command> solution;
  std::vector<base::Position> solution_at;  ///< one a command
  std::vector<WrongExample> wrong;
  base::Position at;

  /// How many commands the author's solution takes.
  [[nodiscard]] std::size_t par() const { return solution.size(); }
  /// Environments that a goal names and the start does not have: somebody has to make them. In the goals'
  /// order.
  [[nodiscard]] std::vector<std::string> environments_to_make() const;
};

struct LabResult {
  Lab lab;  ///< usable only when the diagnostics have no error
  base::Diagnostics diagnostics;
};

/// `name` lies in `folder` (the lesson's), where its migrations lie too. Codes: files.*, json.*, world.*,
/// lab.duplicate-goal, lab.unknown-goal, lab.unknown-environment, lab.free-with-goals.
[[nodiscard]] LabResult read_lab(const base::Folder& folder, const std::string& name);
/// The same, with `text` in place of what the file holds.
[[nodiscard]] LabResult read_lab(const base::Folder& folder, const std::string& name, std::string_view text);

}  // namespace lessons::lab

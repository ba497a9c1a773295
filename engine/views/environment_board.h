// The environments beside each other: what is applied, pending, edited or missing on each, what drifted, its
// schema on demand, and the buttons that change it, in the words of the tool whose rules they follow.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>

#include "simulator/migration/tool.h"
#include "simulator/world/command.h"
#include "simulator/world/world_view.h"

namespace engine::ui {
class Ui;
}

namespace engine::views {

struct Board {
  const simulator::world::WorldView& view;
  simulator::migration::Tool tool;  ///< whose rules the environments follow
  bool choose_tool = false;         ///< the person says whose
  std::span<const std::string>
      to_make;        ///< environments that may be made from blank; those that are there are not offered
  bool busy = false;  ///< disables the buttons
};

/// `apply` gets the command a button stands for. Returns the tool that was chosen in this frame.
std::optional<simulator::migration::Tool> environment_board(
    ui::Ui& ui, const Board& board, const std::function<void(simulator::world::Command)>& apply);

}  // namespace engine::views

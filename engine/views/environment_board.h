// The environments beside each other: what is applied, pending, edited or missing on each, what drifted, its
// schema on demand, and the buttons that change it.
#pragma once

#include <functional>
#include <span>
#include <string>

#include "simulator/world/command.h"
#include "simulator/world/world_view.h"

namespace engine::ui {
class Ui;
}

namespace engine::views {

/// `to_make`: environments that may be made from blank; those that are there already are not offered. `apply`
/// gets the command a button stands for. `busy` disables the buttons.
void environment_board(ui::Ui& ui, const simulator::world::WorldView& view,
                       std::span<const std::string> to_make, bool busy,
                       const std::function<void(simulator::world::Command)>& apply);

}  // namespace engine::views

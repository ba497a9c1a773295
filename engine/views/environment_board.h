// The environments beside each other: what is applied, pending, edited or missing on each, what drifted, its
// schema on demand, and the buttons that change it.
#pragma once

#include <functional>
#include <span>
#include <string>

#include "simulator/migration/tool_profile.h"
#include "simulator/world/command.h"
#include "simulator/world/world_view.h"

namespace engine::ui {
class Ui;
}

namespace engine::views {

/// `to_make`: environments that may be made from blank; those that are there already are not offered. `apply`
/// gets the command a button stands for. `busy` disables the buttons. `tool`: whose rules the environments
/// follow; buttons carry its commands, and what it has no command for is absent.
void environment_board(ui::Ui& ui, const simulator::world::WorldView& view,
                       const simulator::migration::ToolProfile& tool, std::span<const std::string> to_make,
                       bool busy, const std::function<void(simulator::world::Command)>& apply);

}  // namespace engine::views

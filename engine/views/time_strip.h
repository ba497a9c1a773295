// Time along the bottom: every command a point, undo and redo large at its ends, any moment one press away.
#pragma once

#include <optional>

#include "simulator/world/world_view.h"

namespace engine::ui {
class Ui;
}

namespace engine::views {

struct TimeWish {
  bool undo = false;
  bool redo = false;
  std::optional<simulator::world::NodeId> go_to;
};

TimeWish time_strip(ui::Ui& ui, const simulator::world::WorldView& view, bool busy);

}  // namespace engine::views

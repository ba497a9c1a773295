// The story of a lab under every tool's rules (simulator/world/side_by_side.h), step by step: which tools are
// of one mind, what each of them said, and where they part ways.
//
// Draws what it is given and owns nothing. Threads: the window's.
#pragma once

#include <optional>

#include "simulator/base/error.h"
#include "simulator/world/side_by_side.h"

namespace engine::ui {
class Ui;
}

namespace engine::views {

/// What the lab's worker has found out so far.
struct SideBySideState {
  const simulator::world::SideBySide* told = nullptr;  ///< null: still being told, or it failed
  std::optional<simulator::base::Error> failure = {};
};

/// True when the person wants to go back.
[[nodiscard]] bool draw_side_by_side(ui::Ui& ui, const SideBySideState& state);

}  // namespace engine::views

// The safe orders of a deploy as a drawing: a box for each step, an arrow for each pair whose order matters.
// From left to right where there is room, else from top to bottom.
#pragma once

#include <string>
#include <string_view>

#include "engine/views/precedence_layout.h"
#include "simulator/deploy/scenario.h"

namespace engine::ui {
class Ui;
}

namespace engine::views {

/// At ImGui's cursor, as wide as the pane. In the ledger a step is `name.step`, an arrow `name.first.then`.
void precedence_graph(ui::Ui& ui, std::string_view name, const PrecedenceLayout& layout,
                      const simulator::deploy::Scenario& scenario);

}  // namespace engine::views

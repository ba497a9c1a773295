// The lines that boards have in common: where one migration stands, and one thing that drifted.
#pragma once

#include <string>

#include "simulator/migration/status.h"
#include "simulator/migration/tool.h"
#include "simulator/schema/difference.h"

namespace engine::ui {
class Ui;
}

namespace engine::views {

/// "20260514 add_user_phone          pending": one line, the state at its right end.
void draw_status(ui::Ui& ui, const simulator::migration::StatusRow& row, simulator::migration::Tool tool);
/// How high that line is, in pixels, with the gap to the next.
[[nodiscard]] float status_line_height(ui::Ui& ui);

/// "+ users.phone TEXT   no migration made it": drift in the words of somebody who looks at the board. `name`
/// is its card's.
void draw_difference(ui::Ui& ui, const std::string& name, const simulator::schema::Difference& difference);

}  // namespace engine::views

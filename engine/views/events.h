// What came of SQL, as people read it: result tables, "2 rows changed", errors with their place under the
// SQL, what a migration did to rows, and what its tool's rules made of a failure. Blocks of a lesson and the
// consoles of a lab show it.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "simulator/migration/tool_words.h"
#include "simulator/world/event.h"

namespace engine::ui {
class Ui;
}

namespace engine::views {

/// `name` prefixes the names of its items: N, the N-th event; N.rows, what became of rows; N.explain.did,
/// .state, .next and .driftwood, of a failure under another tool's rules.
void draw_events(ui::Ui& ui, std::string_view name, std::span<const simulator::world::Event> events);
/// An error: message, the excerpt with its caret, help.
void draw_error(ui::Ui& ui, std::string_view name, const simulator::base::Error& error);
/// What a tool did, where things stand, what to do next and what driftwood would have done: a card `name`,
/// its answers name.did, .state, .next, .driftwood. Draws nothing of an empty one.
void draw_explanation(ui::Ui& ui, const std::string& name, const simulator::migration::Explanation& explain);

}  // namespace engine::views

// The replay as lanes over time: the schema's lane, one lane a node (version by colour and label), a dot for
// each tick in which a node answered its requests, a cross where any failed, and the line of the moment that
// is looked at.
#pragma once

#include <cstddef>
#include <optional>

#include "simulator/deploy/trace.h"

namespace engine::ui {
class Ui;
}

namespace engine::views {

struct TimelineWish {
  std::optional<std::size_t> tick;     ///< look at this moment
  std::optional<std::size_t> request;  ///< index into Trace::requests
};

/// At ImGui's cursor, as wide as the pane.
TimelineWish timeline(ui::Ui& ui, const simulator::deploy::Trace& trace, std::size_t tick,
                      std::optional<std::size_t> selected);

/// The track along the bottom: drag it, or Left and Right while it has the keyboard.
TimelineWish scrubber(ui::Ui& ui, const simulator::deploy::Trace& trace, std::size_t tick, float width);

}  // namespace engine::views

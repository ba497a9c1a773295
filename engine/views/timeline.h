// The replay as rows over time: traffic as a line, what failed, the schema, flags, and a lane for each node
// (version by colour and label) with a dot for each tick in which it answered its requests and a cross where
// any failed. A line stands at the moment that is looked at.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "engine/views/replay_failures.h"
#include "engine/views/timeline_rows.h"
#include "simulator/deploy/trace.h"

namespace engine::ui {
class Ui;
}

namespace engine::views {

struct TimelineState {
  const simulator::deploy::Trace& trace;
  const std::vector<TimelineRow>& rows;
  const std::vector<ReplayFailure>& failures;
  std::size_t tick = 0;
  std::optional<std::size_t> request;  ///< the one that is selected
  std::optional<std::size_t> failure;  ///< likewise
};

struct TimelineWish {
  std::optional<std::size_t> tick;     ///< look at this moment
  std::optional<std::size_t> request;  ///< index into Trace::requests
  std::optional<std::size_t> failure;  ///< index into the failures
};

/// At ImGui's cursor, as wide as the pane.
TimelineWish timeline(ui::Ui& ui, const TimelineState& state);

}  // namespace engine::views

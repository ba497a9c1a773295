// A replay arranged in rows over time, before anything is drawn: traffic, failures, the schema, each flag,
// each node.
//
// Pure: values in, values out. Threads: none shared.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/ui/paint.h"
#include "engine/views/replay_failures.h"
#include "simulator/deploy/scenario.h"
#include "simulator/deploy/trace.h"

namespace engine::views {

/// A stretch of a row in which nothing changes. Ticks from..to, both included.
struct Stretch {
  std::size_t from = 0;
  std::size_t to = 0;
  ui::Tone tone = ui::Tone::muted;
  bool outlined = false;  ///< without ground: it is there and serves nobody
  std::string words;
  std::string told;                       ///< whole, in the tooltip and to the ledger
  std::optional<ui::Mark> mark = {};      ///< instead of words that do not fit
  std::vector<std::string> shorter = {};  ///< likewise, the longest first
};

struct TimelineRow {
  enum class Kind { traffic, failures, schema, flag, node };
  Kind kind = Kind::node;
  std::string label;  ///< "node 1"; "nobody" for requests that came while no node was there
  std::string name;   ///< of its stretches in the ledger: "deploy.lane.node 1"
  std::string node;   ///< of Kind::node; empty for nobody
  std::vector<Stretch> stretches;
};

/// Rows without anything on them (flags of a scenario that has none, failures when there are none) are left
/// out.
[[nodiscard]] std::vector<TimelineRow> timeline_rows(const simulator::deploy::Scenario& scenario,
                                                     const simulator::deploy::Trace& trace,
                                                     const std::vector<ReplayFailure>& failures);

/// What the requests of one node in one tick came to.
struct Served {
  std::size_t answered = 0;
  std::size_t failed = 0;
  std::optional<std::size_t> first;  ///< index of the one to select: the selected, else the first that failed
  std::size_t tolerated = 0;         ///< of those that failed: the scenario does not count them
};
[[nodiscard]] Served served(const simulator::deploy::Trace& trace, const simulator::deploy::Tick& moment,
                            std::string_view node, std::optional<std::size_t> selected);

}  // namespace engine::views

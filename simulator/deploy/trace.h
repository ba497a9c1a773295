// What happened when the steps of a rollout were run in one order, with traffic all the time.
//
// Time is counted in ticks. In each tick one thing happens to the world (a migration runs, a node starts;
// in tick 0 nothing), then every node serves its requests. Everything else here (lanes, schema intervals,
// failures) is that list, arranged for looking at it.
//
// Ownership: values and shared immutable parts. May cross threads.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "simulator/base/error.h"
#include "simulator/deploy/story.h"
#include "simulator/schema/schema.h"
#include "simulator/world/command_tree.h"
#include "simulator/world/world_view.h"

namespace simulator::deploy {

/// One request of one node.
struct Request {
  std::size_t tick = 0;
  std::int64_t number = 0;  ///< 1, 2, ... in the whole replay
  std::string node;         ///< empty: nobody served it
  std::string version;
  std::string query;  ///< its name
  std::string sql;
  std::int64_t rows = 0;             ///< returned or changed
  std::optional<base::Error> error;  ///< SQLite's own; the position is in `sql`
  world::Parameters bindings = {};   ///< what its parameters were
  bool in_flight = false;            ///< it began before what this tick tells and ended after it

  [[nodiscard]] bool ok() const { return !error.has_value(); }
};

struct Tick {
  std::size_t number = 0;
  std::string step;                   ///< id of the step that this tick belongs to; empty in tick 0
  std::string title;                  ///< what happened: "node 1 starts v2", "20260514_add_user_phone ran"
  std::optional<base::Error> error;   ///< the action failed: a migration's own error with file:line:col
  std::vector<std::size_t> requests;  ///< indices into Trace::requests
  std::size_t failed_requests = 0;
  migration::Explanation explain = {};                  ///< of a migration that failed: what the tool did
  std::vector<std::size_t> findings;                    ///< indices into Trace::findings
  std::vector<std::string> flags;                       ///< values, in the scenario's order
  std::shared_ptr<const world::DatabaseView> database;  ///< at the end of the tick
  world::NodeId moment = 0;                             ///< of the World, for Replay::world.query_at
};

/// What an oracle saw in a tick.
struct Finding {
  std::size_t tick = 0;
  Failure failure;
  std::optional<std::size_t> request;  ///< index into Trace::requests, when one shows it
};

enum class LaneState { serving, draining, standby, down };
[[nodiscard]] std::string_view to_string(LaneState state);

/// Ticks from..to, both included.
struct LaneInterval {
  std::size_t from = 0;
  std::size_t to = 0;
  LaneState state = LaneState::serving;
  std::string version;  ///< while down: the one that ran before
};
/// One node; ticks before it first started are not covered.
struct Lane {
  std::string node;
  std::vector<LaneInterval> intervals;
};

struct SchemaInterval {
  std::size_t from = 0;
  std::size_t to = 0;
  std::string label;    ///< newest applied migration: "20260514 add_user_phone"; "empty" for none
  std::string version;  ///< "20260514"
  std::shared_ptr<const world::DatabaseView> database;  ///< at its first tick
};

struct StepInterval {
  std::string id;
  std::size_t from = 0;
  std::size_t to = 0;  ///< a step that the world does not notice is one tick long
  bool ok = true;      ///< false when the step itself failed (a migration)
};

struct Trace {
  std::vector<std::string> order;
  std::uint64_t seed = 0;
  std::vector<Tick> ticks;
  std::vector<Request> requests;
  std::vector<Lane> lanes;  ///< in the order in which the nodes started
  std::vector<SchemaInterval> schemas;
  std::vector<StepInterval> steps;
  std::vector<std::size_t> failures;         ///< of the kinds that count, indices into requests
  std::optional<std::size_t> first_failure;  ///< index into requests
  std::size_t failed_steps = 0;
  /// Of all oracles that the scenario counts, in the order in which they saw it; what is seen again and again
  /// is told the first time.
  std::vector<Finding> findings;

  [[nodiscard]] bool safe() const { return failures.empty() && failed_steps == 0 && findings.empty(); }
  [[nodiscard]] const SchemaInterval* schema_at(std::size_t tick) const;
  /// The message of whatever was found first; empty when nothing was.
  [[nodiscard]] std::string first_message() const;
  /// Requests that found no node or failed in another way that the scenario tolerates.
  [[nodiscard]] std::size_t tolerated() const;
  /// What it came to, without what was first: "23 of 66 requests failed, one step failed", "All 30 requests
  /// were served, and still 2 stale reads".
  [[nodiscard]] std::string headline() const;
  /// One sentence: the headline, then the first that went wrong: "23 of 66 requests failed, the first at t =
  /// 4: no such column: phone".
  [[nodiscard]] std::string summary() const;
};

/// Of everything in it: the same order and seed give the same hash.
[[nodiscard]] std::string hash_of(const Trace& trace);
/// For `--json` and for exporting a replay. Indented.
[[nodiscard]] std::string to_json(const Trace& trace);

}  // namespace simulator::deploy

// Where a rollout stands, without the database: which steps are over, which nodes run what, where flags
// stand. And what can happen next. The replay and the explorer both walk through Situations by Moves; the
// replay takes the moves of one order, the explorer all of them.
//
// Pure: values in, values out, no SQL. What only the database knows (whether files are left to migrate,
// whether a batch changed no row) comes in as `finished`. Steps run one after the other; what a step began
// may go on behind it: a rollout that it did not wait for, workers that update late.
//
// Sources: Kubernetes' maxUnavailable and maxSurge for rolling (`batch`, `surge`); the F1 paper (Rae et al.,
// VLDB 2013) for the limit on live versions.
//
// Ownership: plain values; a Plan refers to its Scenario, which must outlive it. Threads: none shared.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "simulator/deploy/scenario.h"

namespace simulator::deploy {

/// Indices into the scenario: versions of `start.versions`, steps, groups.
using VersionIndex = std::uint8_t;
using StepIndex = std::int8_t;
inline constexpr StepIndex no_step = -1;
inline constexpr std::size_t most_steps = 24;
inline constexpr std::size_t most_versions = 12;
inline constexpr std::size_t most_groups = 6;

enum class Life : std::uint8_t {
  serving,
  draining,  ///< takes nothing new and finishes what it began
  standby,   ///< runs, and gets no traffic yet (blue/green)
  stopped,
};
[[nodiscard]] std::string_view to_string(Life life);

struct NodeAt {
  std::uint8_t group = 0;
  VersionIndex version = 0;
  Life life = Life::serving;
  friend auto operator<=>(const NodeAt&, const NodeAt&) = default;
  /// Its requests reach the database.
  [[nodiscard]] bool live() const { return life == Life::serving || life == Life::draining; }
  [[nodiscard]] bool runs() const { return life != Life::stopped; }
};

/// A rollout on its way.
struct ActiveRollout {
  StepIndex step = no_step;  ///< the deploy step it came from: its strategy
  VersionIndex target = 0;
  friend auto operator<=>(const ActiveRollout&, const ActiveRollout&) = default;
};

struct Situation {
  std::vector<NodeAt> nodes;  ///< by number; those that stopped for good stay, stopped
  std::uint32_t done = 0;     ///< steps that are over, a bit each
  StepIndex running = no_step;
  std::optional<ActiveRollout> rollout;
  std::optional<VersionIndex> newest;    ///< what was deployed last; late workers go there
  std::optional<VersionIndex> previous;  ///< what a rollback of the code goes back to
  std::vector<std::string> flags;        ///< values, in the scenario's order
  bool rolled_back = false;              ///< no step begins or goes on any more
  bool crashed = false;                  ///< the migrator was killed once
  friend auto operator<=>(const Situation&, const Situation&) = default;

  [[nodiscard]] bool is_done(StepIndex step) const { return (done >> step & 1U) != 0; }
};

struct Move {
  enum class Kind : std::uint8_t {
    work,         ///< the step's next piece: a file, a batch, a flag, a backup, nothing
    roll_out,     ///< a deploy step begins
    await_drain,  ///< a drain step begins
    drain,        ///< a node takes no new requests
    stop,
    start,        ///< a node starts with `version` (standby under blue/green)
    switch_over,  ///< blue/green: new nodes serve, old ones drain
    update,       ///< a late worker restarts with `version`
    roll_back,    ///< the code goes back to the version before: a rolling deploy, and no step after it
    crash,        ///< as work, and the migrator is killed after `statement` statements of the file
  };
  Kind kind = Kind::work;
  bool begins = false;         ///< the step begins with it
  StepIndex step = no_step;    ///< of work, crash, roll_out, await_drain
  std::uint8_t group = 0;      ///< of moves of nodes
  VersionIndex version = 0;    ///< that the node runs (drain, stop), will run (start, update), of roll_back
  VersionIndex from = 0;       ///< of update: what it runs
  std::uint8_t statement = 0;  ///< of crash
  friend auto operator<=>(const Move&, const Move&) = default;

  /// Changes the database or may be told something by it.
  [[nodiscard]] bool touches_database() const;
};
[[nodiscard]] std::string_view to_string(Move::Kind kind);

/// What may happen beyond the steps.
struct Mishaps {
  bool rollback = false;
  bool crash = false;
  friend auto operator<=>(const Mishaps&, const Mishaps&) = default;
};

/// The scenario with names resolved. Cheap to make; refers to the scenario.
class Plan {
 public:
  /// `nodes` replaces the number of nodes of the first group.
  explicit Plan(const Scenario& scenario, std::optional<int> nodes = std::nullopt);

  [[nodiscard]] const Scenario& scenario() const { return *scenario_; }
  [[nodiscard]] int count(std::size_t group) const { return counts_[group]; }
  [[nodiscard]] VersionIndex version_index(std::string_view name) const;
  [[nodiscard]] const world::AppVersion& version(VersionIndex index) const;
  [[nodiscard]] StepIndex step_index(std::string_view id) const;
  [[nodiscard]] const Step& step(StepIndex index) const;
  [[nodiscard]] std::size_t steps() const { return scenario_->steps.size(); }

  [[nodiscard]] Situation begin() const;

  /// Everything that can happen next, in a fixed order: the running step's own moves, steps that can begin
  /// (in the order of the file), the rollout behind them, late workers, mishaps. Moves of nodes that are
  /// alike (group, version, life) are one move. `crash_points`: after how many statements a crash in the next
  /// file would leave something behind (files that are not one transaction); empty: nowhere.
  [[nodiscard]] std::vector<Move> moves(const Situation& at, const Mishaps& mishaps = {},
                                        const std::vector<std::uint8_t>& crash_points = {}) const;
  /// `finished`: of work and crash, the step is over with it. A start or an update that was `refused` leaves
  /// the node stopped, and a refused start ends its rollout: the nodes that are left keep what they run.
  [[nodiscard]] Situation after(const Situation& at, const Move& move, bool finished = true,
                                bool refused = false) const;
  /// The number of the node that a drain, stop, start or update means: the first that fits; for a start with
  /// no stopped node to take, one past the last.
  [[nodiscard]] std::size_t node_of(const Situation& at, const Move& move) const;

  /// Nodes that are alike are interchangeable: sorted, and those that stopped left out.
  [[nodiscard]] static Situation canonical(Situation at);
  /// The step may begin now: nothing runs, what comes first is over, the limit on live versions holds, and a
  /// drain can end (a late worker stays on the version that was deployed last).
  [[nodiscard]] bool can_begin(const Situation& at, StepIndex step) const;
  /// Every step is over and nothing goes on behind them.
  [[nodiscard]] bool at_rest(const Situation& at) const;
  /// A request would find nobody: no node of the first group serves.
  [[nodiscard]] bool unserved(const Situation& at) const;
  /// The queries that this node's requests may be now (its group's, flags as they are), by index.
  [[nodiscard]] std::vector<std::size_t> queries(const Situation& at, const NodeAt& node) const;

 private:
  [[nodiscard]] bool can_drain(const Situation& at, VersionIndex version) const;
  [[nodiscard]] bool waits_for_update(const Situation& at, const NodeAt& node) const;
  void add_rollout_moves(const Situation& at, std::vector<Move>& out) const;
  void add_drain_moves(const Situation& at, VersionIndex version, std::vector<Move>& out) const;
  void give_up(Situation& at) const;
  void end_rollout(Situation& at) const;
  void settle(Situation& at) const;

  const Scenario* scenario_;
  std::vector<int> counts_;
  std::vector<VersionIndex> group_versions_;
  std::vector<VersionIndex> step_versions_;  ///< of deploy and drain steps
  std::vector<std::uint32_t> after_;         ///< by step, what comes first, a bit each
};

}  // namespace simulator::deploy

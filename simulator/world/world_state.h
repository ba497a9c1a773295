// What a World is made of: its start, the tree, the moments that are kept, and the databases of the moment
// that is being worked on. Part of the room's inside.
//
// Ownership: everything. Threads: one at a time.
#pragma once

#include <memory>
#include <stop_token>
#include <string>
#include <vector>

#include "simulator/world/databases.h"
#include "simulator/world/moment.h"
#include "simulator/world/picture.h"
#include "simulator/world/prefix_snapshots.h"
#include "simulator/world/step.h"
#include "simulator/world/world.h"

namespace simulator::world {

/// For work that must not stop by the clock: replaying what was done within its deadline once.
inline constexpr std::chrono::hours no_deadline{24};
inline constexpr std::size_t default_memory_budget = 256U << 20U;

class World::State {
 public:
  State(std::shared_ptr<const WorldStart> start, std::shared_ptr<PrefixSnapshots> snapshots)
      : start_(std::move(start)), snapshots_(std::move(snapshots)), painter_(snapshots_) {}

  /// Makes the moment of the start. Code: world.bad-start.
  [[nodiscard]] base::Result<void> begin();
  [[nodiscard]] std::unique_ptr<State> fork() const;

  [[nodiscard]] base::Result<NodeId> apply(const Command& command, std::stop_token stop,
                                           const Limits& limits);
  /// The moment of a node, replayed when it was dropped. Precondition: id < tree().size().
  [[nodiscard]] std::shared_ptr<const Moment> moment(NodeId id);
  /// A sandboxed connection for looking at a moment; the allowance is not given yet.
  [[nodiscard]] base::Result<Connection> open_for_looking(NodeId id, std::string_view environment,
                                                          sql::SandboxMode mode);
  [[nodiscard]] WorldView view(NodeId id);
  [[nodiscard]] std::shared_ptr<const DatabaseView> database_view(std::string_view environment);

  void set_memory_budget(std::size_t bytes);
  [[nodiscard]] std::size_t kept_moments() const;

  [[nodiscard]] const WorldStart& start() const { return *start_; }
  [[nodiscard]] const CommandTree& tree() const { return tree_; }
  [[nodiscard]] CommandTree& tree() { return tree_; }

 private:
  [[nodiscard]] Databases& databases();
  /// From `moment` to the next, in place. On an error `moment` is of no use.
  [[nodiscard]] Step perform(const Command& command, Moment& moment, std::stop_token stop,
                             const Limits& limits);
  [[nodiscard]] base::Result<void> make_environment(const EnvironmentStart& environment, Moment& moment);
  [[nodiscard]] std::uint64_t cost_of(NodeId id) const;
  [[nodiscard]] NodeId kept_ancestor(NodeId id) const;
  void keep(NodeId id, std::shared_ptr<const Moment> moment);
  void thin();

  std::shared_ptr<const WorldStart> start_;
  std::shared_ptr<PrefixSnapshots> snapshots_;
  CommandTree tree_;
  std::vector<std::shared_ptr<const Moment>> moments_;  ///< by node; null: dropped
  std::uint64_t kept_bytes_ = 0;                        ///< an estimate; exact after thin()
  std::size_t memory_budget_ = default_memory_budget;
  std::unique_ptr<Databases> databases_;  ///< made when first needed, so that a fork costs nothing
  Painter painter_;
};

}  // namespace simulator::world

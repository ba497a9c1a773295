// Draws WorldViews. What one image holds is read once and then shared by every view that shows it. Part of
// the room's inside.
//
// Ownership: owns a store for looking, apart from the World's own. Threads: one.
#pragma once

#include <list>
#include <memory>
#include <string>

#include "simulator/world/command_tree.h"
#include "simulator/world/databases.h"
#include "simulator/world/moment.h"
#include "simulator/world/prefix_snapshots.h"
#include "simulator/world/shadow.h"
#include "simulator/world/world_start.h"
#include "simulator/world/world_view.h"

namespace simulator::world {

class Painter {
 public:
  explicit Painter(std::shared_ptr<PrefixSnapshots> snapshots) : shadows_(std::move(snapshots)) {}
  /// Another one that knows what this one has read so far.
  [[nodiscard]] Painter fork() const;

  /// Files, environments and nodes; the strip is the caller's. One Painter, one start.
  [[nodiscard]] WorldView paint(const Moment& moment, const WorldStart& start);

  [[nodiscard]] std::shared_ptr<const DatabaseView> database(const SharedImage& image,
                                                             const WorldStart& start);

 private:
  [[nodiscard]] std::shared_ptr<const DatabaseView> look(const SharedImage& image);
  [[nodiscard]] std::shared_ptr<const DatabaseView> read(const SharedImage& image);
  [[nodiscard]] EnvironmentView environment(const Environment& environment, const Moment& moment,
                                            const migration::MigrationSet& set);

  struct Known {
    SharedImage image;  ///< kept, so that its address stays its own
    std::shared_ptr<const DatabaseView> view;
  };
  std::list<Known> known_;  ///< the one last used first
  Shadows shadows_;
  migration::Tool tool_ = migration::Tool::driftwood;  ///< of the start
  std::unique_ptr<Databases> databases_;
};

/// The time strip of a tree.
[[nodiscard]] std::vector<MomentView> strip_of(const CommandTree& tree);

}  // namespace simulator::world

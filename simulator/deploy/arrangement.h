// Arranges a Trace for looking at it: lanes and schema intervals, from what was noted tick by tick. Part of
// the room's inside.
#pragma once

#include <string>
#include <vector>

#include "simulator/deploy/situation.h"
#include "simulator/deploy/trace.h"
#include "simulator/migration/migration_file.h"

namespace simulator::deploy {

struct NodeInTick {
  std::string name;
  std::string version;
  Life life = Life::serving;
};
/// The nodes as they were while a tick's requests were served.
using NodesByTick = std::vector<std::vector<NodeInTick>>;

[[nodiscard]] std::vector<Lane> lanes_of(const NodesByTick& nodes);
/// A new interval begins where the schema or the newest applied migration is another.
/// Names come from the files: not every tool keeps them in its history.
[[nodiscard]] std::vector<SchemaInterval> schemas_of(const std::vector<Tick>& ticks,
                                                     const migration::MigrationSet& files);

}  // namespace simulator::deploy

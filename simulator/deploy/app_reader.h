// The parts of a scenario file that are about the app: flags, versions with their queries and promises, the
// entities that are watched. Part of the room's inside.
//
// Ownership: plain values. Threads: none shared.
#pragma once

#include <vector>

#include "simulator/deploy/scenario.h"
#include "simulator/deploy/scenario_source.h"

namespace simulator::deploy {

/// The three read their own key of the file's object `root`.
[[nodiscard]] std::vector<Flag> read_flags(base::JsonReader& root);
[[nodiscard]] std::vector<world::AppVersion> read_versions(const ScenarioSource& source,
                                                           base::JsonReader& root,
                                                           const std::vector<Flag>& flags);
/// One for each field that a query promises something about; where the file says nothing, the key that the
/// first such query has by itself.
[[nodiscard]] std::vector<Entities> read_entities(base::JsonReader& root,
                                                  const std::vector<world::AppVersion>& versions);

}  // namespace simulator::deploy

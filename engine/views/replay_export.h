// A replay as files to keep: a page for people and JSON for programs, beside each other.
//
// Threads: any; it writes files.
#pragma once

#include <filesystem>

#include "simulator/base/error.h"
#include "simulator/deploy/exploration.h"
#include "simulator/deploy/scenario.h"
#include "simulator/deploy/trace.h"

namespace engine::views {

struct Exported {
  std::filesystem::path page;
  std::filesystem::path json;
};

/// Into `folder`, which is made if need be: "drop-column-replay.html" and ".json", with a number behind the
/// name when either is taken. Nothing that is there is written over. `found` may be null. Codes:
/// files.unwritable.
[[nodiscard]] simulator::base::Result<Exported> export_replay(const std::filesystem::path& folder,
                                                              const simulator::deploy::Scenario& scenario,
                                                              const simulator::deploy::Trace& trace,
                                                              const simulator::deploy::Exploration* found);

}  // namespace engine::views

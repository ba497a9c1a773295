// Deploy scenarios as the command line meets them: one file, or all that lie below a folder.
//
// Ownership: plain values. Threads: none shared.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/app/ctl.h"
#include "simulator/deploy/scenario.h"

namespace engine::app {

/// Everything wrong with it is written to `err`. Nothing when it cannot be used: the verb could not run.
[[nodiscard]] std::optional<simulator::deploy::Scenario> read_scenario_file(const std::string& file,
                                                                            Outcome& outcome);

/// Paths below `folder`, as the person named it, that end in ".deploy.json"; by lesson, then by name. Folders
/// are looked into as deep as courses are (four levels), links out of the folder are not followed.
[[nodiscard]] simulator::base::Result<std::vector<std::string>> scenario_files(const std::string& folder);

}  // namespace engine::app

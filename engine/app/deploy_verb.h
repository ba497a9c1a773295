// The verbs below `driftwoodctl deploy`, each in a file of its own: ctl_deploy.cpp has replay.
#pragma once

#include "engine/app/ctl.h"

namespace engine::app {

/// `deploy explore`.
void add_explore_verb(CLI::App& deploy_verb, Outcome& outcome);

}  // namespace engine::app

// The colour of a version of the app: the same on lanes, in the matrix and in details. Never without the
// version's name, since there are more versions than colours in some scenario.
#pragma once

#include <string_view>

#include "engine/ui/theme.h"
#include "simulator/deploy/scenario.h"

namespace engine::views {

/// By its place in the scenario; the fifth has the first one's colour again.
[[nodiscard]] ui::Tone version_tone(const simulator::deploy::Scenario& scenario, std::string_view version);

}  // namespace engine::views

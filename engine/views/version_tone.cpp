#include "engine/views/version_tone.h"

#include <algorithm>
#include <array>
#include <cstddef>

namespace engine::views {

ui::Tone version_tone(const simulator::deploy::Scenario& scenario, std::string_view version) {
  constexpr std::array tones{ui::Tone::version_1, ui::Tone::version_2, ui::Tone::version_3,
                             ui::Tone::version_4};
  const auto& versions = scenario.start.versions;
  const auto found =
      std::find_if(versions.begin(), versions.end(), [&](const auto& each) { return each.name == version; });
  if (found == versions.end()) return ui::Tone::muted;
  return tones[static_cast<std::size_t>(found - versions.begin()) % tones.size()];
}

}  // namespace engine::views

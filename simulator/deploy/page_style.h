// How the page looks and what its script does: fixed texts, the same on every page. Part of the room's
// inside.
#pragma once

#include <string_view>

namespace simulator::deploy::page {

/// Light and dark by what the reader's system prefers; prints in light.
[[nodiscard]] std::string_view style();

/// Moves the cursor over the timeline and says what was at that moment. Reads the JSON in #data and writes
/// text only (textContent), so that nothing in a scenario can become markup. Without it the page is complete.
[[nodiscard]] std::string_view script();

}  // namespace simulator::deploy::page

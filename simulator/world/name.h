// What environments and backups may be called. Pure.
#pragma once

#include <string_view>

namespace simulator::world {

/// Letters, digits, '-', '_' and '.', at most 40, not beginning with '.'.
[[nodiscard]] bool is_name(std::string_view text);

}  // namespace simulator::world

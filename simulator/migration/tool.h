// The migration tools whose folders are read, whose histories are kept and whose rules are followed.
#pragma once

#include <optional>
#include <span>
#include <string_view>

namespace simulator::migration {

enum class Tool {
  driftwood,  ///< our own: checksums, times, every file wholly or not at all
  dbmate,
  golang_migrate,
  goose,
  flyway,
  prisma,
  atlas,
};

/// "driftwood", "dbmate", "golang-migrate", "goose", "flyway", "prisma", "atlas": as on the command line.
[[nodiscard]] std::string_view to_string(Tool tool);
[[nodiscard]] std::optional<Tool> tool_of(std::string_view name);
/// In the order above.
[[nodiscard]] std::span<const Tool> all_tools();

}  // namespace simulator::migration

#include "simulator/migration/tool.h"

#include <array>

namespace simulator::migration {
namespace {

constexpr std::array tools{Tool::driftwood, Tool::dbmate, Tool::golang_migrate, Tool::goose,
                           Tool::flyway,    Tool::prisma, Tool::atlas};

}  // namespace

std::string_view to_string(Tool tool) {
  switch (tool) {
    case Tool::driftwood:
      return "driftwood";
    case Tool::dbmate:
      return "dbmate";
    case Tool::golang_migrate:
      return "golang-migrate";
    case Tool::goose:
      return "goose";
    case Tool::flyway:
      return "flyway";
    case Tool::prisma:
      return "prisma";
    case Tool::atlas:
      return "atlas";
  }
  return {};
}

std::optional<Tool> tool_of(std::string_view name) {
  for (const Tool tool : tools)
    if (to_string(tool) == name) return tool;
  return std::nullopt;
}

std::span<const Tool> all_tools() { return tools; }

}  // namespace simulator::migration

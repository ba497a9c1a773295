// What a board offers under a tool's rules, in the tool's own words: its commands where it has them, nothing
// where it has none. Pure: from the tool's profile and what an environment looks like.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "simulator/migration/tool.h"
#include "simulator/world/command.h"
#include "simulator/world/world_view.h"

namespace engine::views {

struct ToolControl {
  std::string name;   ///< behind the environment's in the ledger: "migrate", "down", "mend.0"
  std::string label;  ///< "Migrate laptop", "dbmate migrate"
  std::string tooltip;
  simulator::world::Command command;
  bool main = false;   ///< the next thing to do, where there is one
  bool quiet = false;  ///< less often wanted
};

/// In the order in which they are drawn: forward, past what failed, marking, back.
[[nodiscard]] std::vector<ToolControl> controls_of(simulator::migration::Tool tool,
                                                   const simulator::world::EnvironmentView& environment);

/// "dirty", "failed": what the tool calls a record of a failure.
[[nodiscard]] std::string_view failed_word(simulator::migration::Tool tool);

/// What is special about the tool's rules, in a few sentences.
[[nodiscard]] std::string rules_of(simulator::migration::Tool tool);

}  // namespace engine::views

// One story under every tool's rules: the folder is written in each tool's layout, the same commands are
// applied to a World of each, and where they part ways is marked.
//
// Two tools are of one mind after a step when it went as well under both, and every environment has the same
// schema, as many rows in each table, and the same files applied, pending or failed. Nothing is told from
// what is known of a tool: each of the Worlds ran.
//
// Ownership: plain values. Threads: none shared; a run may be stopped from any thread.
#pragma once

#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

#include "simulator/base/error.h"
#include "simulator/migration/run_report.h"
#include "simulator/migration/tool.h"
#include "simulator/world/command.h"
#include "simulator/world/world_start.h"

namespace simulator::world {

/// What one step came to under one tool.
struct ToolMoment {
  bool ok = true;
  std::string said;                ///< a sentence: what happened, or the error
  migration::Explanation explain;  ///< of a failed migration, or of what a tool passed over without a word
  std::vector<migration::TableChanges> changes;
  std::vector<std::string> states;  ///< one an environment, in their order: "2 applied, 1 failed"
  std::size_t group = 0;            ///< tools of one mind have the same, counted from 0 in order of the tools
};

struct StoryStep {
  std::string title;                ///< "start", then title(command)
  std::vector<ToolMoment> by_tool;  ///< in the order of SideBySide::tools
  std::size_t groups = 1;           ///< how many minds there are after it
  bool parts_ways = false;          ///< tools that were of one mind no longer are
};

struct SideBySide {
  std::vector<migration::Tool> tools;
  std::vector<std::string> environments;  ///< at the end
  std::vector<StoryStep> steps;
  std::vector<std::string> left_out;  ///< one a tool: what its layout cannot say; empty: nothing

  [[nodiscard]] std::optional<std::size_t> first_parting() const;
};

/// The start in another tool's layout, with the versions it names.
[[nodiscard]] WorldStart in_layout_of(const WorldStart& start, migration::Tool tool);

/// The story as it is in a World of `start`: commands from its start to its cursor. A tool under which the
/// start itself fails stays at that failure. Codes: world.bad-start (under the story's own tool),
/// world.cancelled.
[[nodiscard]] base::Result<SideBySide> side_by_side(const WorldStart& start, std::span<const Command> story,
                                                    std::stop_token stop = {});

}  // namespace simulator::world

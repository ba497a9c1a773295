// What `driftwoodctl migrate` prints: for people (aligned columns) and for programs (one JSON object).
#pragma once

#include <span>
#include <string>
#include <vector>

#include "simulator/base/error.h"
#include "simulator/lint/finding.h"
#include "simulator/migration/amendment.h"
#include "simulator/migration/runner.h"
#include "simulator/schema/difference.h"

namespace engine::app {

/// Aligned columns, two blanks between them, nothing at the end of a line. The first row is the heading.
[[nodiscard]] std::string aligned(const std::vector<std::vector<std::string>>& rows);

[[nodiscard]] std::string status_text(const std::vector<simulator::migration::StatusRow>& rows);
/// `findings`: of simulator/lint, shown beside the statements they are about. `again`: the version that a
/// redo runs once more afterwards.
[[nodiscard]] std::string plan_text(const simulator::migration::Plan& plan,
                                    std::span<const simulator::lint::Finding> findings = {},
                                    const std::string& again = {});
/// One line for a file that is done, as it is printed while a run goes on.
[[nodiscard]] std::string done_text(const simulator::migration::Progress& progress);
/// What became of rows, a line for each migration that changed any.
[[nodiscard]] std::string rows_text(const simulator::migration::RunReport& report);
/// The lines at the end of a run: rows_text(), and how many migrations it was.
[[nodiscard]] std::string run_text(const simulator::migration::RunReport& report);

/// What the tool did, what state things are in, what to do next, what driftwood would have done.
[[nodiscard]] std::string explanation_text(simulator::migration::Tool tool,
                                           const simulator::migration::Explanation& explanation);
[[nodiscard]] std::string amendment_text(const simulator::migration::Amendment& amendment, bool dry_run);

/// Database against shadow: left is what the applied files make, right what is there.
struct DiffShown {
  std::vector<simulator::schema::Difference> differences;
  bool dry_run = false;                                  ///< nothing was written, it only says what would be
  std::vector<std::string> written;                      ///< paths of the migration that was written
  std::vector<std::string> not_written;                  ///< what it leaves to a person
  std::vector<std::string> loses_rows;                   ///< its statements that take data with them
  std::vector<simulator::schema::Difference> left_over;  ///< after it ran on the shadow
};
[[nodiscard]] std::string diff_text(const DiffShown& diff);

/// Whose rules were followed, and why.
struct ToolShown {
  simulator::migration::Tool tool = simulator::migration::Tool::driftwood;
  std::string why;
};

/// Each: one object and a line break, with "tool" and "tool_why". `diagnostics` are those of the folder.
[[nodiscard]] std::string status_json(const ToolShown& tool,
                                      const std::vector<simulator::migration::StatusRow>& rows,
                                      const std::vector<simulator::migration::Problem>& problems,
                                      const simulator::base::Diagnostics& diagnostics);
[[nodiscard]] std::string plan_json(const ToolShown& tool, const simulator::migration::Plan& plan,
                                    std::span<const simulator::lint::Finding> findings = {},
                                    const std::string& again = {});
/// `way_back`: the run that a redo began with, as "taken_back"; its notes come first.
[[nodiscard]] std::string run_json(const ToolShown& tool, const simulator::migration::RunReport& report,
                                   const simulator::migration::RunReport* way_back = nullptr);
[[nodiscard]] std::string problems_json(const ToolShown& tool,
                                        const std::vector<simulator::migration::Problem>& problems,
                                        const simulator::base::Diagnostics& diagnostics);
[[nodiscard]] std::string amendment_json(const ToolShown& tool,
                                         const simulator::migration::Amendment& amendment, bool dry_run);
[[nodiscard]] std::string diff_json(const ToolShown& tool, const DiffShown& diff);
[[nodiscard]] std::string error_json(const simulator::base::Error& error);
[[nodiscard]] std::string new_text(const std::vector<std::string>& paths, bool dry_run);
[[nodiscard]] std::string new_json(const std::vector<std::string>& paths, bool dry_run);

}  // namespace engine::app

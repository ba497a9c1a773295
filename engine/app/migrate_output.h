// What `driftwoodctl migrate` prints: for people (aligned columns) and for programs (one JSON object).
#pragma once

#include <string>
#include <vector>

#include "simulator/base/error.h"
#include "simulator/migration/runner.h"

namespace engine::app {

/// Aligned columns, two blanks between them, nothing at the end of a line. The first row is the heading.
[[nodiscard]] std::string aligned(const std::vector<std::vector<std::string>>& rows);

[[nodiscard]] std::string status_text(const std::vector<simulator::migration::StatusRow>& rows);
[[nodiscard]] std::string plan_text(const simulator::migration::Plan& plan);
/// One line for a file that is done, as it is printed while a run goes on.
[[nodiscard]] std::string done_text(const simulator::migration::Progress& progress);
/// The line at the end of a run.
[[nodiscard]] std::string run_text(const simulator::migration::RunReport& report);

/// Each: one object and a line break. `diagnostics` are those of the folder.
[[nodiscard]] std::string status_json(const std::vector<simulator::migration::StatusRow>& rows,
                                      const std::vector<simulator::migration::Problem>& problems,
                                      const simulator::base::Diagnostics& diagnostics);
[[nodiscard]] std::string plan_json(const simulator::migration::Plan& plan);
[[nodiscard]] std::string run_json(const simulator::migration::RunReport& report);
[[nodiscard]] std::string problems_json(const std::vector<simulator::migration::Problem>& problems,
                                        const simulator::base::Diagnostics& diagnostics);
[[nodiscard]] std::string error_json(const simulator::base::Error& error);
/// {"key": "value"}
[[nodiscard]] std::string answer_json(const std::string& key, const std::string& value);

}  // namespace engine::app

// Runs the built driftwoodctl as a person would, in a process of its own; a folder to run it in that is gone
// afterwards; and what of the course it is tried on.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "tests/programs/run.h"

namespace engine::app::testing {

using programs::Ran;

// The first lesson of the course, and the rollouts in it.
inline const std::string first_lesson =
    DRIFTWOOD_SOURCE_DIR "/content/schema-migrations/01-what-a-migration-is";
inline const std::string add_phone = first_lesson + "/add-phone.deploy.json";
inline const std::string drop_column = first_lesson + "/drop-column.deploy.json";

[[nodiscard]] Ran run(const std::vector<std::string>& arguments);

class TemporaryFolder : public programs::TemporaryFolder {
 public:
  /// A database file made by `sql`; returns the path.
  std::string database(std::string_view name, const std::string& sql) const;
};

}  // namespace engine::app::testing

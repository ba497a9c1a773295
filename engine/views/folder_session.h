// A person's own folder of migrations beside their own database, opened to look: what there is to show, found
// out on the worker's thread. Nothing here can change either.
//
// How a look is taken is the program's business (it knows files and locks); this room only knows what came of
// it. Ownership: shares what its jobs find with them, so that it may go away while one is still running.
// Threads: the window's. The Worker must outlive it.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "engine/platform/worker.h"
#include "simulator/base/error.h"
#include "simulator/lint/finding.h"
#include "simulator/migration/runner.h"
#include "simulator/migration/tool.h"
#include "simulator/schema/difference.h"

namespace engine::views {

/// Everything of one moment.
struct FolderLook {
  simulator::migration::Tool tool = simulator::migration::Tool::driftwood;
  std::string why;              ///< these rules, one sentence without a full stop
  std::string command;          ///< what a shell would be told to run the plan
  bool database_exists = true;  ///< false: shown is what an empty one would need
  bool history_exists = false;  ///< the tool's table is there
  std::vector<simulator::migration::StatusRow> status;
  simulator::base::Diagnostics mistakes;                ///< of the folder itself
  std::vector<simulator::migration::Problem> problems;  ///< where history and folder disagree
  simulator::migration::Plan plan;
  std::vector<simulator::lint::Finding> findings;    ///< about the plan's statements
  std::vector<simulator::schema::Difference> drift;  ///< left is what the history makes, right what is there
  std::optional<simulator::base::Error> no_drift;    ///< why that could not be found out
};

/// What was opened, and how to look at it. `look` runs on the worker's thread and writes to neither; its
/// error is why there is nothing to show.
struct OpenedFolder {
  std::string folder;  ///< as the person named them
  std::string database;
  std::function<simulator::base::Result<FolderLook>(std::stop_token)> look;
};

class FolderSession {
 public:
  /// Looks at once.
  FolderSession(platform::Worker& worker, OpenedFolder opened);

  void look_again();
  /// The last look that came to an end; null before the first has.
  [[nodiscard]] std::shared_ptr<const simulator::base::Result<FolderLook>> latest() const;
  /// A look is on its way.
  [[nodiscard]] bool looking() const;
  void cancel() { worker_.cancel(); }
  [[nodiscard]] const OpenedFolder& opened() const { return opened_; }

 private:
  struct Shared;
  platform::Worker& worker_;
  OpenedFolder opened_;
  std::shared_ptr<Shared> shared_;
  std::uint64_t asked_ = 0;
};

}  // namespace engine::views

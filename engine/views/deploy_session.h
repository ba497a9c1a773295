// A deploy scenario while somebody tries orders: the order of the steps, the replay of the order (or of the
// story an exploration found) that was run last, and looks into its database at any tick.
//
// Ownership: shares the Scenario with the jobs it posts; the World of the replay stays on the worker's side.
// Threads: the window's; replays and looks run on the worker.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/platform/worker.h"
#include "engine/views/replay_export.h"
#include "engine/views/replay_failures.h"
#include "simulator/deploy/exploration.h"
#include "simulator/deploy/scenario.h"
#include "simulator/deploy/trace.h"
#include "simulator/sql/value.h"

namespace engine::views {

/// A replay as it came from the worker. Immutable.
struct Replayed {
  std::uint64_t number = 0;  ///< rises with every replay
  bool story = false;        ///< what an exploration found, not the order of the person
  simulator::deploy::Trace trace;
  std::vector<ReplayFailure> failures;  ///< by tick
};

/// What was read from the database of one moment.
struct Looked {
  std::uint64_t replay = 0;  ///< Replayed::number
  std::size_t tick = 0;
  std::string sql;
  simulator::base::Result<simulator::sql::ResultSet> result;
};

/// Two looks that do not replace each other: the rows of the table that is open, the query that was asked.
enum class LookAt : std::size_t { table, query };

class DeploySession {
 public:
  DeploySession(platform::Worker& worker, std::shared_ptr<const simulator::deploy::Scenario> scenario);

  [[nodiscard]] const simulator::deploy::Scenario& scenario() const { return *scenario_; }
  [[nodiscard]] const std::vector<std::string>& order() const { return order_; }
  void set_order(std::vector<std::string> order);
  /// What keeps this order from being run ("v1 cannot drain before v2 is up"), if anything.
  [[nodiscard]] std::optional<simulator::base::Error> impossible() const;
  void run();
  /// Replays a story that an exploration found; order() stays.
  void run(simulator::deploy::Story story);

  /// The latest replay, or null. Its order may no longer be order().
  [[nodiscard]] std::shared_ptr<const Replayed> replayed() const;
  [[nodiscard]] std::optional<simulator::base::Error> failure() const;

  /// Reads from the latest replay's database as it was at the end of the tick. Of each kind the latest wins.
  void look(LookAt what, std::size_t tick, std::string sql);
  /// Null before the first.
  [[nodiscard]] std::shared_ptr<const Looked> looked(LookAt what) const;

  /// Writes the latest replay into the folder (export_replay); `found` goes with it and may be null.
  void export_to(const std::filesystem::path& folder,
                 std::shared_ptr<const simulator::deploy::Exploration> found);
  /// What the latest export came to; null before, and while it is being written.
  [[nodiscard]] std::shared_ptr<const simulator::base::Result<Exported>> exported() const;

 private:
  struct Shared;
  template <class Replay>
  void post_replay(bool story, Replay replay);

  platform::Worker& worker_;
  std::shared_ptr<const simulator::deploy::Scenario> scenario_;
  std::vector<std::string> order_;
  std::shared_ptr<Shared> shared_;
};

}  // namespace engine::views

// A deploy scenario while somebody tries orders: the order of the steps, and the replay of the order run
// last.
//
// Ownership: shares the Scenario with the jobs it posts. Threads: the window's; replays run on the worker.
#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "engine/platform/worker.h"
#include "simulator/deploy/scenario.h"
#include "simulator/deploy/trace.h"

namespace engine::views {

class DeploySession {
 public:
  DeploySession(platform::Worker& worker, std::shared_ptr<const simulator::deploy::Scenario> scenario);

  [[nodiscard]] const simulator::deploy::Scenario& scenario() const { return *scenario_; }
  [[nodiscard]] const std::vector<std::string>& order() const { return order_; }
  void set_order(std::vector<std::string> order);
  /// What keeps this order from being run ("v1 cannot drain before v2 is up"), if anything.
  [[nodiscard]] std::optional<simulator::base::Error> impossible() const;
  void run();

  /// The latest replay, or null. Its order may no longer be order().
  [[nodiscard]] std::shared_ptr<const simulator::deploy::Trace> trace() const;
  [[nodiscard]] std::optional<simulator::base::Error> failure() const;

 private:
  struct Shared;
  platform::Worker& worker_;
  std::shared_ptr<const simulator::deploy::Scenario> scenario_;
  std::vector<std::string> order_;
  std::shared_ptr<Shared> shared_;
};

}  // namespace engine::views

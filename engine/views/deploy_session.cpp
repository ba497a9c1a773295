#include "engine/views/deploy_session.h"

#include <utility>

#include "simulator/deploy/replay.h"

namespace engine::views {
namespace deploy = simulator::deploy;

struct DeploySession::Shared {
  mutable std::mutex mutex;
  std::shared_ptr<const deploy::Trace> trace;
  std::optional<simulator::base::Error> failure;
};

DeploySession::DeploySession(platform::Worker& worker, std::shared_ptr<const deploy::Scenario> scenario)
    : worker_(worker),
      scenario_(std::move(scenario)),
      order_(scenario_->listed_order()),
      shared_(std::make_shared<Shared>()) {}

void DeploySession::set_order(std::vector<std::string> order) { order_ = std::move(order); }

std::optional<simulator::base::Error> DeploySession::impossible() const {
  const auto checked = deploy::check_order(*scenario_, order_);
  return checked ? std::nullopt : std::optional(checked.error());
}

void DeploySession::run() {
  worker_.post_latest("replay." + scenario_->id,
                      [shared = shared_, scenario = scenario_, order = order_](std::stop_token stop) {
                        auto replayed = deploy::replay(*scenario, order, 0, std::move(stop));
                        const std::lock_guard lock(shared->mutex);
                        shared->failure.reset();
                        if (replayed)
                          shared->trace = std::make_shared<const deploy::Trace>(std::move(replayed->trace));
                        else
                          shared->failure = replayed.error();
                      });
}

std::shared_ptr<const deploy::Trace> DeploySession::trace() const {
  const std::lock_guard lock(shared_->mutex);
  return shared_->trace;
}

std::optional<simulator::base::Error> DeploySession::failure() const {
  const std::lock_guard lock(shared_->mutex);
  return shared_->failure;
}

}  // namespace engine::views

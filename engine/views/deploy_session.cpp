#include "engine/views/deploy_session.h"

#include <array>
#include <mutex>
#include <utility>

#include "simulator/deploy/replay.h"

namespace engine::views {
namespace deploy = simulator::deploy;
namespace world = simulator::world;

struct DeploySession::Shared {
  // Touched on the worker's thread only.
  std::optional<world::World> world;  ///< of the latest replay
  std::uint64_t number = 0;           ///< that replay's

  // What the window sees.
  mutable std::mutex mutex;
  std::shared_ptr<const Replayed> replayed;
  std::optional<simulator::base::Error> failure;
  std::array<std::shared_ptr<const Looked>, 2> looked;
  std::shared_ptr<const simulator::base::Result<Exported>> exported;

  void take(bool story, simulator::base::Result<deploy::Replay> replay) {
    if (!replay) {
      const std::lock_guard lock(mutex);
      failure = replay.error();
      return;
    }
    world.emplace(std::move(replay->world));
    ++number;
    auto failures = failures_of(replay->trace);
    auto made = std::make_shared<const Replayed>(
        Replayed{number, story, std::move(replay->trace), std::move(failures)});
    const std::lock_guard lock(mutex);
    failure.reset();
    replayed = std::move(made);
  }
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

template <class Replay>
void DeploySession::post_replay(bool story, Replay replay) {
  worker_.post_latest("replay." + scenario_->id,
                      [shared = shared_, story, replay = std::move(replay)](std::stop_token stop) {
                        shared->take(story, replay(std::move(stop)));
                      });
}

void DeploySession::run() {
  post_replay(false, [scenario = scenario_, order = order_](std::stop_token stop) {
    return deploy::replay(*scenario, order, 0, std::move(stop));
  });
}

void DeploySession::run(deploy::Story story) {
  post_replay(true, [scenario = scenario_, story = std::move(story)](std::stop_token stop) {
    return deploy::replay(*scenario, story, std::move(stop));
  });
}

void DeploySession::look(LookAt what, std::size_t tick, std::string sql) {
  const auto replay = replayed();
  if (replay == nullptr || tick >= replay->trace.ticks.size()) return;
  const auto kind = static_cast<std::size_t>(what);
  const std::string lane = (what == LookAt::table ? "table." : "query.") + scenario_->id;
  worker_.post_latest(
      lane, [shared = shared_, scenario = scenario_, kind, tick, sql = std::move(sql),
             number = replay->number, moment = replay->trace.ticks[tick].moment](std::stop_token stop) {
        // Another replay came in between: its own look follows.
        if (!shared->world || shared->number != number) return;
        auto looked = std::make_shared<const Looked>(
            Looked{number, tick, sql, shared->world->query_at(moment, scenario->environment, sql, stop)});
        if (stop.stop_requested()) return;  // a later look of its kind follows
        const std::lock_guard lock(shared->mutex);
        shared->looked[kind] = std::move(looked);
      });
}

void DeploySession::export_to(const std::filesystem::path& folder,
                              std::shared_ptr<const deploy::Exploration> found) {
  const auto replay = replayed();
  if (replay == nullptr) return;
  {
    const std::lock_guard lock(shared_->mutex);
    shared_->exported = nullptr;
  }
  worker_.post(
      [shared = shared_, scenario = scenario_, replay, folder, found = std::move(found)](std::stop_token) {
        auto exported = std::make_shared<const simulator::base::Result<Exported>>(
            export_replay(folder, *scenario, replay->trace, found.get()));
        const std::lock_guard lock(shared->mutex);
        shared->exported = std::move(exported);
      });
}

std::shared_ptr<const simulator::base::Result<Exported>> DeploySession::exported() const {
  const std::lock_guard lock(shared_->mutex);
  return shared_->exported;
}

std::shared_ptr<const Replayed> DeploySession::replayed() const {
  const std::lock_guard lock(shared_->mutex);
  return shared_->replayed;
}

std::shared_ptr<const Looked> DeploySession::looked(LookAt what) const {
  const std::lock_guard lock(shared_->mutex);
  return shared_->looked[static_cast<std::size_t>(what)];
}

std::optional<simulator::base::Error> DeploySession::failure() const {
  const std::lock_guard lock(shared_->mutex);
  return shared_->failure;
}

}  // namespace engine::views

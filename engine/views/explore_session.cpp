#include "engine/views/explore_session.h"

#include <mutex>
#include <utility>

namespace engine::views {
namespace deploy = simulator::deploy;

namespace {

// Enough for the schemas of every rollout that people write, and over in a moment.
constexpr std::size_t states_for_matrix = 2'000;

/// Stops with either of two.
class EitherStop {
 public:
  EitherStop(std::stop_token own, std::stop_token workers)
      : by_own_(std::move(own), Request{source_}), by_worker_(std::move(workers), Request{source_}) {}
  [[nodiscard]] std::stop_token token() const { return source_.get_token(); }

 private:
  struct Request {
    std::stop_source source;
    void operator()() { source.request_stop(); }
  };
  std::stop_source source_;
  std::stop_callback<Request> by_own_;
  std::stop_callback<Request> by_worker_;
};

}  // namespace

struct ExploreSession::Shared {
  mutable std::mutex mutex;
  std::optional<deploy::ExploreProgress> running;
  std::shared_ptr<const deploy::Exploration> found;
  std::optional<simulator::base::Error> failure;
  std::shared_ptr<const deploy::Matrix> matrix;

  void take(simulator::base::Result<deploy::Exploration> result) {
    const std::lock_guard lock(mutex);
    running.reset();
    failure.reset();
    if (!result) {
      failure = result.error();
      return;
    }
    found = std::make_shared<const deploy::Exploration>(std::move(*result));
    if (!found->matrix.rows.empty()) matrix = {found, &found->matrix};
  }
};

ExploreSession::ExploreSession(platform::Worker& worker, std::shared_ptr<const deploy::Scenario> scenario)
    : worker_(worker), scenario_(std::move(scenario)), shared_(std::make_shared<Shared>()) {}

ExploreSession::~ExploreSession() {
  exploring_.request_stop();
  in_background_.request_stop();
}

void ExploreSession::explore(const ExploreWish& wish) {
  give_way();
  cancel();
  exploring_ = std::stop_source();
  {
    const std::lock_guard lock(shared_->mutex);
    shared_->running = deploy::ExploreProgress{};
  }
  worker_.post(
      [shared = shared_, scenario = scenario_, wish, own = exploring_.get_token()](std::stop_token workers) {
        const EitherStop stop(own, std::move(workers));
        deploy::ExploreOptions options;
        options.nodes = wish.nodes;
        options.mishaps = wish.mishaps;
        options.progress = [&shared](const deploy::ExploreProgress& progress) {
          const std::lock_guard lock(shared->mutex);
          shared->running = progress;
        };
        shared->take(deploy::explore(*scenario, options, stop.token()));
      });
}

void ExploreSession::cancel() { exploring_.request_stop(); }

void ExploreSession::want_matrix() {
  if (matrix_wanted_ || matrix() != nullptr) return;
  matrix_wanted_ = true;
  in_background_ = std::stop_source();
  worker_.post_latest("matrix." + scenario_->id, [shared = shared_, scenario = scenario_,
                                                  own = in_background_.get_token()](std::stop_token workers) {
    const EitherStop stop(own, std::move(workers));
    deploy::ExploreOptions options;
    options.state_budget = states_for_matrix;
    options.threads = 1;
    auto found = deploy::explore(*scenario, options, stop.token());
    if (!found || stop.token().stop_requested()) return;
    const std::lock_guard lock(shared->mutex);
    if (shared->matrix == nullptr)
      shared->matrix = std::make_shared<const deploy::Matrix>(std::move(found->matrix));
  });
}

void ExploreSession::give_way() {
  in_background_.request_stop();
  matrix_wanted_ = false;
}

std::optional<deploy::ExploreProgress> ExploreSession::running() const {
  const std::lock_guard lock(shared_->mutex);
  return shared_->running;
}

std::shared_ptr<const deploy::Exploration> ExploreSession::found() const {
  const std::lock_guard lock(shared_->mutex);
  return shared_->found;
}

std::optional<simulator::base::Error> ExploreSession::failure() const {
  const std::lock_guard lock(shared_->mutex);
  return shared_->failure;
}

std::shared_ptr<const deploy::Matrix> ExploreSession::matrix() const {
  const std::lock_guard lock(shared_->mutex);
  return shared_->matrix;
}

}  // namespace engine::views

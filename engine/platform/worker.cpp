#include "engine/platform/worker.h"

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>
#include <utility>

namespace engine::platform {

using SteadyClock = std::chrono::steady_clock;

struct Worker::State {
  struct Waiting {
    std::string lane;
    Job job;
  };

  mutable std::mutex mutex;
  mutable std::condition_variable changed;
  std::deque<Waiting> waiting;
  std::stop_source running_stop;
  std::string running_lane;
  bool running = false;
  bool closing = false;
  bool ended = false;
  SteadyClock::time_point started;
  std::function<void()> wake;

  void loop() {
    std::unique_lock lock(mutex);
    for (;;) {
      changed.wait(lock, [this] { return closing || !waiting.empty(); });
      if (closing) break;
      Waiting next = std::move(waiting.front());
      waiting.pop_front();
      running = true;
      running_lane = next.lane;
      running_stop = std::stop_source();
      started = SteadyClock::now();
      const std::stop_token stop = running_stop.get_token();
      lock.unlock();
      next.job(stop);
      next.job = nullptr;
      lock.lock();
      running = false;
      running_lane.clear();
      changed.notify_all();
      if (!closing && wake) wake();
    }
    ended = true;
    changed.notify_all();
  }
};

Worker::Worker(std::function<void()> wake) : state_(std::make_shared<State>()) {
  state_->wake = std::move(wake);
  std::thread([state = state_] { state->loop(); }).detach();
}

Worker::~Worker() {
  std::unique_lock lock(state_->mutex);
  state_->closing = true;
  state_->waiting.clear();
  state_->running_stop.request_stop();
  state_->changed.notify_all();
  state_->changed.wait_for(lock, std::chrono::milliseconds(500), [this] { return state_->ended; });
}

void Worker::post(Job job) {
  const std::lock_guard lock(state_->mutex);
  state_->waiting.push_back({{}, std::move(job)});
  state_->changed.notify_all();
}

void Worker::post_latest(std::string lane, Job job) {
  const std::lock_guard lock(state_->mutex);
  if (state_->running && state_->running_lane == lane) state_->running_stop.request_stop();
  std::erase_if(state_->waiting, [&](const State::Waiting& w) { return w.lane == lane; });
  state_->waiting.push_back({std::move(lane), std::move(job)});
  state_->changed.notify_all();
}

void Worker::cancel() {
  const std::lock_guard lock(state_->mutex);
  if (state_->running) state_->running_stop.request_stop();
}

bool Worker::busy() const {
  const std::lock_guard lock(state_->mutex);
  const auto counts = [](const State::Waiting& waiting) { return waiting.lane.empty(); };
  return (state_->running && state_->running_lane.empty()) ||
         std::any_of(state_->waiting.begin(), state_->waiting.end(), counts);
}

std::chrono::milliseconds Worker::running_for() const {
  const std::lock_guard lock(state_->mutex);
  if (!state_->running) return std::chrono::milliseconds(0);
  return std::chrono::duration_cast<std::chrono::milliseconds>(SteadyClock::now() - state_->started);
}

bool Worker::wait_idle(std::chrono::milliseconds limit) const {
  std::unique_lock lock(state_->mutex);
  return state_->changed.wait_for(lock, limit,
                                  [this] { return !state_->running && state_->waiting.empty(); });
}

}  // namespace engine::platform

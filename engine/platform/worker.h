// One thread beside the window. Everything slow or untrusted (learner SQL, migrations, replays) runs here, so
// the window keeps drawing and Cancel works.
//
// Threads: post, cancel and the queries are for the window's thread. Jobs run one after the other on the
// worker's thread; they own what they capture (shared_ptr to their model, never a reference into a view).
// Closing: the destructor asks the running job to stop and waits a moment; a job that does not listen is left
// to finish on its own and touches nothing of the worker afterwards. It never blocks the window.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <stop_token>
#include <string>

namespace engine::platform {

class Worker {
 public:
  using Job = std::function<void(std::stop_token)>;

  /// `wake` is called on the worker's thread after every job; it must be safe to call from any thread
  /// (glfwPostEmptyEvent is) and must outlive the process's last job.
  explicit Worker(std::function<void()> wake);
  Worker(const Worker&) = delete;
  Worker& operator=(const Worker&) = delete;
  ~Worker();

  /// Runs after every job already posted.
  void post(Job job);

  /// For previews: replaces the waiting job of the same lane and cancels it when it is running. The latest
  /// wins. Jobs without a lane are never replaced.
  void post_latest(std::string lane, Job job);

  /// Asks the running job to stop. Jobs that wait still run.
  void cancel();

  /// True while a job runs or waits; previews (post_latest) do not count.
  [[nodiscard]] bool busy() const;

  /// How long the running job has been running; zero when none is. For showing progress and Cancel only
  /// after a moment.
  [[nodiscard]] std::chrono::milliseconds running_for() const;

  /// Blocks until nothing runs or waits, at most `limit`. For tests and scripts, not for the window.
  bool wait_idle(std::chrono::milliseconds limit) const;

 private:
  struct State;
  std::shared_ptr<State> state_;
};

}  // namespace engine::platform

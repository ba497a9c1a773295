// Ctrl+C as a stop token. While one of these lives, the first SIGINT or SIGTERM asks for a stop, so that what
// runs can put things back and say what state they are in; a second one ends the process at once, as always.
// A signal that the process was started to ignore (nohup, a background job) stays ignored.
//
// Ownership: one at a time, in the program's main function or a verb; it restores the signal mask when it
// goes. Threads: made and destroyed on one thread, before that thread starts others; it waits on its own.
#pragma once

#include <stop_token>
#include <thread>

namespace engine::app {

class StopSignals {
 public:
  StopSignals();
  StopSignals(const StopSignals&) = delete;
  StopSignals& operator=(const StopSignals&) = delete;
  ~StopSignals();

  /// Never asks when the system has no descriptors left for waiting: then signals end the process as always.
  [[nodiscard]] std::stop_token token() const { return stop_.get_token(); }

 private:
  void wait();

  std::stop_source stop_;
  int signals_ = -1;  ///< signalfd
  int end_ = -1;      ///< eventfd: the destructor's word
  std::thread waiting_;
};

}  // namespace engine::app

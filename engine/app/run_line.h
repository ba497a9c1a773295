// The line at the bottom of a terminal that says what a run is at: file, statement, and for how long. It is
// written anew when the next statement begins, and every second while one goes on, so that somebody who waits
// sees that time passes and not that nothing happens.
//
// Ownership: the stream must outlive it. Threads: one of its own writes the seconds; nothing else may write
// to the stream between show() and clear(). Made and destroyed on one thread.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <iosfwd>
#include <mutex>
#include <stop_token>
#include <string>
#include <thread>

#include "simulator/migration/run_report.h"

namespace engine::app {

class RunLine {
 public:
  explicit RunLine(std::ostream& terminal);
  RunLine(const RunLine&) = delete;
  RunLine& operator=(const RunLine&) = delete;
  ~RunLine();

  /// Of a statement that begins.
  void show(const simulator::migration::Progress& progress);
  void clear();

 private:
  void keep_time(const std::stop_token& stop);
  void write(std::int64_t elapsed_ms);

  std::ostream& terminal_;
  std::mutex mutex_;
  std::condition_variable_any changed_;
  std::string what_;  ///< empty: nothing is shown
  std::int64_t elapsed_ms_ = 0;
  std::int64_t shown_at_ms_ = 0;  ///< on a steady clock
  std::jthread seconds_;
};

}  // namespace engine::app

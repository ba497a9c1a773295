// One run at a time on a database file, whatever the tool whose rules it follows: dbmate, golang-migrate,
// goose and Flyway take no lock on SQLite, so two of them at once can run a migration twice. Ours always
// holds one.
//
// It is flock(2) on the database file itself: no file beside it, gone with the process however that ends, and
// unseen by SQLite (which uses fcntl locks) and by other programs. SQLite's own locks still guard every
// transaction. Because closing any descriptor of a file drops a process's fcntl locks on it, a RunLock is
// taken before the database is opened and given back after it is closed.
#pragma once

#include <functional>
#include <string>

#include "simulator/base/error.h"

namespace engine::app {

class RunLock {
 public:
  /// Waits at most `wait_ms`; calls `waiting` once when it has to. Creates the file when it is not there.
  /// Where the file cannot be opened there is nothing to lock: opening it as a database will tell why. Code:
  /// migration.busy.
  [[nodiscard]] static simulator::base::Result<RunLock> take(const std::string& path, int wait_ms,
                                                             const std::function<void()>& waiting);
  RunLock(RunLock&& other) noexcept;
  RunLock& operator=(RunLock&&) = delete;
  RunLock(const RunLock&) = delete;
  RunLock& operator=(const RunLock&) = delete;
  ~RunLock();

 private:
  explicit RunLock(int descriptor) : descriptor_(descriptor) {}
  int descriptor_;  ///< -1: none
};

}  // namespace engine::app

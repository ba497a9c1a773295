#include "engine/app/run_lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <chrono>
#include <thread>
#include <utility>

namespace engine::app {
namespace {

constexpr int pause_ms = 20;

/// The file may have been removed, and another made in its place, while we waited for it.
bool is_still_at(int descriptor, const std::string& path) {
  struct stat held {};
  struct stat named {};
  return ::fstat(descriptor, &held) == 0 && ::stat(path.c_str(), &named) == 0 &&
         held.st_ino == named.st_ino && held.st_dev == named.st_dev;
}

}  // namespace

simulator::base::Result<RunLock> RunLock::take(const std::string& path, int wait_ms,
                                               const std::function<void()>& waiting) {
  using Clock = std::chrono::steady_clock;
  const auto deadline = Clock::now() + std::chrono::milliseconds(wait_ms);
  bool told = false;
  for (;;) {
    constexpr mode_t usual_mode = 0644;
    RunLock lock(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, usual_mode));
    if (lock.descriptor_ < 0) return lock;
    while (::flock(lock.descriptor_, LOCK_EX | LOCK_NB) != 0) {
      if (Clock::now() >= deadline)
        return simulator::base::failure(
            "migration.busy",
            "another driftwoodctl is migrating this database, and it did not finish in time",
            "Nothing was changed. Try again when it is done; it may already be doing this work.");
      if (!std::exchange(told, true)) waiting();
      std::this_thread::sleep_for(std::chrono::milliseconds(pause_ms));
    }
    if (is_still_at(lock.descriptor_, path)) return lock;
  }
}

RunLock::RunLock(RunLock&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}

RunLock::~RunLock() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

}  // namespace engine::app

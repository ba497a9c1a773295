#include "tests/programs/default_signals.h"

#include <csignal>

namespace programs {

DefaultSignals::DefaultSignals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  posix_spawnattr_init(&attributes_);
  posix_spawnattr_setsigdefault(&attributes_, &signals);
  posix_spawnattr_setflags(&attributes_, POSIX_SPAWN_SETSIGDEF);
}

DefaultSignals::~DefaultSignals() { posix_spawnattr_destroy(&attributes_); }

}  // namespace programs

// What a started program needs that it may be interrupted: a shell starts what stands before `&` with SIGINT
// ignored, and that is handed down, through the tests too.
#pragma once

#include <spawn.h>

namespace programs {

/// For posix_spawn: SIGINT and SIGTERM do in the program what they do by default.
class DefaultSignals {
 public:
  DefaultSignals();
  DefaultSignals(const DefaultSignals&) = delete;
  DefaultSignals& operator=(const DefaultSignals&) = delete;
  ~DefaultSignals();
  [[nodiscard]] const posix_spawnattr_t* get() const { return &attributes_; }

 private:
  posix_spawnattr_t attributes_;
};

}  // namespace programs

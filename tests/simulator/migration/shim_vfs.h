// SQLite's own file system with a hook in front of it: every operation on a real file can be made to fail, or
// the process to end there. Nothing else is changed, but that a sync is only counted: whether bytes survive
// the machine is the disk's matter, and waiting for it would make the tests slow.
//
// It registers under a unique name for as long as it lives; every connection must be closed by then. One
// thread at a time.
#pragma once

#include <memory>
#include <string>

#include "simulator/sql/memory_vfs.h"

namespace simulator::migration::testing_support {

class ShimVfs {
 public:
  ShimVfs();
  ShimVfs(const ShimVfs&) = delete;
  ShimVfs& operator=(const ShimVfs&) = delete;
  ~ShimVfs();

  /// For OpenOptions::vfs.
  [[nodiscard]] const std::string& name() const;
  void set_fault(sql::FaultHook hook);

  struct State;

 private:
  std::unique_ptr<State> state_;
};

}  // namespace simulator::migration::testing_support

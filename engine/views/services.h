// What every view and session is given: the outside of the program. Made once by the program, passed by
// reference, outlives every view. Threads: the window's.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>

#include "engine/platform/worker.h"
#include "lessons/progress/drafts.h"
#include "lessons/progress/store.h"
#include "simulator/base/clock.h"

namespace simulator::world {
class PrefixSnapshots;
}

namespace engine::views {

struct Services {
  platform::Worker& worker;
  lessons::progress::Store& store;
  lessons::progress::Drafts& drafts;
  simulator::base::Clock& clock;
  std::function<void(const std::string& address)> open_url;  ///< http and https only
  std::uint64_t learner = 0;  ///< seeds the order in which options are shown, the same on every visit
  /// Something could not be saved: shown to the person once, not once a frame.
  std::function<void(const simulator::base::Error&)> complain;
  /// Of all labs that are opened while the program runs.
  std::shared_ptr<simulator::world::PrefixSnapshots> snapshots = {};
  /// Where a person finds what the program writes for them; empty: nothing is offered to be written.
  std::filesystem::path exports = {};
};

}  // namespace engine::views

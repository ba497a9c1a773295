// The databases of one moment, opened: from images to connections and back. Part of the room's inside.
//
// A command begins with begin() (every environment stands as the moment says, clock and randomness too),
// opens connections, closes them, and asks for the new images. Whatever went on before begin() leaves no
// trace: that is what makes undo, replays and forks byte-identical.
//
// Ownership: owns the store; connections must be gone before the next begin() and before it is destroyed.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <stop_token>
#include <string>
#include <string_view>

#include "simulator/base/error.h"
#include "simulator/sql/database.h"
#include "simulator/sql/environment_store.h"
#include "simulator/sql/sandbox.h"
#include "simulator/world/moment.h"
#include "simulator/world/world.h"

namespace simulator::world {

/// What one command may still use, over all its connections.
class Allowance {
 public:
  Allowance(const Limits& limits, std::stop_token stop)
      : operations_(limits.vm_operations),
        deadline_(std::chrono::steady_clock::now() + limits.wall),
        stop_(std::move(stop)) {}

  /// Gives the sandbox what is left.
  void refill(sql::Sandbox& sandbox) const;
  /// Enough to end things properly (roll back, write the history row), not counted, not to be cancelled.
  static void refill_for_housekeeping(sql::Sandbox& sandbox);
  [[nodiscard]] std::int64_t operations() const { return operations_; }
  /// For work that was done before and is not done again.
  void charge(std::int64_t operations) { operations_ -= operations; }
  /// Takes away what the sandbox used since refill().
  void settle(const sql::Sandbox& sandbox);
  [[nodiscard]] const std::stop_token& stop() const { return stop_; }

 private:
  std::int64_t operations_;
  std::chrono::steady_clock::time_point deadline_;
  std::stop_token stop_;
};

/// A sandboxed connection with foreign keys on.
struct Connection {
  sql::Database database;
  std::unique_ptr<sql::Sandbox> sandbox;  ///< goes before the database does
};

class Databases {
 public:
  Databases(std::uint64_t seed, std::int64_t quota_bytes);

  /// Codes: store.*, sqlite.*.
  [[nodiscard]] base::Result<void> begin(const Moment& moment);
  [[nodiscard]] base::Result<Connection> open(const std::string& environment, sql::SandboxMode mode);
  /// All its connections are closed. The new image, or `before` itself when not a byte has changed.
  [[nodiscard]] base::Result<SharedImage> image(const std::string& environment, const SharedImage& before);
  /// What has been committed so far, while connections go on.
  [[nodiscard]] base::Result<sql::Image> look(const std::string& environment) {
    return store_.image(environment);
  }
  /// The environment holds that from now on. Codes: store.busy while connections are open.
  [[nodiscard]] base::Result<void> restore(const std::string& environment, const SharedImage& image);
  /// Makes an empty database.
  [[nodiscard]] base::Result<SharedImage> make_blank(const std::string& environment);
  [[nodiscard]] base::Random& randomness() { return store_.randomness(); }

 private:
  sql::EnvironmentStore store_;
  std::map<std::string, SharedImage, std::less<>> held_;  ///< null: changed since it was restored
};

}  // namespace simulator::world

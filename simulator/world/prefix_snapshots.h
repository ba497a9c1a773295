// Environments as the first files of a folder left them. Building the same environment again (a new laptop, a
// shadow database, a lab from its start) then copies a pointer instead of running those files once more.
//
// A snapshot is found by content: the database the run began with, the tool, and name and text of every file,
// in order. It is only kept of files whose outcome depends on nothing else (PrefixRun decides that), so what
// is found is what running them would have given, byte for byte.
//
// Memory: the pages of all snapshots together, counted once where they are shared, stay below the budget (32
// MiB unless told otherwise); beyond it the one that was not used for longest goes first.
// Ownership: values and shared immutable images. Threads: any; it has a lock of its own, so that Worlds on
// several threads share one.
#pragma once

#include <cstddef>
#include <cstdint>
#include <list>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "simulator/base/random.h"
#include "simulator/migration/run_report.h"
#include "simulator/world/moment.h"

namespace simulator::world {

struct PrefixSnapshot {
  std::string key;
  SharedImage start;  ///< what the first file found
  SharedImage image;  ///< what the last one left
  std::vector<migration::AppliedMigration> applied;
  std::int64_t vm_operations = 0;  ///< what running them took
  base::Random random{0};          ///< of the World afterwards
};

class PrefixSnapshots {
 public:
  explicit PrefixSnapshots(std::size_t budget_bytes = 32U << 20U) : budget_(budget_bytes) {}

  /// The snapshot of that key whose run began with the same database. Counts as a use.
  [[nodiscard]] std::optional<PrefixSnapshot> find(std::string_view key, const SharedImage& start);
  /// Takes the place of one with the same key. One that alone is over the budget is not kept.
  void keep(PrefixSnapshot snapshot);

  [[nodiscard]] std::size_t size() const;
  [[nodiscard]] std::size_t bytes() const;
  /// How often find() found something.
  [[nodiscard]] std::size_t found() const;

 private:
  [[nodiscard]] std::size_t measure() const;

  const std::size_t budget_;
  mutable std::mutex mutex_;
  std::list<PrefixSnapshot> kept_;  ///< the one last used first
  std::size_t found_ = 0;
};

}  // namespace simulator::world

// The runnable SQL blocks of a lesson: they share one small World that starts fresh, so a later block sees
// what an earlier one made. Results belong to the block that was run.
//
// Ownership: shares its World with the jobs it posts. Threads: the window's; SQL runs on the worker.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/views/services.h"
#include "lessons/course/lesson.h"
#include "simulator/world/world.h"

namespace engine::views {

struct SqlBlockResult {
  std::vector<simulator::world::Event> events;
  std::optional<simulator::base::Error> refused;

  [[nodiscard]] bool ok() const;
};

class SqlSession {
 public:
  SqlSession(Services& services, std::shared_ptr<const lessons::course::Lesson> lesson);

  /// Runs the block. Blocks above it that were not run yet run first, so that the page can be read in any
  /// order and its results are always those of the text.
  void run(const lessons::markdown::LivePart& part);
  /// A fresh World; every result goes away, and blocks of this session that run or wait are cancelled.
  void start_over();
  /// The blocks of this session that run or wait end without effect; nobody else's jobs are touched.
  void cancel();

  /// Null when the block has not run.
  [[nodiscard]] std::shared_ptr<const SqlBlockResult> result(std::string_view id) const;
  [[nodiscard]] bool waiting(std::string_view id) const;
  /// Grows when any block starts to wait or has its result, wherever it stands.
  [[nodiscard]] std::uint64_t revision() const;

 private:
  struct Shared;
  Services& services_;
  std::shared_ptr<const lessons::course::Lesson> lesson_;
  std::shared_ptr<Shared> shared_;
};

}  // namespace engine::views

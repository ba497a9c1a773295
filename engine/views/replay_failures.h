// What went wrong in a replay, as a person goes through it: one list over all that the oracles saw, in the
// order in which it happened.
//
// Pure: values in, values out. Threads: none shared.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "simulator/deploy/trace.h"

namespace engine::views {

struct ReplayFailure {
  std::size_t tick = 0;
  simulator::deploy::FailureKind kind = simulator::deploy::FailureKind::sql_error;
  std::string message;                 ///< SQLite's own words for an SQL error
  std::string version;                 ///< of the app; may be empty
  std::string query;                   ///< may be empty
  std::optional<std::size_t> request;  ///< index into Trace::requests, when one shows it
  friend bool operator==(const ReplayFailure&, const ReplayFailure&) = default;
};

[[nodiscard]] std::vector<ReplayFailure> failures_of(const simulator::deploy::Trace& trace);

/// It failed, or it was answered and yet an oracle saw something in it: a stale read, a lost write.
[[nodiscard]] bool went_wrong(const simulator::deploy::Trace& trace,
                              const std::vector<ReplayFailure>& failures, std::size_t request);

/// "A request failed", "A write was lost": what the kind is called above its details.
[[nodiscard]] std::string heading_of(simulator::deploy::FailureKind kind);

/// The first failure at the tick; empty when nothing went wrong then.
[[nodiscard]] std::optional<std::size_t> failure_at(const std::vector<ReplayFailure>& failures,
                                                    std::size_t tick);
/// The nearest tick before or behind `tick` in which anything failed.
[[nodiscard]] std::optional<std::size_t> failing_tick_before(const std::vector<ReplayFailure>& failures,
                                                             std::size_t tick);
[[nodiscard]] std::optional<std::size_t> failing_tick_after(const std::vector<ReplayFailure>& failures,
                                                            std::size_t tick);

}  // namespace engine::views

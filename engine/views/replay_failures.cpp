#include "engine/views/replay_failures.h"

#include <algorithm>
#include <set>

#include "simulator/base/sentence.h"
#include "simulator/deploy/failure_words.h"

namespace engine::views {
namespace deploy = simulator::deploy;
using deploy::FailureKind;

std::vector<ReplayFailure> failures_of(const deploy::Trace& trace) {
  std::vector<ReplayFailure> out;
  std::set<std::size_t> shown;       // requests
  std::set<std::size_t> told_steps;  // ticks
  for (const deploy::Finding& finding : trace.findings) {
    const deploy::Failure& what = finding.failure;
    out.push_back({finding.tick, what.kind, what.message, what.version, what.query, finding.request});
    if (finding.request) shown.insert(*finding.request);
    if (what.kind == FailureKind::step_failed || what.kind == FailureKind::refused_start)
      told_steps.insert(finding.tick);
  }
  for (const std::size_t index : trace.failures) {
    if (shown.contains(index)) continue;
    const deploy::Request& request = trace.requests[index];
    out.push_back({request.tick, request.node.empty() ? FailureKind::no_node : FailureKind::sql_error,
                   request.error ? request.error->message : std::string(), request.version, request.query,
                   index});
  }
  for (const deploy::Tick& tick : trace.ticks)
    if (tick.error && !told_steps.contains(tick.number))
      out.push_back({tick.number, FailureKind::step_failed, tick.error->message, {}, {}, {}});
  std::stable_sort(out.begin(), out.end(), [](const auto& a, const auto& b) { return a.tick < b.tick; });
  return out;
}

bool went_wrong(const deploy::Trace& trace, const std::vector<ReplayFailure>& failures, std::size_t request) {
  return !trace.requests[request].ok() ||
         std::any_of(failures.begin(), failures.end(),
                     [request](const ReplayFailure& each) { return each.request == request; });
}

std::string heading_of(FailureKind kind) {
  return simulator::base::sentence(simulator::deploy::spoken(kind));
}

std::optional<std::size_t> failure_at(const std::vector<ReplayFailure>& failures, std::size_t tick) {
  const auto found =
      std::find_if(failures.begin(), failures.end(), [tick](const auto& f) { return f.tick == tick; });
  if (found == failures.end()) return std::nullopt;
  return static_cast<std::size_t>(found - failures.begin());
}

std::optional<std::size_t> failing_tick_before(const std::vector<ReplayFailure>& failures, std::size_t tick) {
  const auto found =
      std::find_if(failures.rbegin(), failures.rend(), [tick](const auto& f) { return f.tick < tick; });
  return found == failures.rend() ? std::nullopt : std::optional(found->tick);
}

std::optional<std::size_t> failing_tick_after(const std::vector<ReplayFailure>& failures, std::size_t tick) {
  const auto found =
      std::find_if(failures.begin(), failures.end(), [tick](const auto& f) { return f.tick > tick; });
  return found == failures.end() ? std::nullopt : std::optional(found->tick);
}

}  // namespace engine::views

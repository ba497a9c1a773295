#include "simulator/deploy/trace.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <vector>

#include "simulator/deploy/failure_words.h"

namespace simulator::deploy {
namespace {

/// "a stale read", "3 writes were lost": beside requests and steps that failed.
std::string silent_words(FailureKind kind, std::size_t count) {
  if (count == 1) return std::string(spoken(kind));
  const auto many = [kind]() -> std::string_view {
    switch (kind) {
      case FailureKind::lost_write:
        return "writes were lost";
      case FailureKind::stale_read:
        return "stale reads";
      case FailureKind::broken_invariant:
        return "rules were broken";
      case FailureKind::data_lost:
        return "migrations lost rows";
      case FailureKind::waited:
        return "had to wait";
      case FailureKind::refused_start:
        return "nodes refused to start";
      case FailureKind::sql_error:
      case FailureKind::no_node:
      case FailureKind::step_failed:
        break;
    }
    return "failures";
  };
  return fmt::format("{} {}", count, many());
}

}  // namespace

std::string_view to_string(LaneState state) {
  switch (state) {
    case LaneState::serving:
      return "serving";
    case LaneState::draining:
      return "draining";
    case LaneState::standby:
      return "standby";
    case LaneState::down:
      break;
  }
  return "down";
}

const SchemaInterval* Trace::schema_at(std::size_t tick) const {
  for (const SchemaInterval& schema : schemas) {
    if (schema.from <= tick && tick <= schema.to) return &schema;
  }
  return nullptr;
}

std::string Trace::first_message() const {
  return findings.empty() ? std::string() : findings.front().failure.message;
}

std::size_t Trace::tolerated() const {
  const auto not_served = static_cast<std::size_t>(
      std::count_if(requests.begin(), requests.end(), [](const Request& each) { return !each.ok(); }));
  return not_served - std::min(not_served, failures.size());
}

std::string Trace::headline() const {
  std::vector<std::string> wrong;
  if (failed_steps > 0)
    wrong.push_back(failed_steps == 1 ? std::string("one step failed")
                                      : fmt::format("{} steps failed", failed_steps));
  std::map<FailureKind, std::size_t> silent;
  for (const Finding& finding : findings) {
    const bool told =
        finding.request ? !requests[*finding.request].ok() : ticks[finding.tick].error.has_value();
    if (!told) ++silent[finding.failure.kind];
  }
  for (const auto& [kind, count] : silent) wrong.push_back(silent_words(kind, count));
  if (!failures.empty())
    return fmt::format("{} of {} requests failed{}{}", failures.size(), requests.size(),
                       wrong.empty() ? "" : ", ", fmt::join(wrong, ", "));
  std::string served = fmt::format("All {} requests were served", requests.size());
  if (const std::size_t others = tolerated(); others > 0) {
    served = fmt::format("{} of {} requests were served", requests.size() - others, requests.size());
    if (wrong.empty()) served += ", the others were not, as this rollout allows";
  }
  return wrong.empty() ? served : fmt::format("{}, and still {}", served, fmt::join(wrong, ", "));
}

std::string Trace::summary() const {
  std::size_t wrong = failures.size() + failed_steps;
  std::string first;
  for (const Finding& finding : findings) {
    if (first.empty()) first = fmt::format("t = {}: {}", finding.tick, finding.failure.message);
    const bool told =
        finding.request ? !requests[*finding.request].ok() : ticks[finding.tick].error.has_value();
    if (!told) ++wrong;
  }
  if (first.empty() && first_failure)
    first = fmt::format("t = {}: {}", requests[*first_failure].tick, requests[*first_failure].error->message);
  if (first.empty()) return headline();
  return fmt::format("{}, {}at {}", headline(), wrong == 1 ? "" : "the first ", first);
}

}  // namespace simulator::deploy

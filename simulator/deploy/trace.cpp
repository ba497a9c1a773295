#include "simulator/deploy/trace.h"

#include <fmt/format.h>

#include <algorithm>

namespace simulator::deploy {
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

std::string Trace::summary() const {
  std::string text;
  if (!failures.empty()) {
    const Request& first = requests[*first_failure];
    text = fmt::format("{} of {} requests failed, the first at t = {}: {}", failures.size(), requests.size(),
                       first.tick, first.error->message);
  } else if (std::all_of(requests.begin(), requests.end(), [](const Request& each) { return each.ok(); })) {
    text = fmt::format("All {} requests were served", requests.size());
  } else {
    text = fmt::format("No request of {} failed in a way that counts", requests.size());
  }
  if (failed_steps > 0) {
    for (const Tick& tick : ticks) {
      if (!tick.error) continue;
      text += fmt::format("; {} of the rollout failed, the first at t = {}: {}",
                          failed_steps == 1 ? "one step" : fmt::format("{} steps", failed_steps), tick.number,
                          tick.error->message);
      break;
    }
  }
  for (const Finding& finding : findings) {
    const bool told =
        finding.request ? !requests[*finding.request].ok() : ticks[finding.tick].error.has_value();
    if (told) continue;
    return text + fmt::format("; {} at t = {}: {}", to_string(finding.failure.kind), finding.tick,
                              finding.failure.message);
  }
  return text;
}

}  // namespace simulator::deploy

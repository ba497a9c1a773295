#include "simulator/deploy/failure_words.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

namespace simulator::deploy {

std::string_view spoken(FailureKind kind) {
  switch (kind) {
    case FailureKind::sql_error:
      return "a request failed";
    case FailureKind::no_node:
      return "no node served a request";
    case FailureKind::refused_start:
      return "a node refused to start";
    case FailureKind::lost_write:
      return "a write was lost";
    case FailureKind::stale_read:
      return "a stale read";
    case FailureKind::broken_invariant:
      return "a rule was broken";
    case FailureKind::data_lost:
      return "a migration lost rows";
    case FailureKind::waited:
      return "a lock was in the way";
    case FailureKind::step_failed:
      return "a step failed";
  }
  return "a failure";
}

std::string describe(const Failure& failure) {
  std::string out = fmt::format("{}: ", spoken(failure.kind));
  if (!failure.version.empty()) out += failure.version + (failure.query.empty() ? ": " : " ");
  if (!failure.query.empty()) out += failure.query + ": ";
  if (failure.version.empty() && failure.query.empty() && !failure.step.empty()) out += failure.step + ": ";
  return out + failure.message;
}

nlohmann::ordered_json failure_json(const Failure& failure) {
  nlohmann::ordered_json json;
  json["kind"] = to_string(failure.kind);
  json["message"] = failure.message;
  if (!failure.version.empty()) json["version"] = failure.version;
  if (!failure.query.empty()) json["query"] = failure.query;
  if (!failure.step.empty()) json["step"] = failure.step;
  return json;
}

}  // namespace simulator::deploy

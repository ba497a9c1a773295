#include "simulator/deploy/failure_words.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

namespace simulator::deploy {

std::string describe(const Failure& failure) {
  std::string out = fmt::format("{}: ", to_string(failure.kind));
  if (!failure.version.empty()) out += failure.version + (failure.query.empty() ? ": " : " ");
  if (!failure.query.empty()) out += failure.query + ": ";
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

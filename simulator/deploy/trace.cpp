#include "simulator/deploy/trace.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "simulator/base/hash.h"

namespace simulator::deploy {
namespace {

using Json = nlohmann::ordered_json;

Json error_json(const base::Error& error) {
  Json json;
  json["code"] = error.code;
  json["message"] = error.message;
  if (!error.file.empty()) json["file"] = error.file;
  if (error.at.known()) {
    json["line"] = error.at.line;
    json["column"] = error.at.column;
  }
  if (error.native != 0) json["sqlite_code"] = error.native;
  return json;
}

Json request_json(const Request& request) {
  Json json;
  json["tick"] = request.tick;
  json["request"] = request.number;
  json["node"] = request.node;
  json["version"] = request.version;
  json["query"] = request.query;
  json["sql"] = request.sql;
  json["ok"] = request.ok();
  if (request.error) {
    json["error"] = error_json(*request.error);
  } else {
    json["rows"] = request.rows;
  }
  return json;
}

Json tick_json(const Tick& tick) {
  Json json;
  json["tick"] = tick.number;
  json["step"] = tick.step;
  json["event"] = tick.title;
  json["requests"] = tick.requests.size();
  json["failed"] = tick.failed_requests;
  if (tick.error) json["error"] = error_json(*tick.error);
  if (tick.database) json["database"] = tick.database->image_hash;
  return json;
}

Json lane_json(const Lane& lane) {
  Json json;
  json["node"] = lane.node;
  json["intervals"] = Json::array();
  for (const LaneInterval& interval : lane.intervals) {
    json["intervals"].push_back({{"from", interval.from},
                                 {"to", interval.to},
                                 {"state", std::string(to_string(interval.state))},
                                 {"version", interval.version}});
  }
  return json;
}

Json trace_json(const Trace& trace) {
  Json json;
  json["order"] = trace.order;
  json["seed"] = trace.seed;
  json["safe"] = trace.safe();
  json["summary"] = trace.summary();
  json["totals"] = {{"ticks", trace.ticks.size()},
                    {"requests", trace.requests.size()},
                    {"failed_requests", trace.failures.size()},
                    {"failed_steps", trace.failed_steps}};
  if (trace.first_failure) json["first_failure"] = request_json(trace.requests[*trace.first_failure]);
  for (const char* key : {"steps", "ticks", "requests", "lanes", "schemas"}) json[key] = Json::array();
  for (const StepInterval& step : trace.steps) {
    json["steps"].push_back({{"id", step.id}, {"from", step.from}, {"to", step.to}, {"ok", step.ok}});
  }
  for (const Tick& tick : trace.ticks) json["ticks"].push_back(tick_json(tick));
  for (const Request& request : trace.requests) json["requests"].push_back(request_json(request));
  for (const Lane& lane : trace.lanes) json["lanes"].push_back(lane_json(lane));
  for (const SchemaInterval& schema : trace.schemas) {
    json["schemas"].push_back(
        {{"from", schema.from}, {"to", schema.to}, {"version", schema.version}, {"label", schema.label}});
  }
  return json;
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
  for (const Tick& tick : ticks) {
    // Within a tick the action comes first, then the requests.
    if (tick.error) return tick.error->message;
    if (tick.failed_requests > 0) break;
  }
  return first_failure ? requests[*first_failure].error->message : std::string();
}

std::string Trace::summary() const {
  std::string text;
  if (failures.empty()) {
    text = fmt::format("All {} requests were served", requests.size());
  } else {
    const Request& first = requests[*first_failure];
    text = fmt::format("{} of {} requests failed, the first at t = {}: {}", failures.size(), requests.size(),
                       first.tick, first.error->message);
  }
  if (failed_steps == 0) return text;
  for (const Tick& tick : ticks) {
    if (!tick.error) continue;
    return fmt::format("{}; {} of the rollout failed, the first at t = {}: {}", text,
                       failed_steps == 1 ? "one step" : fmt::format("{} steps", failed_steps), tick.number,
                       tick.error->message);
  }
  return text;
}

std::string hash_of(const Trace& trace) {
  return base::sha256_hex(trace_json(trace).dump(-1, ' ', false, Json::error_handler_t::replace));
}

std::string to_json(const Trace& trace) {
  return trace_json(trace).dump(2, ' ', false, Json::error_handler_t::replace);
}

}  // namespace simulator::deploy

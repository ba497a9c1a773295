// A Trace in JSON, and its hash: to_json and hash_of of trace.h.
#include <nlohmann/json.hpp>

#include "simulator/base/hash.h"
#include "simulator/base/json_text.h"
#include "simulator/deploy/failure_words.h"
#include "simulator/deploy/trace.h"
#include "simulator/world/value_json.h"

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

/// Without the colon, as in the scenario.
Json parameters_json(const world::Parameters& parameters) {
  Json json = Json::object();
  for (const auto& [name, value] : parameters) json[name.substr(1)] = world::value_json(value);
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
  if (!request.bindings.empty()) json["parameters"] = parameters_json(request.bindings);
  if (request.in_flight) json["in_flight"] = true;
  json["ok"] = request.ok();
  if (request.error) {
    json["error"] = error_json(*request.error);
  } else {
    json["rows"] = request.rows;
  }
  return json;
}

Json explain_json(const migration::Explanation& explain) {
  Json json = Json::object();
  const auto put = [&json](const char* key, const std::string& text) {
    if (!text.empty()) json[key] = text;
  };
  put("said", explain.said);
  put("did", explain.did);
  put("state", explain.state);
  put("next", explain.next);
  return json;
}

Json finding_json(const Finding& finding) {
  Json json;
  json["tick"] = finding.tick;
  json.update(failure_json(finding.failure));
  if (finding.request) json["request"] = *finding.request;
  return json;
}

Json tick_json(const Tick& tick) {
  Json json;
  json["tick"] = tick.number;
  json["step"] = tick.step;
  json["event"] = tick.title;
  json["requests"] = tick.requests.size();
  json["failed"] = tick.failed_requests;
  if (!tick.flags.empty()) json["flags"] = tick.flags;
  if (!tick.findings.empty()) json["findings"] = tick.findings;
  if (tick.error) json["error"] = error_json(*tick.error);
  if (!tick.explain.empty()) json["tool"] = explain_json(tick.explain);
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
                    {"failed_steps", trace.failed_steps},
                    {"findings", trace.findings.size()}};
  if (trace.first_failure) json["first_failure"] = request_json(trace.requests[*trace.first_failure]);
  for (const char* key : {"findings", "steps", "ticks", "requests", "lanes", "schemas"})
    json[key] = Json::array();
  for (const Finding& finding : trace.findings) json["findings"].push_back(finding_json(finding));
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

std::string hash_of(const Trace& trace) { return base::sha256_hex(base::json_line(trace_json(trace))); }

std::string to_json(const Trace& trace) { return base::json_text(trace_json(trace)); }

}  // namespace simulator::deploy

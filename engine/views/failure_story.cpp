#include "engine/views/failure_story.h"

#include <fmt/format.h>

#include <algorithm>
#include <variant>

#include "simulator/deploy/postgres_words.h"
#include "simulator/schema/difference.h"

namespace engine::views {
namespace deploy = simulator::deploy;
namespace schema = simulator::schema;
namespace sql = simulator::sql;

namespace {

std::string literal(const sql::Value& value) {
  const auto* text = std::get_if<std::string>(&value);
  return text != nullptr ? fmt::format("'{}'", *text) : sql::to_display(value);
}

/// The last change of the schema up to the tick; a new file that leaves the schema as it was is one too.
std::optional<SchemaChange> change_before(const deploy::Trace& trace, std::size_t tick) {
  std::size_t after = 0;
  while (after + 1 < trace.schemas.size() && trace.schemas[after + 1].from <= tick) ++after;
  if (after == 0) return std::nullopt;
  const deploy::SchemaInterval& now = trace.schemas[after];
  const deploy::SchemaInterval& then = trace.schemas[after - 1];
  SchemaChange out{now.from, then.label, now.label, {}, {}, {}};
  if (now.database == nullptr || then.database == nullptr) return out;
  for (const schema::Difference& each : schema::difference(then.database->schema, now.database->schema)) {
    const std::string what =
        each.attribute.empty() ? each.object : fmt::format("{}: {}", each.object, each.attribute);
    // Left is the schema before: what is missing at the right went.
    if (each.kind == schema::DifferenceKind::missing)
      out.gone.push_back(each.left.empty() || each.attribute.empty() ? what : what + " " + each.left);
    else if (each.kind == schema::DifferenceKind::extra)
      out.come.push_back(each.right.empty() || each.attribute.empty() ? what : what + " " + each.right);
    else
      out.differ.push_back(fmt::format("{}: {} became {}", what, each.left.empty() ? "none" : each.left,
                                       each.right.empty() ? "none" : each.right));
  }
  return out;
}

}  // namespace

std::string to_text(const simulator::world::Parameters& bindings) {
  std::string out;
  for (const auto& [name, value] : bindings)
    out += fmt::format("{}{}{} = {}", out.empty() ? "" : ", ", name.starts_with(':') ? "" : ":", name,
                       literal(value));
  return out;
}

std::vector<LiveVersion> live_at(const deploy::Trace& trace, std::size_t tick) {
  std::vector<LiveVersion> out;
  for (const deploy::Lane& lane : trace.lanes) {
    for (const deploy::LaneInterval& interval : lane.intervals) {
      const bool live =
          interval.state == deploy::LaneState::serving || interval.state == deploy::LaneState::draining;
      if (!live || tick < interval.from || tick > interval.to) continue;
      auto found = std::find_if(out.begin(), out.end(),
                                [&](const LiveVersion& each) { return each.version == interval.version; });
      if (found == out.end()) found = out.insert(out.end(), {interval.version, {}});
      found->nodes.push_back(lane.node);
    }
  }
  return out;
}

FailureStory story_of(const deploy::Scenario& scenario, const deploy::Trace& trace,
                      const ReplayFailure& failure) {
  FailureStory out;
  out.where = fmt::format("t = {}", failure.tick);
  const auto add = [&out](const std::string& word) {
    if (!word.empty()) out.where += " · " + word;
  };
  const deploy::Request* request = failure.request ? &trace.requests[*failure.request] : nullptr;
  if (request != nullptr) {
    add(request->node.empty() ? "no node" : request->node);
    out.sql = request->sql;
    out.bindings = to_text(request->bindings);
    out.in_flight = request->in_flight;
    out.error = request->error;
    const auto& database = trace.ticks[request->tick].database;
    if (request->error)
      out.postgres = deploy::postgres_says(*request->error, request->sql,
                                           database == nullptr ? nullptr : &database->schema);
  } else if (failure.kind == deploy::FailureKind::broken_invariant) {
    for (const deploy::Invariant& rule : scenario.invariants)
      if (rule.name == failure.query) out.sql = rule.sql;
  }
  if (request == nullptr && failure.tick < trace.ticks.size()) {
    const deploy::Tick& tick = trace.ticks[failure.tick];
    if (tick.error && tick.error->message == failure.message) {
      out.error = tick.error;
      out.explain = tick.explain;
    }
  }
  add(failure.version);
  add(failure.query);
  out.message = failure.message;
  if (failure.tick < trace.ticks.size()) out.what_happened = trace.ticks[failure.tick].title;
  out.live = live_at(trace, failure.tick);
  out.change = change_before(trace, failure.tick);
  return out;
}

}  // namespace engine::views

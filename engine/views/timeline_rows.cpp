#include "engine/views/timeline_rows.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "engine/views/version_tone.h"

namespace engine::views {
namespace deploy = simulator::deploy;
using ui::Mark;
using ui::Tone;
using Kind = TimelineRow::Kind;

namespace {

std::string when(std::size_t from, std::size_t to) {
  return from == to ? fmt::format("t = {}", from) : fmt::format("t = {} to {}", from, to);
}

Stretch of_node(const deploy::Scenario& scenario, const std::string& node,
                const deploy::LaneInterval& interval) {
  Stretch out{interval.from, interval.to, version_tone(scenario, interval.version), false, {}, {}};
  switch (interval.state) {
    case deploy::LaneState::serving:
      out.words = interval.version;
      out.told = fmt::format("{} serves with {}", node, interval.version);
      break;
    case deploy::LaneState::standby:
      out.outlined = true;
      out.words = interval.version + " standby";
      out.told = fmt::format("{} runs {} and gets no traffic yet", node, interval.version);
      out.mark = Mark::ring;
      break;
    case deploy::LaneState::draining:
      out.tone = Tone::muted;
      out.words = interval.version + " drains";
      out.told = fmt::format("{} finishes its last requests with {}", node, interval.version);
      out.mark = Mark::arrow_down;
      break;
    case deploy::LaneState::down:
      out.tone = Tone::muted;
      out.words = "down";
      out.told = fmt::format("{} is down", node);
      out.mark = Mark::minus;
      break;
  }
  out.told += ", " + when(out.from, out.to);
  return out;
}

/// "20260514", then "...0514": the end of its day, or of its number, tells versions of one folder apart.
std::vector<std::string> shorter_versions(const std::string& version) {
  constexpr std::size_t end = 4;
  constexpr std::size_t day = 8;
  constexpr std::size_t second = 14;  // 20260514093000
  std::vector<std::string> out{version};
  const std::string part = version.size() == second ? version.substr(0, day) : version;
  if (part.size() > end + 3) out.push_back("..." + part.substr(part.size() - end));
  return out;
}

TimelineRow of_schema(const deploy::Trace& trace) {
  TimelineRow row{Kind::schema, "schema", "deploy.schema", {}, {}};
  for (const deploy::SchemaInterval& schema : trace.schemas)
    row.stretches.push_back({schema.from,
                             schema.to,
                             row.stretches.empty() ? Tone::muted : Tone::warn,
                             false,
                             schema.label,
                             fmt::format("Schema: {}, {}", schema.label, when(schema.from, schema.to)),
                             {},
                             shorter_versions(schema.version)});
  return row;
}

/// A stretch a value of the flag.
TimelineRow of_flag(const deploy::Scenario& scenario, const deploy::Trace& trace, std::size_t flag) {
  const std::string& name = scenario.flags[flag].name;
  TimelineRow row{Kind::flag, name, "deploy.flag." + name, {}, {}};
  for (const deploy::Tick& tick : trace.ticks) {
    if (flag >= tick.flags.size()) continue;
    const std::string& value = tick.flags[flag];
    if (row.stretches.empty() || row.stretches.back().words != value)
      row.stretches.push_back({tick.number,
                               tick.number,
                               value == scenario.flags[flag].value ? Tone::muted : Tone::accent,
                               false,
                               value,
                               {}});
    row.stretches.back().to = tick.number;
  }
  for (Stretch& stretch : row.stretches)
    stretch.told = fmt::format("{} is {}, {}", name, stretch.words, when(stretch.from, stretch.to));
  return row;
}

}  // namespace

std::vector<TimelineRow> timeline_rows(const deploy::Scenario& scenario, const deploy::Trace& trace,
                                       const std::vector<ReplayFailure>& failures) {
  std::vector<TimelineRow> rows;
  rows.push_back({Kind::traffic, "traffic", "deploy.traffic", {}, {}});
  if (!failures.empty()) rows.push_back({Kind::failures, "failures", "deploy.failures", {}, {}});
  rows.push_back(of_schema(trace));
  for (std::size_t flag = 0; flag < scenario.flags.size(); ++flag)
    if (auto row = of_flag(scenario, trace, flag); !row.stretches.empty()) rows.push_back(std::move(row));
  for (const deploy::Lane& lane : trace.lanes) {
    TimelineRow row{Kind::node, lane.node, "deploy.lane." + lane.node, lane.node, {}};
    for (const deploy::LaneInterval& interval : lane.intervals)
      row.stretches.push_back(of_node(scenario, lane.node, interval));
    rows.push_back(std::move(row));
  }
  if (std::any_of(trace.requests.begin(), trace.requests.end(),
                  [](const deploy::Request& request) { return request.node.empty(); }))
    rows.push_back({Kind::node, "nobody", "deploy.lane.nobody", {}, {}});
  return rows;
}

Served served(const deploy::Trace& trace, const deploy::Tick& moment, std::string_view node,
              std::optional<std::size_t> selected) {
  Served out;
  std::optional<std::size_t> answered;
  for (const std::size_t index : moment.requests) {
    const deploy::Request& request = trace.requests[index];
    if (request.node != node) continue;
    ++(request.ok() ? out.answered : out.failed);
    if (!request.ok() && !std::binary_search(trace.failures.begin(), trace.failures.end(), index))
      ++out.tolerated;
    auto& first = request.ok() ? answered : out.first;
    if (!first || selected == index) first = index;
  }
  if (!out.first || (selected && selected == answered)) out.first = answered;
  return out;
}

}  // namespace engine::views

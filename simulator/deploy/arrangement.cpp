#include "simulator/deploy/arrangement.h"

#include <fmt/format.h>

#include <algorithm>

namespace simulator::deploy {
namespace {

LaneState state_of(Life life) {
  switch (life) {
    case Life::serving:
      return LaneState::serving;
    case Life::draining:
      return LaneState::draining;
    case Life::standby:
      return LaneState::standby;
    case Life::stopped:
      break;
  }
  return LaneState::down;
}

Lane& lane_of(std::vector<Lane>& lanes, const std::string& node) {
  const auto found =
      std::find_if(lanes.begin(), lanes.end(), [&node](const Lane& lane) { return lane.node == node; });
  if (found != lanes.end()) return *found;
  return lanes.emplace_back(Lane{node, {}});
}

std::string label_of(const std::vector<migration::HistoryRow>& history,
                     const migration::MigrationSet& files) {
  if (history.empty()) return "empty";
  const migration::HistoryRow& newest = history.back();
  const migration::MigrationFile* file = files.find(newest.version);
  const std::string& name = file != nullptr ? file->name : newest.name;
  return name.empty() ? newest.version : fmt::format("{} {}", newest.version, name);
}

}  // namespace

std::vector<Lane> lanes_of(const NodesByTick& nodes) {
  std::vector<Lane> lanes;
  for (std::size_t tick = 0; tick < nodes.size(); ++tick) {
    for (const NodeInTick& node : nodes[tick]) {
      std::vector<LaneInterval>& intervals = lane_of(lanes, node.name).intervals;
      const LaneState state = state_of(node.life);
      if (!intervals.empty() && intervals.back().state == state && intervals.back().version == node.version) {
        intervals.back().to = tick;
      } else {
        intervals.push_back({tick, tick, state, node.version});
      }
    }
  }
  return lanes;
}

std::vector<SchemaInterval> schemas_of(const std::vector<Tick>& ticks, const migration::MigrationSet& files) {
  std::vector<SchemaInterval> intervals;
  for (const Tick& tick : ticks) {
    const std::vector<migration::HistoryRow>& history = tick.database->history.rows;
    const std::string version = history.empty() ? "" : history.back().version;
    if (!intervals.empty() && intervals.back().version == version &&
        intervals.back().database->schema == tick.database->schema) {
      intervals.back().to = tick.number;
      continue;
    }
    intervals.push_back({tick.number, tick.number, label_of(history, files), version, tick.database});
  }
  return intervals;
}

}  // namespace simulator::deploy

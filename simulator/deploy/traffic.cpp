#include "simulator/deploy/traffic.h"

#include <algorithm>

#include "simulator/deploy/performance.h"
#include "simulator/world/request.h"

namespace simulator::deploy {
namespace {

bool has(const world::Parameters& values, const std::string& name) {
  return std::any_of(values.begin(), values.end(), [&](const auto& each) { return each.first == name; });
}

std::string full_name(const std::string& version, const world::AppQuery& query) {
  return version + "\n" + query.name;
}

}  // namespace

world::Parameters key_values(const world::AppQuery& query, const std::string& field, const sql::Value& key) {
  world::Parameters values;
  if (std::holds_alternative<std::monostate>(key)) return values;
  for (const auto* promises : {&query.writes, &query.reads})
    for (const world::Promise& promise : *promises)
      if (promise.field == field && !promise.key.empty() && !has(values, promise.key))
        values.emplace_back(promise.key, key);
  return values;
}

void Traffic::succeeded(const std::string& version, const world::AppQuery& query) {
  if (query.once) over_.insert(full_name(version, query));
}

world::Request Traffic::request_of(const Situation& at, std::size_t node, const world::AppQuery& query) {
  const std::string& version = plan_.version(at.nodes[node].version).name;
  world::Request request{node_name(plan_, at, node), query.name};
  if (query.writes.empty() && query.reads.empty()) return request;
  const std::size_t turn = turns_[full_name(version, query)]++;
  for (const auto* promises : {&query.writes, &query.reads})
    for (const world::Promise& promise : *promises) {
      const Entities* entities = plan_.scenario().entities_of(promise.field);
      if (entities == nullptr || has(request.values, promise.key)) continue;
      for (auto& value : key_values(query, promise.field, entities->keys[turn % entities->keys.size()]))
        if (!has(request.values, value.first)) request.values.push_back(std::move(value));
    }
  return request;
}

bool Traffic::has_turn(const Situation& at, std::size_t node) {
  if (!at.rollout || at.rollout->step == no_step) return true;
  const Step& how = plan_.step(at.rollout->step);
  const std::uint8_t group = at.nodes[node].group;
  if (how.strategy != Strategy::canary || how.share == 0) return true;
  int all = 0;
  int canaries = 0;
  for (const NodeAt& each : at.nodes) {
    if (each.group != group || each.life != Life::serving) continue;
    ++all;
    if (each.version == at.rollout->target) ++canaries;
  }
  if (canaries == 0 || canaries == all || canaries > how.canary) return true;
  // Of every hundred requests `share` go to the canaries, which divide them, and the others to the rest.
  const bool canary = at.nodes[node].version == at.rollout->target;
  const int part = canary ? how.share * all : (100 - how.share) * all;
  return random_.below(static_cast<std::uint64_t>(100 * (canary ? canaries : all - canaries))) <
         static_cast<std::uint64_t>(part);
}

void Traffic::add_turn(const Situation& at, std::size_t node, std::vector<world::Request>& out) {
  const world::AppVersion& version = plan_.version(at.nodes[node].version);
  std::vector<std::size_t> queries = plan_.queries(at, at.nodes[node]);
  // What only reads comes first, so that it sees what the move has left and not what was written over it.
  std::stable_partition(queries.begin(), queries.end(), [&](std::size_t index) {
    return !version.queries[index].reads.empty() && version.queries[index].writes.empty();
  });
  int heaviest = 1;
  for (const std::size_t index : queries) heaviest = std::max(heaviest, version.queries[index].weight);
  for (const std::size_t index : queries) {
    const world::AppQuery& query = version.queries[index];
    if (over_.contains(full_name(version.name, query))) continue;
    if (query.weight < heaviest &&
        random_.below(static_cast<std::uint64_t>(heaviest)) >= static_cast<std::uint64_t>(query.weight))
      continue;
    out.push_back(request_of(at, node, query));
  }
}

std::vector<world::Request> Traffic::between(const Situation& before, const Situation& now) {
  std::vector<std::size_t> nodes;
  for (std::size_t index = 0; index < now.nodes.size(); ++index) {
    const NodeAt& node = now.nodes[index];
    const bool just_drained = node.life == Life::draining && index < before.nodes.size() &&
                              before.nodes[index].life == Life::serving;
    if (node.life == Life::serving || just_drained) nodes.push_back(index);
  }
  // Which node is served first is chance (Fisher-Yates).
  for (std::size_t left = nodes.size(); left > 1; --left)
    std::swap(nodes[left - 1], nodes[static_cast<std::size_t>(random_.below(left))]);
  std::vector<world::Request> out;
  for (const std::size_t node : nodes)
    if (has_turn(now, node)) add_turn(now, node, out);
  if (plan_.unserved(now)) out.push_back({});
  return out;
}

std::optional<world::Request> Traffic::in_flight(const Situation& at, StepKind work) {
  if (work != StepKind::migrate && work != StepKind::backfill && work != StepKind::restore)
    return std::nullopt;
  std::vector<std::pair<std::size_t, const world::AppQuery*>> able;
  for (std::size_t index = 0; index < at.nodes.size(); ++index) {
    if (at.nodes[index].life != Life::serving) continue;
    const world::AppVersion& version = plan_.version(at.nodes[index].version);
    for (const std::size_t query : plan_.queries(at, at.nodes[index]))
      if (world::can_be_in_flight(version.queries[query]) &&
          !over_.contains(full_name(version.name, version.queries[query])))
        able.emplace_back(index, &version.queries[query]);
  }
  if (able.empty()) return std::nullopt;
  if (work != StepKind::migrate && random_.below(2) == 0) return std::nullopt;
  const auto& [node, query] = able[static_cast<std::size_t>(random_.below(able.size()))];
  return request_of(at, node, *query);
}

std::optional<std::size_t> Traffic::turn_of(std::size_t moves_behind, bool step_can_go_on) {
  if (moves_behind == 0 || (step_can_go_on && random_.below(3) != 0)) return std::nullopt;
  return static_cast<std::size_t>(random_.below(moves_behind));
}

}  // namespace simulator::deploy

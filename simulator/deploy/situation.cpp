#include "simulator/deploy/situation.h"

#include <algorithm>
#include <array>
#include <set>

#include "simulator/deploy/moves.h"

namespace simulator::deploy {
namespace {

template <class List>
std::size_t index_by_name(const List& list, std::string_view name) {
  const auto found =
      std::find_if(list.begin(), list.end(), [&](const auto& each) { return each.name == name; });
  return static_cast<std::size_t>(found - list.begin());
}

}  // namespace

std::string_view to_string(Life life) {
  constexpr std::array<std::string_view, 4> names = {"serving", "draining", "standby", "stopped"};
  return names[static_cast<std::size_t>(life)];
}

std::string_view to_string(Move::Kind kind) {
  constexpr std::array<std::string_view, 10> names = {"work",      "roll-out", "await-drain", "drain",
                                                      "stop",      "start",    "switch-over", "update",
                                                      "roll-back", "crash"};
  return names[static_cast<std::size_t>(kind)];
}

bool Move::touches_database() const {
  return kind == Kind::work || kind == Kind::crash || kind == Kind::start || kind == Kind::update;
}

Plan::Plan(const Scenario& scenario, std::optional<int> nodes) : scenario_(&scenario) {
  for (const NodeGroup& group : scenario.groups) {
    counts_.push_back(counts_.empty() && nodes ? *nodes : group.count);
    group_versions_.push_back(version_index(group.version));
  }
  for (const Step& each : scenario.steps) {
    step_versions_.push_back(each.version.empty() ? VersionIndex{0} : version_index(each.version));
    std::uint32_t before = 0;
    for (const std::string& id : each.after) before |= bit(step_index(id));
    after_.push_back(before);
  }
}

VersionIndex Plan::version_index(std::string_view name) const {
  return static_cast<VersionIndex>(index_by_name(scenario_->start.versions, name));
}

const world::AppVersion& Plan::version(VersionIndex index) const { return scenario_->start.versions[index]; }

StepIndex Plan::step_index(std::string_view id) const {
  for (std::size_t index = 0; index < steps(); ++index) {
    if (scenario_->steps[index].id == id) return static_cast<StepIndex>(index);
  }
  return no_step;
}

const Step& Plan::step(StepIndex index) const { return scenario_->steps[static_cast<std::size_t>(index)]; }

Situation Plan::begin() const {
  Situation at;
  for (std::size_t group = 0; group < counts_.size(); ++group) {
    for (int count = 0; count < counts_[group]; ++count)
      at.nodes.push_back({static_cast<std::uint8_t>(group), group_versions_[group], Life::serving});
  }
  at.newest = group_versions_.front();
  for (const Flag& flag : scenario_->flags) at.flags.push_back(flag.value);
  return at;
}

bool Plan::can_begin(const Situation& at, StepIndex index) const {
  const auto number = static_cast<std::size_t>(index);
  if (at.running != no_step || at.rolled_back || at.is_done(index)) return false;
  if ((after_[number] & ~at.done) != 0) return false;
  if (step(index).kind == StepKind::drain) return can_drain(at, step_versions_[number]);
  if (step(index).kind != StepKind::deploy) return true;
  std::set<VersionIndex> live{step_versions_[number]};
  for (const NodeAt& node : at.nodes) {
    if (node.runs() && scenario_->groups[node.group].updates != Updates::never) live.insert(node.version);
  }
  return static_cast<int>(live.size()) <= scenario_->live_versions;
}

/// A late worker goes where the newest deploy leads, and stays there.
bool Plan::can_drain(const Situation& at, VersionIndex version) const {
  return at.newest != version || std::none_of(at.nodes.begin(), at.nodes.end(), [&](const NodeAt& node) {
           return node.runs() && scenario_->groups[node.group].updates == Updates::late;
         });
}

bool Plan::waits_for_update(const Situation& at, const NodeAt& node) const {
  return scenario_->groups[node.group].updates == Updates::late && node.runs() && at.newest &&
         node.version != *at.newest;
}

std::vector<Move> Plan::moves(const Situation& at, const Mishaps& mishaps,
                              const std::vector<std::uint8_t>& crash_points) const {
  std::vector<Move> out;
  const auto work = [&](StepIndex index, bool begins) {
    Move move;
    move.step = index;
    move.begins = begins;
    out.push_back(move);
    if (!mishaps.crash || at.crashed || step(index).kind != StepKind::migrate) return;
    move.kind = Move::Kind::crash;
    for (const std::uint8_t statement : crash_points) {
      move.statement = statement;
      out.push_back(move);
    }
  };
  if (at.running != no_step && !at.rolled_back) {
    const Step& running = step(at.running);
    if (running.kind == StepKind::drain && !at.rollout)
      add_drain_moves(at, step_versions_[static_cast<std::size_t>(at.running)], out);
    else if (running.kind != StepKind::deploy && running.kind != StepKind::drain)
      work(at.running, false);
  }
  for (StepIndex index = 0; index < static_cast<StepIndex>(steps()); ++index) {
    if (!can_begin(at, index)) continue;
    const StepKind kind = step(index).kind;
    if (kind != StepKind::deploy && kind != StepKind::drain) {
      work(index, true);
      continue;
    }
    Move move;
    move.kind = kind == StepKind::deploy ? Move::Kind::roll_out : Move::Kind::await_drain;
    move.step = index;
    move.begins = true;
    move.version = step_versions_[static_cast<std::size_t>(index)];
    out.push_back(move);
  }
  if (at.rollout) add_rollout_moves(at, out);
  // Also where the rollout that drained it has ended since.
  for (const NodeAt& node : at.nodes)
    if (node.life == Life::draining) add_once(out, of_node(Move::Kind::stop, node.group, node.version));
  for (const NodeAt& node : at.nodes) {
    if (!waits_for_update(at, node)) continue;
    Move move = of_node(Move::Kind::update, node.group, *at.newest);
    move.from = node.version;
    add_once(out, move);
  }
  if (mishaps.rollback && !at.rolled_back && at.previous && at.previous != at.newest) {
    Move move;
    move.kind = Move::Kind::roll_back;
    move.version = *at.previous;
    out.push_back(move);
  }
  return out;
}

std::size_t Plan::node_of(const Situation& at, const Move& move) const {
  const auto first = [&](auto fits) {
    const auto found = std::find_if(at.nodes.begin(), at.nodes.end(), [&](const NodeAt& node) {
      return node.group == move.group && fits(node);
    });
    return static_cast<std::size_t>(found - at.nodes.begin());
  };
  switch (move.kind) {
    case Move::Kind::drain:
      return first(
          [&](const NodeAt& node) { return node.version == move.version && node.life == Life::serving; });
    case Move::Kind::stop: {
      const auto in = [&](Life life) {
        return first([&](const NodeAt& node) { return node.version == move.version && node.life == life; });
      };
      const std::size_t draining = in(Life::draining);
      return draining < at.nodes.size() ? draining : in(Life::standby);
    }
    case Move::Kind::update:
      return first([&](const NodeAt& node) { return node.version == move.from && node.runs(); });
    default:
      return first([](const NodeAt& node) { return node.life == Life::stopped; });
  }
}

Situation Plan::after(const Situation& at, const Move& move, bool finished, bool refused) const {
  Situation next = at;
  const auto begin_rollout = [&](StepIndex from, VersionIndex target) {
    if (next.newest != target) next.previous = next.newest;
    next.newest = target;
    next.rollout = ActiveRollout{from, target};
    if (from != no_step && step(from).strategy == Strategy::blue_green) return;
    // What an unfinished blue/green deploy of the same version left in waiting has no reason to wait.
    for (NodeAt& node : next.nodes)
      if (node.life == Life::standby && node.version == target) node.life = Life::serving;
  };
  switch (move.kind) {
    case Move::Kind::work:
    case Move::Kind::crash:
      next.running = finished ? no_step : move.step;
      if (finished) next.done |= bit(move.step);
      if (move.kind == Move::Kind::crash) next.crashed = true;
      if (finished && step(move.step).kind == StepKind::flag) {
        const auto flag = index_by_name(scenario_->flags, step(move.step).flag);
        next.flags[flag] = step(move.step).value;
      }
      break;
    case Move::Kind::roll_out:
      begin_rollout(move.step, move.version);
      if (step(move.step).wait)
        next.running = move.step;
      else
        next.done |= bit(move.step);
      break;
    case Move::Kind::await_drain:
      next.running = move.step;
      break;
    case Move::Kind::roll_back:
      begin_rollout(no_step, move.version);
      next.previous.reset();
      next.rolled_back = true;
      next.running = no_step;
      break;
    case Move::Kind::switch_over:
      for (NodeAt& node : next.nodes) {
        if (node.group != move.group || !node.runs()) continue;
        if (node.version == move.version && node.life == Life::standby) node.life = Life::serving;
        if (node.version != move.version && node.life == Life::serving) node.life = Life::draining;
      }
      break;
    case Move::Kind::drain:
      next.nodes[node_of(at, move)].life = Life::draining;
      break;
    case Move::Kind::stop:
      next.nodes[node_of(at, move)].life = Life::stopped;
      break;
    case Move::Kind::start:
    case Move::Kind::update: {
      const std::size_t index = node_of(at, move);
      if (index == next.nodes.size()) next.nodes.push_back({move.group, move.version, Life::stopped});
      NodeAt& node = next.nodes[index];
      node.version = move.version;
      const bool blue_green = move.kind == Move::Kind::start && at.rollout && at.rollout->step != no_step &&
                              step(at.rollout->step).strategy == Strategy::blue_green;
      node.life = refused ? Life::stopped : blue_green ? Life::standby : Life::serving;
      if (refused && move.kind == Move::Kind::start) give_up(next);
      break;
    }
  }
  settle(next);
  return next;
}

Situation Plan::canonical(Situation at) {
  std::erase_if(at.nodes, [](const NodeAt& node) { return node.life == Life::stopped; });
  std::sort(at.nodes.begin(), at.nodes.end());
  return at;
}

bool Plan::at_rest(const Situation& at) const {
  if (at.rollout || at.running != no_step) return false;
  for (const NodeAt& node : at.nodes)
    if (node.life == Life::draining || waits_for_update(at, node)) return false;
  return at.rolled_back || at.done == (std::uint32_t{1} << steps()) - 1;
}

bool Plan::unserved(const Situation& at) const {
  return std::none_of(at.nodes.begin(), at.nodes.end(),
                      [](const NodeAt& node) { return node.group == 0 && node.life == Life::serving; });
}

std::vector<std::size_t> Plan::queries(const Situation& at, const NodeAt& node) const {
  std::vector<std::size_t> out;
  const std::vector<std::string>& only = scenario_->groups[node.group].queries;
  const std::vector<world::AppQuery>& all = version(node.version).queries;
  for (std::size_t index = 0; index < all.size(); ++index) {
    if (!only.empty() && std::find(only.begin(), only.end(), all[index].name) == only.end()) continue;
    const bool holds =
        std::all_of(all[index].when.begin(), all[index].when.end(), [&](const auto& condition) {
          const std::size_t flag = index_by_name(scenario_->flags, condition.flag);
          return flag < at.flags.size() && at.flags[flag] == condition.value;
        });
    if (holds) out.push_back(index);
  }
  return out;
}

}  // namespace simulator::deploy

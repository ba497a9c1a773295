#include "simulator/deploy/situation.h"

#include <algorithm>
#include <array>
#include <set>

namespace simulator::deploy {
namespace {

template <class List>
std::size_t index_by_name(const List& list, std::string_view name) {
  const auto found =
      std::find_if(list.begin(), list.end(), [&](const auto& each) { return each.name == name; });
  return static_cast<std::size_t>(found - list.begin());
}

std::uint32_t bit(StepIndex step) { return 1U << static_cast<unsigned>(step); }

/// How many nodes of a group are there, by what matters to a rollout.
struct Census {
  int serving = 0;
  int running = 0;  ///< serving, draining or standby
  int old_serving = 0;
  int old_running = 0;
  int new_running = 0;
  int standby = 0;
};

Census census(const Situation& at, std::size_t group, VersionIndex target) {
  Census out;
  for (const NodeAt& node : at.nodes) {
    if (node.group != group || !node.runs()) continue;
    // A node that already drains is on its way out, whatever it runs.
    const bool old = node.version != target || node.life == Life::draining;
    ++out.running;
    ++(old ? out.old_running : out.new_running);
    if (node.life == Life::standby) ++out.standby;
    if (node.life != Life::serving) continue;
    ++out.serving;
    if (old) ++out.old_serving;
  }
  return out;
}

void add_once(std::vector<Move>& moves, const Move& move) {
  if (std::find(moves.begin(), moves.end(), move) == moves.end()) moves.push_back(move);
}

Move of_node(Move::Kind kind, std::size_t group, VersionIndex version) {
  Move move;
  move.kind = kind;
  move.group = static_cast<std::uint8_t>(group);
  move.version = version;
  return move;
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
  if (step(index).kind != StepKind::deploy) return true;
  std::set<VersionIndex> live{step_versions_[number]};
  for (const NodeAt& node : at.nodes) {
    if (node.runs() && scenario_->groups[node.group].updates != Updates::never) live.insert(node.version);
  }
  return static_cast<int>(live.size()) <= scenario_->live_versions;
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
  for (const NodeAt& node : at.nodes) {
    if (scenario_->groups[node.group].updates != Updates::late || !node.runs()) continue;
    if (!at.newest || node.version == *at.newest) continue;
    Move move = of_node(Move::Kind::update, node.group, *at.newest);
    move.from = node.version;
    add_once(out, move);
  }
  if (mishaps.rollback && !at.rolled_back && at.previous) {
    Move move;
    move.kind = Move::Kind::roll_back;
    move.version = *at.previous;
    out.push_back(move);
  }
  return out;
}

void Plan::add_drain_moves(const Situation& at, VersionIndex version, std::vector<Move>& out) const {
  for (const NodeAt& node : at.nodes) {
    if (node.version != version || scenario_->groups[node.group].updates != Updates::with_deploy) continue;
    if (node.life == Life::serving || node.life == Life::standby)
      add_once(out, of_node(Move::Kind::drain, node.group, version));
    if (node.life == Life::draining) add_once(out, of_node(Move::Kind::stop, node.group, version));
  }
}

void Plan::add_rollout_moves(const Situation& at, std::vector<Move>& out) const {
  const VersionIndex target = at.rollout->target;
  // A rollback of the code has no step of its own: nodes change one by one.
  const Step plain{};
  const Step& how = at.rollout->step == no_step ? plain : step(at.rollout->step);
  for (std::size_t group = 0; group < counts_.size(); ++group) {
    if (scenario_->groups[group].updates != Updates::with_deploy) continue;
    const Census now = census(at, group, target);
    const int wanted = counts_[group];
    bool may_drain = false;
    bool may_start = now.new_running < wanted;
    switch (how.strategy) {
      case Strategy::rolling:
      case Strategy::canary:
        may_drain = now.serving - 1 >= wanted - how.batch;
        may_start = may_start && now.running < wanted + how.surge;
        break;
      case Strategy::recreate:
        may_drain = true;
        may_start = may_start && now.old_running == 0;
        break;
      case Strategy::blue_green:
        if (now.new_running == wanted && now.standby == wanted)
          add_once(out, of_node(Move::Kind::switch_over, group, target));
        break;
      case Strategy::beside:
        break;
    }
    for (const NodeAt& node : at.nodes) {
      if (node.group != group) continue;
      if (may_drain && node.version != target && (node.life == Life::serving || node.life == Life::standby))
        add_once(out, of_node(Move::Kind::drain, group, node.version));
      if (node.life == Life::draining) add_once(out, of_node(Move::Kind::stop, group, node.version));
    }
    if (may_start) add_once(out, of_node(Move::Kind::start, group, target));
  }
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
      return first([&](const NodeAt& node) {
        return node.version == move.version && (node.life == Life::serving || node.life == Life::standby);
      });
    case Move::Kind::stop:
      return first(
          [&](const NodeAt& node) { return node.version == move.version && node.life == Life::draining; });
    case Move::Kind::update:
      return first([&](const NodeAt& node) { return node.version == move.from && node.runs(); });
    default:
      return first([](const NodeAt& node) { return node.life == Life::stopped; });
  }
}

Situation Plan::after(const Situation& at, const Move& move, bool finished, bool refused) const {
  Situation next = at;
  const auto begin_rollout = [&](StepIndex from, VersionIndex target) {
    next.previous = next.newest;
    next.newest = target;
    next.rollout = ActiveRollout{from, target};
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
      next.rollout = ActiveRollout{no_step, move.version};
      next.newest = move.version;
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
      break;
    }
  }
  settle(next);
  return next;
}

/// What is over now, because of what the nodes run.
void Plan::settle(Situation& at) const {
  if (at.rollout) {
    bool over = true;
    const StepIndex from = at.rollout->step;
    const bool beside = from != no_step && step(from).strategy == Strategy::beside;
    for (std::size_t group = 0; group < counts_.size(); ++group) {
      if (scenario_->groups[group].updates != Updates::with_deploy) continue;
      const Census now = census(at, group, at.rollout->target);
      over =
          over && now.new_running >= counts_[group] && now.standby == 0 && (beside || now.old_running == 0);
    }
    if (over) {
      at.rollout.reset();
      if (from != no_step && at.running == from) {
        at.running = no_step;
        at.done |= bit(from);
      }
    }
  }
  if (at.running == no_step || at.rollout || step(at.running).kind != StepKind::drain) return;
  const VersionIndex version = step_versions_[static_cast<std::size_t>(at.running)];
  const bool drained = std::none_of(at.nodes.begin(), at.nodes.end(), [&](const NodeAt& node) {
    return node.runs() && node.version == version && scenario_->groups[node.group].updates != Updates::never;
  });
  if (!drained) return;
  at.done |= bit(at.running);
  at.running = no_step;
}

Situation Plan::canonical(Situation at) {
  std::erase_if(at.nodes, [](const NodeAt& node) { return node.life == Life::stopped; });
  std::sort(at.nodes.begin(), at.nodes.end());
  return at;
}

bool Plan::at_rest(const Situation& at) const {
  if (at.rollout || at.running != no_step) return false;
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

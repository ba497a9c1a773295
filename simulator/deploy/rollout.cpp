// The part of Plan (situation.h) that is about nodes coming and going: what the strategies allow, and when a
// rollout or a drain is over.
#include <algorithm>

#include "simulator/deploy/moves.h"
#include "simulator/deploy/situation.h"

namespace simulator::deploy {
namespace {

/// How many nodes of a group are there, by what matters to a rollout.
struct Census {
  int serving = 0;
  int running = 0;  ///< serving, draining or standby
  int old_serving = 0;
  int old_running = 0;
  int new_running = 0;
  int standby = 0;  ///< of the new ones
};

Census census(const Situation& at, std::size_t group, VersionIndex target) {
  Census out;
  for (const NodeAt& node : at.nodes) {
    if (node.group != group || !node.runs()) continue;
    // A node that already drains is on its way out, whatever it runs.
    const bool old = node.version != target || node.life == Life::draining;
    ++out.running;
    ++(old ? out.old_running : out.new_running);
    if (node.life == Life::standby && !old) ++out.standby;
    if (node.life != Life::serving) continue;
    ++out.serving;
    if (old) ++out.old_serving;
  }
  return out;
}

/// It serves nobody new: nothing keeps it from stopping.
bool leaves_at_once(const NodeAt& node) { return node.life == Life::draining || node.life == Life::standby; }

}  // namespace

void Plan::add_drain_moves(const Situation& at, VersionIndex version, std::vector<Move>& out) const {
  for (const NodeAt& node : at.nodes) {
    if (node.version != version || scenario_->groups[node.group].updates != Updates::with_deploy) continue;
    if (node.life == Life::serving) add_once(out, of_node(Move::Kind::drain, node.group, version));
    if (leaves_at_once(node)) add_once(out, of_node(Move::Kind::stop, node.group, version));
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
        if (now.new_running >= wanted && now.standby + now.old_serving > 0)
          add_once(out, of_node(Move::Kind::switch_over, group, target));
        break;
      case Strategy::beside:
        break;
    }
    for (const NodeAt& node : at.nodes) {
      if (node.group != group) continue;
      const bool old = node.version != target;
      if (may_drain && old && node.life == Life::serving)
        add_once(out, of_node(Move::Kind::drain, group, node.version));
      if (leaves_at_once(node) && (old || node.life == Life::draining))
        add_once(out, of_node(Move::Kind::stop, group, node.version));
    }
    if (may_start) add_once(out, of_node(Move::Kind::start, group, target));
  }
}

/// A new version that does not start would not start the next time either: the rollout ends where it is, and
/// what it had in waiting goes.
void Plan::give_up(Situation& at) const {
  if (!at.rollout) return;
  for (NodeAt& node : at.nodes)
    if (node.life == Life::standby && node.version == at.rollout->target) node.life = Life::stopped;
  end_rollout(at);
}

void Plan::end_rollout(Situation& at) const {
  const StepIndex from = at.rollout->step;
  at.rollout.reset();
  if (from == no_step || at.running != from) return;
  at.running = no_step;
  at.done |= bit(from);
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
    if (over) end_rollout(at);
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

}  // namespace simulator::deploy

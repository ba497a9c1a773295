#include "tests/simulator/deploy/brute_force.h"

#include <algorithm>
#include <set>
#include <utility>

#include "tests/simulator/deploy/brute_data.h"
#include "tests/simulator/deploy/brute_effects.h"
#include "tests/simulator/deploy/brute_request.h"

namespace simulator::deploy::testing_support {
namespace {

struct Node {
  Situation at;
  std::vector<std::string> begun;
  BruteData data;
};

std::string key_of(const Situation& at) {
  std::string out;
  const auto add = [&out](auto number) { out += std::to_string(static_cast<int>(number)) + ","; };
  for (const NodeAt& node : at.nodes) {
    add(node.group);
    add(node.version);
    add(node.life);
  }
  add(at.done);
  add(at.running);
  add(at.rollout ? at.rollout->step : -2);
  add(at.rollout ? at.rollout->target : -2);
  add(at.newest ? *at.newest : -1);
  add(at.previous ? *at.previous : -1);
  for (const std::string& flag : at.flags) out += flag + ",";
  add(at.rolled_back);
  add(at.crashed);
  return out;
}

class Search {
 public:
  Search(const Scenario& scenario, const Mishaps& mishaps, std::size_t limit)
      : scenario_(scenario), plan_(scenario), mishaps_(mishaps), limit_(limit), effects_(scenario) {}

  BruteForce run() {
    std::vector<Node> level = {{plan_.begin(), {}, effects_.start()}};
    std::set<std::string> seen = {key_of(level[0])};
    for (std::size_t depth = 0; !level.empty(); ++depth) {
      std::vector<Node> next;
      for (const Node& node : level) {
        if (++out_.states > limit_) {
          out_.complete = false;
          return std::move(out_);
        }
        std::vector<BruteData> written;
        if (fails(node, written)) {
          note(node.begun, node.at.rolled_back, depth);
          continue;
        }
        for (Node& each : successors(node, std::move(written), depth)) {
          if (seen.insert(key_of(each)).second) next.push_back(std::move(each));
        }
      }
      level = std::move(next);
    }
    find_orders(plan_.begin(), {});
    for (const End& end : ends_) apply(end);
    return std::move(out_);
  }

 private:
  static std::string key_of(const Node& node) {
    std::string out = testing_support::key_of(node.at);
    for (const std::string& step : node.begun) out += "/" + step;
    return out + "\n" + node.data.key();
  }

  /// Without the database: as if nothing could fail.
  void find_orders(const Situation& from, const std::vector<std::string>& begun) {
    if (!walked_
             .insert(testing_support::key_of(from) +
                     [&] {
                       std::string all;
                       for (const std::string& step : begun) all += "/" + step;
                       return all;
                     }())
             .second)
      return;
    if (begun.size() == plan_.steps() && plan_.at_rest(from)) out_.orders[begun];
    for (const Move& move : plan_.moves(from)) {
      std::vector<std::string> after = begun;
      if (move.begins) after.push_back(plan_.step(move.step).id);
      find_orders(plan_.after(from, move), after);
    }
  }

  struct End {
    std::vector<std::string> begun;
    bool back = false;
    std::size_t acts = 0;
  };

  void note(const std::vector<std::string>& begun, bool back, std::size_t acts) {
    ends_.push_back({begun, back, acts});
  }

  void apply(const End& end) {
    const auto& [begun, back, acts] = end;
    for (auto& [order, verdict] : out_.orders) {
      if (begun.size() > order.size() || !std::equal(begun.begin(), begun.end(), order.begin())) continue;
      auto& shortest = back ? verdict.fails_back : verdict.fails;
      if (!shortest || acts < *shortest) shortest = acts;
    }
  }

  std::vector<Shot> live_shots(const Node& node) const {
    std::vector<Shot> out;
    for (const NodeAt& each : node.at.nodes) {
      if (!each.live()) continue;
      const world::AppVersion& version = plan_.version(each.version);
      for (const std::size_t index : plan_.queries(node.at, each)) {
        if (node.data.once.contains(version.name + "/" + version.queries[index].name)) continue;
        for (const Shot& shot : shots(scenario_, version, version.queries[index])) out.push_back(shot);
      }
    }
    return out;
  }

  /// `after`: what requests that stay leave behind.
  bool fails(const Node& node, std::vector<BruteData>& after) {
    if (plan_.unserved(node.at) && effects_.counts(FailureKind::no_node)) return true;
    for (const Invariant& invariant : scenario_.invariants) {
      if (effects_.finds(invariant.sql, node.data, false) && effects_.counts(FailureKind::broken_invariant))
        return true;
    }
    const std::string key = node.data.key();
    for (const Shot& shot : live_shots(node)) {
      const BruteEffects::Outcome& sent = effects_.request(shot, node.data, key);
      if (sent.fails) return true;
      if (sent.after) after.push_back(*sent.after);
    }
    return false;
  }

  std::vector<Node> successors(const Node& node, std::vector<BruteData> written, std::size_t depth) {
    std::vector<Node> out;
    for (BruteData& each : written) out.push_back({node.at, node.begun, std::move(each)});
    Mishaps mishaps = mishaps_;
    mishaps.crash = false;
    for (const Move& move : plan_.moves(node.at, mishaps)) {
      std::vector<std::string> begun = node.begun;
      if (move.begins) begun.push_back(plan_.step(move.step).id);
      const bool back = node.at.rolled_back || move.kind == Move::Kind::roll_back;
      const auto fail = [&] { note(begun, back, depth + 1); };
      const auto go_on = [&](BruteData data, bool finished, bool refused) {
        out.push_back({plan_.after(node.at, move, finished, refused), begun, std::move(data)});
      };
      if (move.kind == Move::Kind::start || move.kind == Move::Kind::update) {
        const std::string& question = plan_.version(move.version).refuses_when;
        const bool refused = !question.empty() && effects_.finds(question, node.data, true);
        if (refused && effects_.counts(FailureKind::refused_start))
          fail();
        else
          go_on(node.data, true, refused);
        continue;
      }
      if (move.kind != Move::Kind::work) {
        go_on(node.data, true, false);
        continue;
      }
      const Step& step = plan_.step(move.step);
      if (step.kind == StepKind::flag || step.kind == StepKind::nothing) {
        go_on(node.data, true, false);
      } else if (step.kind == StepKind::backup) {
        BruteData data = node.data;
        data.backups[step.backup] = {data.image, data.text};
        go_on(std::move(data), true, false);
      } else if (step.kind == StepKind::restore) {
        const auto backup = node.data.backups.find(step.backup);
        if (backup == node.data.backups.end()) {
          if (effects_.counts(FailureKind::step_failed))
            fail();
          else
            go_on(node.data, true, false);
          continue;
        }
        BruteData data = node.data;
        data.image = backup->second.first;
        data.text = backup->second.second;
        for (const Shot& shot : live_shots(node)) {
          BruteEffects::Outcome flown = effects_.over_restore(shot, node.data, data);
          if (flown.fails) fail();
          if (flown.after) go_on(std::move(*flown.after), true, false);
        }
        go_on(std::move(data), true, false);
      } else {
        do_work(node, move, step, fail, go_on, out, begun);
      }
    }
    return out;
  }

  template <class Fail, class GoOn>
  void do_work(const Node& node, const Move& move, const Step& step, const Fail& fail, const GoOn& go_on,
               std::vector<Node>& out, const std::vector<std::string>& begun) {
    const std::string key = node.data.key();
    const BruteEffects::Outcome& alone = effects_.work(step, node.data, key);
    if (alone.fails)
      fail();
    else
      go_on(*alone.after, alone.finished, false);
    for (const Shot& shot : live_shots(node)) {
      const BruteEffects::Outcome& within = effects_.within(step, shot, node.data, key);
      if (within.fails) fail();
      if (within.after) go_on(*within.after, within.finished, false);
    }
    if (!mishaps_.crash || node.at.crashed || step.kind != StepKind::migrate) return;
    for (const BruteEffects::Killed& each : effects_.killed(step, node.data, key)) {
      Move kill = move;
      kill.kind = Move::Kind::crash;
      kill.statement = each.statement;
      out.push_back({plan_.after(node.at, kill, each.finished), begun, each.after});
    }
  }

  const Scenario& scenario_;
  Plan plan_;
  Mishaps mishaps_;
  std::size_t limit_;
  BruteEffects effects_;
  std::set<std::string> walked_;
  std::vector<End> ends_;
  BruteForce out_;
};

}  // namespace

BruteForce search(const Scenario& scenario, const Mishaps& mishaps, std::size_t state_limit) {
  return Search(scenario, mishaps, state_limit).run();
}

}  // namespace simulator::deploy::testing_support

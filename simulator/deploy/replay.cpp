#include "simulator/deploy/replay.h"

#include <fmt/format.h>

#include <algorithm>

#include "simulator/deploy/rehearsal.h"
#include "simulator/deploy/traffic.h"

namespace simulator::deploy {
namespace {

/// So many moments of nothing but traffic while the canaries are watched.
constexpr int canary_pause = 2;
/// After so many batches of a backfill with traffic between them the others come one right after the other:
/// as long as requests make new work for it, it would never be over.
constexpr int hurried_after = 8;

/// The moves that the running step may take, or the beginning of the next one, apart from what goes on behind
/// the steps.
struct Choice {
  std::optional<Move> next;
  std::vector<Move> behind;
};

Choice choose(const Plan& plan, const Situation& at, StepIndex next_step) {
  Choice choice;
  const bool rolls_out = at.running != no_step && at.rollout && at.rollout->step == at.running;
  const bool drains = at.running != no_step && !at.rollout && plan.step(at.running).kind == StepKind::drain;
  for (const Move& move : plan.moves(at)) {
    if (move.begins && move.step != next_step) continue;
    const bool of_step = move.step != no_step || (move.kind != Move::Kind::update && (rolls_out || drains));
    if (!of_step)
      choice.behind.push_back(move);
    else if (!choice.next)
      choice.next = move;
  }
  return choice;
}

/// Takes a scenario through one order.
class OrderedReplay {
 public:
  OrderedReplay(const Plan& plan, world::World& world, std::uint64_t seed, std::stop_token stop)
      : plan_(plan), traffic_(plan, seed), rehearsal_(plan, world, std::move(stop)) {}

  base::Result<Trace> run(std::span<const std::string> order) {
    if (auto begun = rehearsal_.begin(); !begun) return tl::unexpected(begun.error());
    if (auto served = serve_and_close(rehearsal_.at()); !served) return tl::unexpected(served.error());
    std::size_t next = 0;
    for (;;) {
      const Situation before = rehearsal_.at();
      const StepIndex step = next < order.size() ? plan_.step_index(order[next]) : no_step;
      const Choice choice = choose(plan_, before, step);
      if (!choice.next && choice.behind.empty()) break;
      const auto behind = traffic_.turn_of(choice.behind.size(), choice.next.has_value());
      const Move move = behind ? choice.behind[*behind] : *choice.next;
      if (move.begins) ++next;
      if (auto taken = take(before, move); !taken) return tl::unexpected(taken.error());
    }
    if (next < order.size()) return stuck(order[next]);
    Trace trace = rehearsal_.finish();
    trace.order.assign(order.begin(), order.end());
    return trace;
  }

 private:
  base::Result<void> take(const Situation& before, const Move& move) {
    std::optional<world::Request> in_flight;
    const bool batch = move.kind == Move::Kind::work && plan_.step(move.step).kind == StepKind::backfill;
    if (move.begins) batches_ = 0;
    if (batch) ++batches_;
    const bool hurried = batch && batches_ > hurried_after;
    // What was turned away is tried again without anybody in its way.
    if (move.kind == Move::Kind::work && !rehearsal_.held_up() && !hurried)
      in_flight = traffic_.in_flight(before, plan_.step(move.step).kind);
    const auto seen = rehearsal_.take(move, in_flight);
    if (!seen) return tl::unexpected(seen.error());
    if (!*seen) return {};
    if (batch && batches_ >= hurried_after && rehearsal_.at().running == move.step) return rehearsal_.close();
    if (auto served = serve_and_close(before); !served) return served;
    return watch_canaries(before, move);
  }

  base::Result<void> serve_and_close(const Situation& before) {
    if (auto served = rehearsal_.serve(traffic_.between(before, rehearsal_.at())); !served) return served;
    for (const auto& [version, query] : rehearsal_.take_succeeded()) traffic_.succeeded(version, *query);
    return rehearsal_.close();
  }

  base::Result<void> watch_canaries(const Situation& before, const Move& move) {
    const Situation& at = rehearsal_.at();
    if (move.kind != Move::Kind::start || move.group != 0 || !before.rollout) return {};
    if (before.rollout->step == no_step) return {};
    const Step& step = plan_.step(before.rollout->step);
    const auto canaries = std::count_if(at.nodes.begin(), at.nodes.end(), [&](const NodeAt& node) {
      return node.group == 0 && node.life == Life::serving && node.version == move.version;
    });
    if (step.strategy != Strategy::canary || canaries != step.canary || !at.rollout) return {};
    for (int moment = 0; moment < canary_pause; ++moment) {
      rehearsal_.pause(step.id, fmt::format("{} {} {} traffic", canaries,
                                            canaries == 1 ? "node takes" : "nodes take", move_version(move)));
      if (auto served = serve_and_close(at); !served) return served;
    }
    return {};
  }

  [[nodiscard]] const std::string& move_version(const Move& move) const {
    return plan_.version(move.version).name;
  }

  base::Result<Trace> stuck(const std::string& id) const {
    return base::failure("deploy.impossible-order",
                         fmt::format("\"{}\" cannot begin: {}", id,
                                     plan_.step(plan_.step_index(id)).kind == StepKind::drain
                                         ? "a worker would stay on that version for ever"
                                         : fmt::format("it would make more than {} versions live at once",
                                                       plan_.scenario().live_versions)),
                         "Put a step that takes an old version away before it.");
  }

  const Plan& plan_;
  Traffic traffic_;
  Rehearsal rehearsal_;
  int batches_ = 0;  ///< of the backfill that runs
};

}  // namespace

base::Result<Replay> replay(const Scenario& scenario, std::span<const std::string> order, std::uint64_t seed,
                            std::stop_token stop) {
  if (auto good = check_order(scenario, order); !good) return tl::unexpected(good.error());
  world::WorldStart start = scenario.start;
  if (seed != 0) start.seed = seed;
  auto world = world::World::create(start);
  if (!world) return tl::unexpected(world.error());
  const Plan plan(scenario);
  auto trace = OrderedReplay(plan, *world, start.seed, std::move(stop)).run(order);
  if (!trace) return tl::unexpected(trace.error());
  trace->seed = start.seed;
  return Replay{std::move(*trace), std::move(*world)};
}

}  // namespace simulator::deploy

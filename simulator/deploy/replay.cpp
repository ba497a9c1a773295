#include "simulator/deploy/replay.h"

#include <fmt/format.h>

#include <algorithm>

#include "simulator/base/json.h"
#include "simulator/deploy/arrangement.h"

namespace simulator::deploy {
namespace {

/// Drives the World through the steps and notes each tick.
class Rollout {
 public:
  Rollout(const Scenario& scenario, world::World& world, std::stop_token stop)
      : scenario_(scenario), world_(world), stop_(std::move(stop)) {}

  base::Result<Trace> run(std::span<const std::string> order) {
    for (int index = 0; index < scenario_.nodes().count; ++index) {
      apply(world::StartNode{next_node_name(), scenario_.environment, scenario_.nodes().version});
    }
    tick("", fmt::format("{} nodes serve {}", scenario_.nodes().count, scenario_.nodes().version),
         std::nullopt);
    for (const std::string& id : order) {
      const std::size_t from = trace_.ticks.size();
      const std::size_t failed_before = trace_.failed_steps;
      run_step(*scenario_.step(id));
      trace_.steps.push_back({id, from, trace_.ticks.size() - 1, trace_.failed_steps == failed_before});
    }
    if (failure_) return tl::unexpected(*failure_);
    trace_.order.assign(order.begin(), order.end());
    trace_.lanes = lanes_of(nodes_);
    trace_.schemas = schemas_of(trace_.ticks);
    return std::move(trace_);
  }

 private:
  void run_step(const Step& step) {
    switch (step.kind) {
      case StepKind::migrate:
        migrate(step);
        return;
      case StepKind::deploy:
        step.strategy == Strategy::beside ? start_beside(step) : replace_one_by_one(step);
        return;
      case StepKind::drain:
        drain(step);
        return;
      case StepKind::backfill:
      case StepKind::flag:
      case StepKind::backup:
      case StepKind::restore:
      case StepKind::nothing:
        tick(step.id, step.title, std::nullopt);
    }
  }

  void migrate(const Step& step) {
    const std::vector<world::Event> events =
        apply(world::Migrate{scenario_.environment, step.direction, step.to, std::nullopt, false});
    std::string what;
    std::optional<base::Error> error;
    for (const world::Event& event : events) {
      if (!what.empty()) what += "; ";
      what += event.text;
      if (event.error) error = event.error;
    }
    if (error) ++trace_.failed_steps;
    tick(step.id, what, error);
  }

  void replace_one_by_one(const Step& step) {
    bool replaced = false;
    for (const std::string& node : nodes_where([&](const world::AppNodeView& each) {
           return each.state == world::NodeState::serving && each.version != step.version;
         })) {
      replaced = true;
      act(step, world::DrainNode{node});
      act(step, world::StopNode{node});
      act(step, world::StartNode{node, scenario_.environment, step.version});
    }
    if (!replaced) start_beside(step);
  }

  void start_beside(const Step& step) {
    for (int index = 0; index < scenario_.nodes().count; ++index) {
      act(step, world::StartNode{next_node_name(), scenario_.environment, step.version});
    }
  }

  void drain(const Step& step) {
    const std::vector<std::string> nodes = nodes_where([&](const world::AppNodeView& each) {
      return each.state != world::NodeState::stopped && each.version == step.version;
    });
    if (nodes.empty()) tick(step.id, fmt::format("no node runs {}", step.version), std::nullopt);
    for (const std::string& node : nodes) {
      act(step, world::DrainNode{node});
      act(step, world::StopNode{node});
    }
  }

  template <class Condition>
  std::vector<std::string> nodes_where(Condition condition) {
    std::vector<std::string> names;
    for (const world::AppNodeView& node : world_.nodes()) {
      if (condition(node)) names.push_back(node.name);
    }
    return names;
  }

  void act(const Step& step, const world::Command& command) {
    const std::vector<world::Event> events = apply(command);
    tick(step.id, events.empty() ? world::title(command) : events.front().text, std::nullopt);
  }

  std::vector<world::Event> apply(const world::Command& command) {
    if (failure_) return {};
    if (auto applied = world_.apply(command, stop_); !applied) {
      failure_ = applied.error();
      return {};
    }
    return world_.last_events();
  }

  /// What happened is done; now the nodes serve, and the tick is noted.
  void tick(std::string step, std::string title, std::optional<base::Error> error) {
    const std::vector<world::AppNodeView> nodes = world_.nodes();
    const std::vector<world::Event> events = apply(world::Traffic{});
    if (failure_) return;
    Tick tick;
    tick.number = trace_.ticks.size();
    tick.step = std::move(step);
    tick.title = std::move(title);
    tick.error = std::move(error);
    for (const world::Event& event : events) note_request(event, tick);
    tick.moment = world_.tree().cursor();
    tick.database = world_.database_view(scenario_.environment);
    trace_.ticks.push_back(std::move(tick));
    nodes_.push_back(nodes);
  }

  void note_request(const world::Event& event, Tick& tick) {
    Request request;
    request.tick = tick.number;
    request.number = event.request;
    request.node = event.node;
    request.version = event.version;
    request.query = event.query;
    request.sql = event.sql;
    request.rows = event.rows;
    request.error = event.error;
    const std::size_t index = trace_.requests.size();
    tick.requests.push_back(index);
    if (request.error) {
      ++tick.failed_requests;
      trace_.failures.push_back(index);
      if (!trace_.first_failure) trace_.first_failure = index;
    }
    trace_.requests.push_back(std::move(request));
  }

  std::string next_node_name() { return fmt::format("node {}", ++nodes_started_); }

  const Scenario& scenario_;
  world::World& world_;
  std::stop_token stop_;
  Trace trace_;
  NodesByTick nodes_;
  int nodes_started_ = 0;
  std::optional<base::Error> failure_;
};

}  // namespace

base::Result<void> check_order(const Scenario& scenario, std::span<const std::string> order) {
  const std::vector<std::string> known = scenario.listed_order();
  const auto place = [&order](const std::string& id) { return std::find(order.begin(), order.end(), id); };
  for (auto each = order.begin(); each != order.end(); ++each) {
    if (scenario.step(*each) == nullptr) {
      const auto meant = base::did_you_mean(*each, known);
      return base::failure("deploy.unknown-step", fmt::format("this rollout has no step \"{}\"", *each),
                           meant ? fmt::format("Did you mean \"{}\"?", *meant)
                                 : fmt::format("Its steps are {}.", fmt::join(known, ", ")));
    }
    if (place(*each) != each) {
      return base::failure("deploy.duplicate-step", fmt::format("the order has \"{}\" twice", *each));
    }
  }
  for (const Step& step : scenario.steps) {
    if (place(step.id) == order.end()) {
      return base::failure("deploy.missing-step", fmt::format("the order leaves \"{}\" out", step.id),
                           fmt::format("Its steps are {}.", fmt::join(known, ", ")));
    }
  }
  for (const Step& step : scenario.steps) {
    for (const std::string& before : step.after) {
      if (place(before) < place(step.id)) continue;
      return base::failure("deploy.impossible-order",
                           fmt::format("\"{}\" can only happen after \"{}\"", step.id, before),
                           "Nothing was run. Put them the other way round.");
    }
  }
  return {};
}

base::Result<Replay> replay(const Scenario& scenario, std::span<const std::string> order, std::uint64_t seed,
                            std::stop_token stop) {
  if (auto good = check_order(scenario, order); !good) return tl::unexpected(good.error());
  world::WorldStart start = scenario.start;
  if (seed != 0) start.seed = seed;
  auto world = world::World::create(start);
  if (!world) return tl::unexpected(world.error());
  auto trace = Rollout(scenario, *world, std::move(stop)).run(order);
  if (!trace) return tl::unexpected(trace.error());
  trace->seed = start.seed;
  return Replay{std::move(*trace), std::move(*world)};
}

}  // namespace simulator::deploy

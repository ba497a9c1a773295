#include "simulator/deploy/performance.h"

#include <fmt/format.h>

#include <algorithm>

#include "simulator/migration/choice.h"
#include "simulator/migration/layout.h"
#include "simulator/world/request.h"

namespace simulator::deploy {
namespace {

using world::Event;
using world::EventKind;

/// The texts of events that are not requests, and their first error.
Performed told(std::vector<Event> events) {
  Performed out;
  for (const Event& event : events) {
    if (event.kind == EventKind::request) continue;
    if (!out.title.empty()) out.title += "; ";
    out.title += event.text;
    if (event.error && !out.error) out.error = event.error;
  }
  out.events = std::move(events);
  return out;
}

}  // namespace

std::string node_name(const Plan& plan, const Situation& at, std::size_t index) {
  const std::uint8_t group = at.nodes[index].group;
  const auto number =
      1 + std::count_if(at.nodes.begin(), at.nodes.begin() + static_cast<std::ptrdiff_t>(index),
                        [&](const NodeAt& node) { return node.group == group; });
  const std::string& name = plan.scenario().groups[group].name;
  if (group > 0 && plan.count(group) == 1 && number == 1) return name;
  return fmt::format("{} {}", name, number);
}

Performance::Performance(const Plan& plan, world::World& world, std::stop_token stop)
    : plan_(plan),
      world_(world),
      stop_(std::move(stop)),
      set_(migration::read_layout(plan.scenario().start.tool, plan.scenario().start.files,
                                  plan.scenario().start.migrations_folder)
               .set) {}

Performance::Events Performance::apply(const world::Command& command) {
  if (auto applied = world_.apply(command, stop_); !applied) return tl::unexpected(applied.error());
  return world_.last_events();
}

base::Result<void> Performance::begin(const Situation& at) {
  const Scenario& scenario = plan_.scenario();
  const bool goes_back = std::any_of(scenario.steps.begin(), scenario.steps.end(), [](const Step& step) {
    return step.kind == StepKind::restore && step.backup == "start";
  });
  if (goes_back) {
    if (auto kept = apply(world::TakeBackup{scenario.environment, "start"}); !kept)
      return tl::unexpected(kept.error());
  }
  for (std::size_t index = 0; index < at.nodes.size(); ++index) {
    const auto started = apply(world::StartNode{node_name(plan_, at, index), scenario.environment,
                                                plan_.version(at.nodes[index].version).name});
    if (!started) return tl::unexpected(started.error());
    for (const Event& event : *started)
      if (event.error) return tl::unexpected(*event.error);
  }
  return {};
}

base::Result<std::vector<Event>> Performance::serve(std::vector<world::Request> requests) {
  return apply(world::Serve{std::move(requests)});
}

base::Result<Performed> Performance::perform(const Situation& at, const Move& move,
                                             const std::optional<world::Request>& in_flight) {
  const auto node = [&] { return node_name(plan_, at, plan_.node_of(at, move)); };
  const auto simple = [&](const world::Command& command) -> base::Result<Performed> {
    auto events = apply(command);
    if (!events) return tl::unexpected(events.error());
    return told(std::move(*events));
  };
  switch (move.kind) {
    case Move::Kind::work:
    case Move::Kind::crash:
      return work(plan_.step(move.step), move, in_flight);
    case Move::Kind::roll_out: {
      const Situation next = plan_.after(at, move);
      Performed out;
      if (!plan_.step(move.step).wait)
        out.title = fmt::format("{} begins to roll out", plan_.version(move.version).name);
      else if (next.is_done(move.step))
        out.title = fmt::format("every node runs {}", plan_.version(move.version).name);
      return out;
    }
    case Move::Kind::await_drain: {
      Performed out;
      if (plan_.after(at, move).is_done(move.step))
        out.title = fmt::format("no node runs {}", plan_.version(move.version).name);
      return out;
    }
    case Move::Kind::drain:
      return simple(world::DrainNode{node()});
    case Move::Kind::stop:
      return simple(world::StopNode{node()});
    case Move::Kind::start:
    case Move::Kind::update:
      return start(at, move);
    case Move::Kind::switch_over:
      return switch_over(at, move);
    case Move::Kind::roll_back: {
      Performed out;
      out.title = fmt::format("The code is rolled back to {}", plan_.version(move.version).name);
      return out;
    }
  }
  return Performed{};
}

base::Result<Performed> Performance::start(const Situation& at, const Move& move) {
  const Scenario& scenario = plan_.scenario();
  const std::size_t index = plan_.node_of(at, move);
  // A node that is new has no name yet in this Situation.
  const std::string node = node_name(plan_, plan_.after(at, move), index);
  if (move.kind == Move::Kind::update) {
    for (const world::Command& command :
         {world::Command{world::DrainNode{node}}, world::Command{world::StopNode{node}}}) {
      auto events = apply(command);
      if (!events) return tl::unexpected(events.error());
    }
  }
  auto events = apply(world::StartNode{node, scenario.environment, plan_.version(move.version).name});
  if (!events) return tl::unexpected(events.error());
  Performed out = told(std::move(*events));
  out.refused = out.error.has_value();
  if (move.kind == Move::Kind::update && !out.refused)
    out.title = fmt::format("{} restarts with {}", node, plan_.version(move.version).name);
  return out;
}

base::Result<Performed> Performance::switch_over(const Situation& at, const Move& move) {
  Performed out;
  out.title = fmt::format("all traffic moves to {}", plan_.version(move.version).name);
  const Situation next = plan_.after(at, move);
  for (std::size_t index = 0; index < at.nodes.size(); ++index) {
    if (at.nodes[index].life == Life::draining || next.nodes[index].life != Life::draining) continue;
    auto events = apply(world::DrainNode{node_name(plan_, at, index)});
    if (!events) return tl::unexpected(events.error());
  }
  return out;
}

base::Result<Performed> Performance::work(const Step& step, const Move& move,
                                          const std::optional<world::Request>& in_flight) {
  const std::string& environment = plan_.scenario().environment;
  if (step.kind == StepKind::migrate) return migrate(step, move, in_flight);
  if (step.kind == StepKind::flag) {
    Performed out;
    out.title = fmt::format("\"{}\" is {}", step.flag, step.value);
    return out;
  }
  if (step.kind == StepKind::nothing) {
    Performed out;
    out.title = step.title;
    return out;
  }
  if (step.kind == StepKind::restore) {
    auto events = world_.apply(world::RestoreBackup{environment, step.backup, in_flight}, stop_);
    if (!events && events.error().code == "world.unknown-backup") {
      // Nobody has made it yet, in this order.
      Performed out;
      out.title = events.error().message;
      out.error = events.error();
      return out;
    }
    if (!events) return tl::unexpected(events.error());
    return told(world_.last_events());
  }
  if (step.kind == StepKind::backup) {
    auto events = apply(world::TakeBackup{environment, step.backup});
    if (!events) return tl::unexpected(events.error());
    return told(std::move(*events));
  }
  if (move.begins) batches_ = 0;
  const auto before = world_.image(environment);
  auto events = apply(world::Backfill{environment, step.sql, in_flight});
  if (!events) return tl::unexpected(events.error());
  Performed out = told(std::move(*events));
  out.held_up = out.error && world::turned_away(*out.error) && in_flight.has_value();
  out.finished = !out.held_up && (out.error.has_value() || out.events.front().rows == 0);
  // A batch that changed rows and left all as it was would go on for ever.
  const bool in_vain = !out.finished && !in_flight && world_.image(environment)->same_content(*before);
  if (!out.finished && (++batches_ >= most_batches || in_vain)) {
    out.finished = true;
    out.error = base::failure("deploy.too-long",
                              fmt::format("the backfill still changes rows after {} batches", batches_),
                              "What it changed stays. Let it change only rows that it has not changed yet.")
                    .value();
  }
  return out;
}

base::Result<Performed> Performance::migrate(const Step& step, const Move& move,
                                             const std::optional<world::Request>& in_flight) {
  world::Migrate command{plan_.scenario().environment, step.direction, step.to, 1};
  command.in_flight = in_flight;
  if (move.kind == Move::Kind::crash) command.killed_after = move.statement;
  auto events = apply(command);
  if (!events) return tl::unexpected(events.error());
  Performed out = told(std::move(*events));
  out.held_up = out.error && world::turned_away(*out.error) && in_flight.has_value();
  // After a failure the next step meets the world as it is; after a death somebody starts the migrator again.
  out.finished = !out.held_up && (out.error.has_value() || nothing_left(step));
  return out;
}

bool Performance::nothing_left(const Step& step) {
  // Down without a target is one file.
  if (step.direction == migration::Direction::down && !step.to) return true;
  const auto database = world_.database_view(plan_.scenario().environment);
  const auto choice = migration::choose(step.direction, set_, database->history, migration::Target{step.to});
  // What stops the tool shall be seen: it is run, and fails.
  return choice && choice->files.empty() && choice->problems.empty();
}

}  // namespace simulator::deploy

#include "simulator/world/world_state.h"

#include <fmt/format.h>

#include <stdexcept>

#include "simulator/world/statement_runner.h"

namespace simulator::world {
namespace {

/// Every so many commands one moment outlives the others, so that no replay is longer than this.
constexpr std::size_t keyframe_every = 16;

base::Error bad_start(const std::string& what, const base::Error& cause) {
  base::Error error = cause;
  error.code = "world.bad-start";
  error.message = fmt::format("{}: {}", what, cause.message);
  return error;
}

const base::Error* first_error(const std::vector<Event>& events) {
  for (const Event& event : events) {
    if (event.error) return &*event.error;
  }
  return nullptr;
}

base::Error never_happened(const base::Error& interruption, const Command& command) {
  const bool late = interruption.code == "sandbox.deadline";
  return base::failure(late ? "world.deadline" : "world.cancelled",
                       fmt::format("\"{}\" {}", title(command),
                                   late ? "took too long and was stopped" : "was cancelled"),
                       "It never happened: every environment is as it was before.")
      .value();
}

}  // namespace

Databases& World::State::databases() {
  if (databases_ == nullptr) databases_ = std::make_unique<Databases>(start_->seed, start_->quota_bytes);
  return *databases_;
}

base::Result<void> World::State::begin() {
  Moment moment;
  moment.random = base::Random(start_->seed);
  moment.time_unix_ms = start_->start_unix_ms;
  for (const migration::SourceFile& file : start_->files) {
    if (auto good = check_path(file.name, start_->tool); !good)
      return tl::unexpected(bad_start("a file", good.error()));
    moment.files[file.name] = std::make_shared<const std::string>(file.text);
  }
  for (const EnvironmentStart& environment : start_->environments) {
    if (auto made = make_environment(environment, moment); !made) return made;
  }
  for (const Command& command : start_->commands) {
    moment.time_unix_ms += start_->time_step_ms;
    auto events = perform(command, moment, {}, {Limits{}.vm_operations, no_deadline});
    if (!events) {
      return tl::unexpected(
          bad_start(fmt::format("the start's command \"{}\"", title(command)), events.error()));
    }
  }
  keep(start_node_id, std::make_shared<const Moment>(std::move(moment)));
  return {};
}

base::Result<void> World::State::make_environment(const EnvironmentStart& environment, Moment& moment) {
  std::vector<Command> commands{CloneEnvironment{environment.name, ""}};
  if (!environment.migrated_to.empty()) {
    commands.emplace_back(
        Migrate{environment.name, migration::Direction::up, environment.migrated_to, {}, false});
  }
  for (const std::string& sql : environment.setup) commands.emplace_back(RunSql{environment.name, sql});
  for (const Command& command : commands) {
    auto events = perform(command, moment, {}, {Limits{}.vm_operations, no_deadline});
    const base::Error* error = events ? first_error(*events) : &events.error();
    if (error == nullptr) continue;
    return tl::unexpected(bad_start(
        fmt::format("environment {} cannot be made ({})", environment.name, title(command)), *error));
  }
  return {};
}

std::unique_ptr<World::State> World::State::fork() const {
  auto other = std::make_unique<State>(start_, snapshots_);
  other->tree_ = tree_;
  other->moments_ = moments_;
  other->kept_bytes_ = kept_bytes_;
  other->memory_budget_ = memory_budget_;
  other->painter_ = painter_.fork();
  return other;
}

Step World::State::perform(const Command& command, Moment& moment, std::stop_token stop,
                           const Limits& limits) {
  if (stop.stop_requested()) {
    return tl::unexpected(never_happened(base::failure("sandbox.cancelled", "").value(), command));
  }
  if (auto begun = databases().begin(moment); !begun) return tl::unexpected(begun.error());
  Allowance allowance(limits, std::move(stop));
  Stage stage{*start_, databases(), allowance, *snapshots_};
  Step events = step(command, moment, stage);
  if (!events) return events;
  if (const base::Error* interrupted = interruption(*events)) {
    return tl::unexpected(never_happened(*interrupted, command));
  }
  moment.random = databases().randomness();
  return events;
}

base::Result<NodeId> World::State::apply(const Command& command, std::stop_token stop, const Limits& limits) {
  Moment next = *moment(tree_.cursor());
  next.time_unix_ms += start_->time_step_ms;
  auto record = std::make_shared<CommandRecord>();
  record->time_unix_ms = next.time_unix_ms;
  Step events = perform(command, next, std::move(stop), limits);
  if (!events) return tl::unexpected(events.error());
  record->command = command;
  record->vm_operations = limits.vm_operations;
  record->ok = first_error(*events) == nullptr;
  record->hash = hash_of(*events);
  record->events = std::move(*events);
  const NodeId id = tree_.add(std::move(record));
  keep(id, std::make_shared<const Moment>(std::move(next)));
  return id;
}

NodeId World::State::kept_ancestor(NodeId id) const {
  NodeId at = tree_.node(id).parent;
  while (at != start_node_id && moments_[at] == nullptr) at = tree_.node(at).parent;
  return at;
}

std::shared_ptr<const Moment> World::State::moment(NodeId id) {
  if (moments_[id] != nullptr) return moments_[id];
  const NodeId from = kept_ancestor(id);
  Moment moment = *moments_[from];
  for (const NodeId next : tree_.path_to(id)) {
    if (tree_.node(next).depth <= tree_.node(from).depth) continue;
    const CommandRecord& record = *tree_.node(next).record;
    moment.time_unix_ms = record.time_unix_ms;
    const Step events = perform(record.command, moment, {}, {record.vm_operations, no_deadline});
    if (!events || hash_of(*events) != record.hash) {
      throw std::logic_error("a command gave something else when it was replayed: " + title(record.command));
    }
  }
  auto made = std::make_shared<const Moment>(std::move(moment));
  keep(id, made);  // which may drop it at once
  return made;
}

std::uint64_t World::State::cost_of(NodeId id) const {
  const Moment& earlier = id == start_node_id ? Moment{} : *moments_[kept_ancestor(id)];
  return bytes_not_shared(*moments_[id], earlier);
}

void World::State::keep(NodeId id, std::shared_ptr<const Moment> moment) {
  if (moments_.size() <= id) moments_.resize(id + 1);
  moments_[id] = std::move(moment);
  kept_bytes_ += cost_of(id);
  if (kept_bytes_ > memory_budget_) thin();
}

void World::State::thin() {
  const auto measure = [this] {
    kept_bytes_ = 0;
    for (NodeId id = 0; id < moments_.size(); ++id) {
      if (moments_[id] != nullptr) kept_bytes_ += cost_of(id);
    }
  };
  measure();
  const NodeId newest = moments_.size() - 1;
  // Oldest first; keyframes only when everything else is gone.
  for (const bool keyframes : {false, true}) {
    for (NodeId id = 1; id < moments_.size() && kept_bytes_ > memory_budget_; ++id) {
      const bool keyframe = tree_.node(id).depth % keyframe_every == 0;
      if (moments_[id] == nullptr || id == tree_.cursor() || id == newest || keyframe != keyframes) continue;
      moments_[id] = nullptr;
      measure();
    }
  }
}

void World::State::set_memory_budget(std::size_t bytes) {
  memory_budget_ = bytes;
  thin();
}

std::size_t World::State::kept_moments() const {
  std::size_t kept = 0;
  for (const auto& moment : moments_) kept += moment != nullptr ? 1U : 0U;
  return kept;
}

base::Result<Connection> World::State::open_for_looking(NodeId id, std::string_view environment,
                                                        sql::SandboxMode mode) {
  const std::shared_ptr<const Moment> at = moment(id);
  const Environment* found = at->environment(environment);
  if (found == nullptr) return tl::unexpected(unknown_environment(*at, environment));
  if (auto begun = databases().begin(*at); !begun) return tl::unexpected(begun.error());
  return databases().open(found->name, mode);
}

std::shared_ptr<const DatabaseView> World::State::database_view(std::string_view environment) {
  const std::shared_ptr<const Moment> at = moment(tree_.cursor());
  const Environment* found = at->environment(environment);
  return found != nullptr ? painter_.database(found->image, *start_) : nullptr;
}

WorldView World::State::view(NodeId id) {
  WorldView view = painter_.paint(*moment(id), *start_);
  view.strip = strip_of(tree_);
  view.cursor = id;
  view.can_undo = id != start_node_id;
  view.can_redo = tree_.node(id).next.has_value();
  view.commands_done = tree_.node(id).depth;
  view.last = tree_.node(id).record;
  return view;
}

}  // namespace simulator::world
